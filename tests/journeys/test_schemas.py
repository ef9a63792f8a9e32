from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import psycopg
from steps import card_of, connect_both, plan

if TYPE_CHECKING:
    from world import World

PUT_OFF = """
    UPDATE setups SET next_try_at = now() + interval '1 hour'
    WHERE state = 'awaiting_schemas' AND next_try_at IS NOT NULL
"""


async def put_off(world: World) -> None:
    """Let the setup's next look for schemas be far away, as after many looks."""
    url = world.settings.database_url
    assert url is not None
    async with (
        asyncio.timeout(20),
        await psycopg.AsyncConnection.connect(url.get_secret_value()) as connection,
    ):
        await connection.set_autocommit(True)
        while (await connection.execute(PUT_OFF)).rowcount == 0:
            await asyncio.sleep(0.02)


async def until_looked_at(world: World) -> None:
    """Wait until the bot has seen that the source is still being read."""
    async with asyncio.timeout(20):
        while not any(one["path"].endswith("/schemas/status") for one in await world.requests_to_polytomic()):
            await asyncio.sleep(0.02)


async def test_the_sync_is_created_in_the_beat_after_the_schemas_are_cached(world: World) -> None:
    """Large sources are cached for minutes; a back-off of a minute on top would be for nothing."""
    await world.at_polytomic("config", schema_delay_seconds=1000)
    ada = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ada, channel)
    await plan(ada, channel)
    await world.follow_sign_in(await card_of(world, ada, "'sign_in'"))
    await card_of(world, ada, "reading the objects")
    await put_off(world)
    await until_looked_at(world)
    source = (await world.state_of_polytomic())["connections"][0]
    await world.at_polytomic(f"connections/{source['id']}", cached=True)
    announcement = await ada.message("created the bulk sync", channel=channel)
    assert "Account, Contact" in str(announcement)
