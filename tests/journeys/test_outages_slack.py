from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest
from days import beats, forget_requests, said, until, until_state, well
from steps import SALESFORCE, SNOWFLAKE, card_of, connect_both, plan, snowflake_form
from walks import ANNOUNCED, NAME, until_no_setup, words_of
from world import World, bot_in, stand_ins

from bot.app import socket_door
from bot.sandbox.slack import sockets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TIMES = 3
SDK_SECONDS = 10.0  # until it tries again

DAYS: dict[str, dict[str, Any]] = {
    "too many requests": {"status": 429, "retry_after": 1},
    "its own failure": {"status": 500},
    "a gateway's failure": {"status": 504},
    "cut before the work": {"drop": "before"},
    "cut after the work": {"drop": "after"},
}


async def strike(world: World, method: str, day: str, times: int = 1) -> None:
    """Let the next calls of a method meet a bad day."""
    await world.fault_at_slack(method=method, times=times, **DAYS[day])


@pytest.mark.parametrize("day", DAYS)
async def test_everything_is_told_in_the_end_and_once(world: World, day: str) -> None:
    """Slack refuses or loses forms, card, announcement and thread: all of it arrives, once."""
    ana, channel = await world.member(), world.channel("data-ops")
    await strike(world, "views.update", day)
    await connect_both(ana, channel)
    await strike(world, "chat.postEphemeral", day)
    await strike(world, "chat.postMessage", day)  # the card
    await plan(ana, channel)
    await ana.modal("done")
    card = await card_of(world, ana, "'sign_in'")
    await until_state(world, "awaiting_authorization")
    await strike(world, "chat.update", day)
    await strike(world, "chat.postMessage", day)  # the announcement
    await world.follow_sign_in(card)
    announcement = await ana.message(ANNOUNCED, channel=channel)
    await card_of(world, ana, "The bulk sync exists")
    await strike(world, "chat.postMessage", day)  # the thread
    await strike(world, "chat.update", day)
    await ana.click(announcement, "run_now")
    await ana.message(NAME, "finished in", channel=channel, thread=announcement["ts"])
    await until_state(world, "finished")
    await beats(world, 2)

    assert len(await said(ana, channel, ANNOUNCED)) == 1
    thread = [one for one in ana.messages.values() if one.get("thread_ts") == announcement["ts"]]
    replies = [one for one in thread if one["ts"] != announcement["ts"]]
    assert len(replies) == 2, "one card and one end"
    assert len([one for one in await said(ana, card["channel"], NAME) if not one.get("subtype")]) == 1
    async with world.http.get(f"{world.slack.url}/_sandbox/faults") as response:
        assert (await response.json())["faults"] == [], "every bad day was met"


@pytest.mark.parametrize(
    ("day", "times"), [("too many requests", 1), ("its own failure", 1), ("cut before the work", 2)]
)
async def test_a_form_that_slack_does_not_open_is_a_sentence(world: World, day: str, times: int) -> None:
    """The command answers that Slack does not, leaves nothing behind, and works the next time."""
    ana, channel = await world.member(), world.channel("data-ops")
    await strike(world, "views.open", day, times)
    await ana.type(channel, "/polytomic new salesforce snowflake")
    message = await ana.message("Slack does not answer me", channel=channel)
    assert "Try again" in words_of(message)
    await until_no_setup(world)
    await well(world)

    await ana.type(channel, "/polytomic new salesforce snowflake")
    await ana.modal("connection", saying="Salesforce")


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_form_whose_opening_was_not_heard_of_is_filled_all_the_same(world: World, drop: str) -> None:
    """The answer to views.open is lost: a modal that is open goes on, one that is not is opened once more."""
    ana, channel = await world.member(), world.channel("data-ops")
    await world.fault_at_slack(method="views.open", drop=drop)
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    assert len(ana.stack) == 1
    assert (await ana.submit(form, SALESFORCE))["ok"]
    await snowflake_form(ana)


async def test_a_trigger_that_came_too_late_is_told(world: World) -> None:
    """Slack's three seconds are over before the form could be opened: say so; nothing stays behind."""
    ana, channel = await world.member(), world.channel("data-ops")
    await world.fault_at_slack(method="views.open", delay_seconds=0.3)
    await ana.type(channel, "/polytomic new salesforce snowflake")
    async with world.http.post(f"{world.slack.url}/_sandbox/clock", json={"advance_seconds": 5}) as moved:
        assert moved.ok
    message = await ana.message("took too long", channel=channel)
    assert "try again" in words_of(message)
    await until_no_setup(world)

    await ana.type(channel, "/polytomic new salesforce snowflake")
    await ana.modal("connection", saying="Salesforce")


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": "before"}])
async def test_an_answer_to_a_command_is_repeated(world: World, fault: dict[str, Any]) -> None:
    """A response_url that fails once still brings the list, once."""
    ana, channel = await world.member(), world.channel("data-ops")
    await world.fault_at_slack(method="response_url", **fault)
    await ana.type(channel, "/polytomic setups")
    await ana.message("no unfinished setups", channel=channel)
    assert len([one for one in ana.messages.values() if "no unfinished setups" in str(one)]) == 1


async def disconnect(world: World, reason: str) -> None:
    """Let Slack say goodbye to the bot's connection."""
    async with world.http.post(f"{world.slack.url}/_sandbox/disconnect", json={"reason": reason}) as told:
        assert (await told.json())["told"] == 1


async def connections(world: World) -> int:
    """Count the bot's Socket Mode connections."""
    async with world.http.get(f"{world.slack.url}/_sandbox/state") as response:
        return int((await response.json())["connections"])


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_slack_may_renew_the_connection_in_the_middle_of_a_form(world: World, reason: str) -> None:
    """After Slack's warning or goodbye the bot is reached again, and the form that is open goes on."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    await forget_requests(world)
    await disconnect(world, reason)

    async def is_back() -> bool:
        renewed = [one for one in await world.requests_to_slack() if one["method"] == "apps.connections.open"]
        return bool(renewed) and await connections(world) >= 1

    async def is_taken() -> bool:
        """Press again as people do: the client may renew twice, and what the first socket had is lost."""
        return bool((await ana.submit(form, SALESFORCE))["ok"])

    await until(is_back, "a new connection")
    await until(is_taken, "an answer to the form")
    assert (await ana.submit(await snowflake_form(ana), SNOWFLAKE))["ok"]
    await plan(ana, channel)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await ana.message(ANNOUNCED, channel=channel)
    assert len(await said(ana, channel, ANNOUNCED)) == 1


@pytest.fixture
async def quiet_world(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins; the test starts the bot."""
    async with stand_ins(database_url) as made:
        yield made


async def test_a_start_while_slack_is_away_waits_and_learns_the_bots_name(
    quiet_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot starts without Slack, says so, and learns its own name (for /invite) when Slack is back."""
    world = quiet_world
    await world.fault_at_slack(method="auth.test", status=503, times=TIMES)
    await world.fault_at_slack(method="apps.connections.open", status=503, times=TIMES)
    with caplog.at_level(logging.WARNING, "bot"):
        async with asyncio.timeout(20), bot_in(world):

            async def is_known() -> bool:
                asked = [one for one in await world.requests_to_slack() if one["method"] == "auth.test"]
                return any(one["response"]["ok"] for one in asked)

            await until(is_known, "the bot asks for its name until it hears it")
            ana = await world.member()
            await ana.type(world.channel("data-ops"), "/polytomic setups")
            await ana.message("no unfinished setups")
    assert caplog.text.count("Slack answers internal_error") == 1
    assert caplog.text.count("Slack opens no socket (internal_error)") == TIMES
    assert "Traceback" not in caplog.text


async def test_a_socket_that_does_not_come_back_is_replaced(
    quiet_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK asks again and again at an address that Slack takes once; the bot opens another socket."""
    monkeypatch.setattr(sockets, "_TICKET_SECONDS", -1.0)  # addresses that are too old at once
    monkeypatch.setattr(socket_door, "LOST_SECONDS", 0.5)
    monkeypatch.setattr(socket_door, "LOOK_SECONDS", 0.05)
    began = asyncio.get_running_loop().time()

    def heal() -> None:
        monkeypatch.setattr(sockets, "_TICKET_SECONDS", 60.0)

    asyncio.get_running_loop().call_later(2.0, heal)
    async with bot_in(quiet_world):
        assert asyncio.get_running_loop().time() - began < SDK_SECONDS
        ana = await quiet_world.member()
        await ana.type(quiet_world.channel("data-ops"), "/polytomic setups")
        await ana.message("no unfinished setups")
    assert "does not come back; I open another one" in caplog.text
