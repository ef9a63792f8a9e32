from __future__ import annotations

from typing import TYPE_CHECKING

from days import in_polytomic
from steps import SNOWFLAKE, card_of, say_yes, snowflake_form
from world import button_of

if TYPE_CHECKING:
    from world import World

EXISTING = "Old warehouse"


async def a_broken_connection(world: World) -> str:
    """Make a Snowflake connection by hand, then break it; returns its id."""
    values = {name.partition(":")[2]: value for name, value in SNOWFLAKE.items()}
    body = {"name": EXISTING, "type": "snowflake", "configuration": values}
    connection = (await in_polytomic(world, "POST", "connections", **body))["data"]
    broken = {"status": "unhealthy", "status_error": "the password has expired"}
    await world.at_polytomic(f"connections/{connection['id']}", **broken)
    return str(connection["id"])


async def test_a_broken_connection_is_repaired_without_touching_its_secrets(world: World) -> None:
    """The link leads to Polytomic's own form: an update from here would wipe the password it holds."""
    ada = await world.member()
    channel = world.channel("data-ops")
    source = await a_broken_connection(world)
    await ada.type(channel, f'/polytomic new "{EXISTING}" snowflake')
    answer = await ada.submit(await snowflake_form(ada), SNOWFLAKE)
    assert answer["ok"], answer
    form = await ada.modal("plan")
    answer = await ada.submit(form, {"name": "Copy", "choice": "all", "channel_id": channel})
    assert answer["ok"], answer
    await say_yes(ada)
    await ada.modal("done")

    card = await card_of(world, ada, "'sign_in'", "the password has expired", "repair it at Polytomic")
    link = button_of(card, "sign_in")["url"]
    assert "/connect/" in link
    async with world.http.get(link) as page:
        assert page.ok
    await world.at_polytomic(f"connections/{source}", status="healthy")
    await ada.message("created the bulk sync", "Copy", channel=channel)
    assert not [request for request in await world.requests_to_polytomic() if request["method"] == "PUT"]
