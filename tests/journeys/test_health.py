from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from days import beats, in_polytomic, look, rows, said, until, well
from elsewhere import DOMAIN, SNOWFLAKE, make, make_fresh
from steps import card_of, say_yes
from walks import ANNOUNCED, NAME, OBJECTS, plan_with, to_plan, until_done, words_of
from world import bot_in, stand_ins

if TYPE_CHECKING:
    import pytest
    from member import Member
    from shown import Json
    from world import World

BROKE = "stopped working"
WELL = "works again"


async def announced(world: World, ana: Member) -> str:
    """Set the tutorial's sync up; returns the id of its source."""
    channel = world.channel("data-ops")
    await to_plan(ana, channel)
    answers = {"name": NAME, "choice": "named", "object_names": OBJECTS, "channel_id": channel}
    assert (await plan_with(ana, answers))["ok"]
    await until_done(world, ana)
    await ana.message(ANNOUNCED, channel=channel)
    there = (await world.state_of_polytomic())["connections"]
    source = next(one["id"] for one in there if one["name"] == "Salesforce Connection")
    await look(world)
    return str(source)


async def breaks(world: World, connection_id: str, why: str = "token revoked") -> None:
    """Break a connection and let the bot look."""
    await world.at_polytomic(f"connections/{connection_id}", status="unhealthy", status_error=why)
    await look(world)


async def recovers(world: World, connection_id: str) -> None:
    """Heal a connection and let the bot look."""
    await world.at_polytomic(f"connections/{connection_id}", status="healthy")
    await look(world)


async def private(world: World, ana: Member) -> str:
    """Return the channel of the bot's direct messages to somebody."""
    return await ana.dm(world.workspace.app.bot_user_id)


async def alerts(world: World, ana: Member) -> list[Json]:
    """List what was said of broken connections, in both places."""
    places = (world.channel("data-ops"), await private(world, ana))
    return [one for place in places for one in await said(ana, place, BROKE)]


async def test_a_break_is_told_once_and_so_is_the_recovery(world: World) -> None:
    """Whoever made it and the channel of its sync hear of it, once each, and once that it is over."""
    ana, channel = await world.member(), world.channel("data-ops")
    source = await announced(world, ana)
    await breaks(world, source)
    alert = await ana.message(BROKE, "token revoked", channel=channel)
    assert NAME in words_of(alert)
    assert "Salesforce Connection" in words_of(alert)
    assert f"'value': '{source}'" in str(alert), "Reconnect knows which"
    told = await card_of(world, ana, BROKE, "reconnect")
    await look(world)
    assert len(await alerts(world, ana)) == 2
    await ana.click(alert, "reconnect")
    await ana.close(await ana.modal(saying="Salesforce Connection"))

    await recovers(world, source)
    await ana.message(WELL, channel=channel, thread=alert["ts"])
    await ana.message(WELL, channel=told["channel"], thread=told["ts"])
    edited = await ana.wait(lambda: _without_button(ana, alert), "the alert to say that it is over")
    assert WELL in words_of(edited)

    await breaks(world, source, "token revoked again")
    await ana.message("token revoked again", channel=channel)


def _without_button(ana: Member, message: Json) -> Json | None:
    now = ana.messages[message["channel"], message["ts"]]
    return now if "reconnect" not in str(now) else None


async def test_nothing_is_said_of_what_never_worked_or_concerns_nobody(world: World) -> None:
    """Fresh sign-ins, old ruins and other people's connections alarm nobody; nor does a deleted one."""
    ana = await world.member()
    await make_fresh(world, "Fresh")
    await make(world, "snowflake", "Ruin", SNOWFLAKE, healthy=False)
    foreign = await make(world, "salesforce", "Foreign", DOMAIN)
    source = await announced(world, ana)
    await breaks(world, foreign)
    await recovers(world, foreign)
    await in_polytomic(world, "DELETE", f"connections/{foreign}")
    await look(world)
    assert await alerts(world, ana) == []
    assert await rows(world, "SELECT 1 FROM connection_health WHERE connection_id = %s", foreign) == []
    await breaks(world, source)
    await ana.message(BROKE, channel=world.channel("data-ops"))


async def test_a_restart_neither_doubles_nor_forgets(database_url: str) -> None:
    """What broke while the bot was away is told at its return; what was told is not told again."""
    async with stand_ins(database_url) as world:
        async with bot_in(world):
            ana = await world.member()
            source = await announced(world, ana)
        await world.at_polytomic(f"connections/{source}", status="unhealthy", status_error="token revoked")
        async with bot_in(world):
            await look(world)
            await ana.message(BROKE, channel=world.channel("data-ops"))
            await card_of(world, ana, BROKE)
        await rows(world, "UPDATE connection_health SET told_version = -1")  # killed before this was noted
        async with bot_in(world):
            await look(world)

            async def is_told() -> bool:
                left = await rows(world, "SELECT 1 FROM connection_health WHERE told_version <> version")
                return not left

            await until(is_told, "nothing left to tell")
            assert len(await alerts(world, ana)) == 2
            await recovers(world, source)
            await ana.message(WELL, channel=world.channel("data-ops"))


async def test_whoever_waits_for_the_connection_hears_of_it_from_the_card(world: World) -> None:
    """A source that breaks under an unfinished setup is told on its card, not by an alert beside it."""
    ana, channel = await world.member(), world.channel("data-ops")
    await world.at_polytomic("config", schema_delay_seconds=600)
    await to_plan(ana, channel)
    answers = {"name": NAME, "choice": "named", "object_names": OBJECTS, "channel_id": channel}
    await plan_with(ana, answers)
    await say_yes(ana)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await card_of(world, ana, "is reading the objects")
    await look(world)
    there = (await world.state_of_polytomic())["connections"]
    source = next(one["id"] for one in there if one["type"] == "salesforce")
    await breaks(world, source)
    await card_of(world, ana, BROKE, "new_link")
    assert len(await alerts(world, ana)) == 1


async def test_an_outage_is_logged_once_and_alarms_nobody(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Polytomic's own bad day says nothing of a connection; afterwards what broke meanwhile is told."""
    caplog.set_level(logging.INFO)
    ana = await world.member()
    source = await announced(world, ana)
    await world.at_polytomic("faults", path="^/api/connections$", status=503, body={"message": "down"})
    await look(world)
    await beats(world, 3)
    assert sum("Waiting for Polytomic" in one.getMessage() for one in caplog.records) == 1
    assert await alerts(world, ana) == []
    await world.at_polytomic(f"connections/{source}", status="unhealthy", status_error="token revoked")
    await well(world)
    await ana.message(BROKE, channel=world.channel("data-ops"))
    assert sum("Polytomic answers again" in one.getMessage() for one in caplog.records) == 1
