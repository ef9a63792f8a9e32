from __future__ import annotations

from typing import TYPE_CHECKING

from days import rows, until
from steps import card_of, connect_both, plan

if TYPE_CHECKING:
    from shown import Json
    from world import World

PUT_OFF = """
    UPDATE setups SET next_try_at = now() + interval '1 hour'
    WHERE state = 'awaiting_schemas' AND next_try_at IS NOT NULL
    RETURNING id
"""


async def looks(world: World) -> list[Json]:
    """List the bot's looks at whether the source's schemas are cached."""
    return [one for one in await world.requests_to_polytomic() if one["path"].endswith("/schemas/status")]


async def test_the_sync_is_created_in_the_beat_after_the_schemas_are_cached(world: World) -> None:
    """Large sources are cached for minutes; a back-off of a minute on top would be for nothing."""
    await world.at_polytomic("config", schema_delay_seconds=1000)
    ada = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ada, channel)
    await plan(ada, channel)
    await world.follow_sign_in(await card_of(world, ada, "'sign_in'"))
    await card_of(world, ada, "reading the objects")
    await until(lambda: rows(world, PUT_OFF), "a wait for schemas")  # now as long as after many looks
    await until(lambda: looks(world), "a look at the source that is still being read")
    source = (await world.state_of_polytomic())["connections"][0]
    await world.at_polytomic(f"connections/{source['id']}", cached=True)
    announcement = await ada.message("created the bulk sync", channel=channel)
    assert "Account, Contact" in str(announcement)
