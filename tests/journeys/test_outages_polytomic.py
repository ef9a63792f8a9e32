from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from days import beats, forget_requests, readiness, rows, said, until, until_state, well
from steps import SALESFORCE, SNOWFLAKE, card_of, connect_both, plan, say_yes, snowflake_form
from walks import ANNOUNCED, NAME, typed_in, until_no_setup, words_of
from world import World, stand_ins

from bot.app import App, parts
from bot.polytomic import Polytomic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from member import Member
    from shown import Json

PAGE = "<html><body>Bad gateway</body></html>"
DAYS: dict[str, dict[str, Any]] = {
    "its own failure": {"status": 500, "stored": True},
    "a gateway's failure": {"status": 502, "body": PAGE},
    "too many requests": {"status": 429, "headers": {"Retry-After": "1"}},
    "cut before the work": {"drop": "before"},
    "cut after the work": {"drop": "after"},
    "a page in place of an answer": {"status": 200, "body": PAGE},
    "no answer in time": {"delay_seconds": 1.2},
}
CREATE_CONNECTION = {"method": "POST", "path": "^/api/connections$"}
CREATE_SYNC = {"method": "POST", "path": "^/api/bulk/syncs$"}
START = {"method": "POST", "path": "^/api/bulk/syncs/[^/]+/executions$"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot wait a second for Polytomic, so that a time-out does not cost twenty."""
    monkeypatch.setattr(parts, "Polytomic", partial(Polytomic, time_limit=1.0))


async def again(
    world: World, ana: Member, form: Json, answers: dict[str, str], fault: dict[str, Any]
) -> Json:
    """Submit a form on a bad day; returns the same form with the reason, the day being over."""
    await world.at_polytomic("faults", **fault)
    await ana.submit(form, answers)
    form = await ana.modal(form["callback_id"], saying=":warning:")
    await well(world)
    return form


@pytest.mark.parametrize("day", DAYS)
async def test_a_bad_day_at_any_step_is_told_and_costs_nothing(world: World, day: str) -> None:
    """Whatever Polytomic does while a thing is made: it is said, nothing is lost, nothing is made twice."""
    ana, channel = await world.member(), world.channel("data-ops")

    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    form = await again(world, ana, form, SALESFORCE, CREATE_CONNECTION | DAYS[day])
    assert "Polytomic" in words_of(form)
    assert typed_in(form, "field:domain") == SALESFORCE["field:domain"]
    await ana.submit(form)
    form = await snowflake_form(ana)
    form = await again(world, ana, form, SNOWFLAKE, CREATE_CONNECTION | DAYS[day])
    await ana.submit(form, {"secret:password": SNOWFLAKE["secret:password"]})
    await plan(ana, channel)
    await ana.modal("done")

    await world.at_polytomic("faults", **CREATE_SYNC, **DAYS[day])
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "I keep trying by myself")
    assert "Polytomic" in words_of(card)
    await well(world)
    announcement = await ana.message(ANNOUNCED, channel=channel)

    await world.at_polytomic("faults", **START, **DAYS[day])
    await ana.click(announcement, "run_now")
    await ana.message("I keep trying by myself", channel=channel, thread=announcement["ts"])
    await well(world)
    await ana.message("finished", channel=channel, thread=announcement["ts"])
    await until_state(world, "finished")

    there = await world.state_of_polytomic()
    assert sorted(one["type"] for one in there["connections"]) == ["salesforce", "snowflake"]
    assert [one["name"] for one in there["syncs"]] == [NAME]
    assert len(there["executions"]) == 1
    assert len(await said(ana, channel, ANNOUNCED)) == 1


@pytest.mark.parametrize("day", DAYS)
async def test_a_form_that_cannot_be_opened_says_why_and_leaves_nothing(world: World, day: str) -> None:
    """In a complete outage the modal says so and no setup stays behind; a minute later the command works."""
    ana, channel = await world.member(), world.channel("data-ops")
    await world.at_polytomic("faults", path="^/api/", **DAYS[day])
    await ana.type(channel, "/polytomic new salesforce snowflake")
    problem = await ana.modal("problem", saying="Polytomic")
    assert "again" in words_of(problem) or "doctor" in words_of(problem), "what to do next"
    await until_no_setup(world)
    await ana.close(problem)

    await well(world)
    await ana.type(channel, "/polytomic new salesforce snowflake")
    await ana.modal("connection", saying="Salesforce")


async def test_a_complete_outage_under_an_open_form_keeps_what_was_typed(world: World) -> None:
    """With every request failing, the connection form and the last form come back filled, with the reason."""
    ana, channel = await world.member(), world.channel("data-ops")
    everything = {"path": "^/api/", "status": 503}
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await again(world, ana, await ana.modal("connection"), SALESFORCE, everything)
    assert typed_in(form, "field:domain") == SALESFORCE["field:domain"]
    await ana.submit(form)
    await ana.submit(await snowflake_form(ana), SNOWFLAKE)

    answers = {"name": "Nightly", "choice": "all", "channel_id": channel}
    form = await again(world, ana, await ana.modal("plan"), answers, everything)
    assert typed_in(form, "name") == "Nightly"
    await ana.submit(form)
    await say_yes(ana)
    await ana.modal("done")
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await ana.message(ANNOUNCED, "Nightly", channel=channel)


async def test_an_outage_between_two_forms_leaves_a_card_to_go_on_from(world: World) -> None:
    """The first connection exists but the second form cannot be asked: nothing is lost, Continue goes on."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    await world.at_polytomic("faults", path="^/api/connections$", method="GET", status=403)
    await ana.submit(form, SALESFORCE)
    problem = await ana.modal("problem", saying="Continue")
    await ana.close(problem)
    card = await card_of(world, ana, "'continue_setup'", "not allowed")
    await well(world)

    await ana.click(card, "continue_setup")
    assert (await ana.submit(await snowflake_form(ana), SNOWFLAKE))["ok"]
    await ana.modal("plan")
    there = await world.state_of_polytomic()
    assert sorted(one["type"] for one in there["connections"]) == ["salesforce", "snowflake"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(403, "not allowed to create"), (404, "could not create"), (422, "could not create")],
)
async def test_a_refusal_is_told_where_it_happened_and_can_be_repeated(
    world: World, status: int, reason: str
) -> None:
    """A refused connection brings the form back, a refused bulk sync a card with Try again."""
    ana, channel = await world.member(), world.channel("data-ops")
    fault = {"status": status, "stored": True}
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await again(world, ana, await ana.modal("connection"), SALESFORCE, CREATE_CONNECTION | fault)
    assert reason in words_of(form)
    await ana.submit(form)
    await ana.submit(await snowflake_form(ana), SNOWFLAKE)
    await plan(ana, channel)
    await ana.modal("done")

    await world.at_polytomic("faults", **CREATE_SYNC, **fault)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, reason, "'retry_setup'")
    await well(world)
    await ana.click(card, "retry_setup")
    await ana.message(ANNOUNCED, channel=channel)
    assert len((await world.state_of_polytomic())["syncs"]) == 1


async def test_an_outage_under_the_poller_is_logged_once_and_its_end_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten failing beats are one warning; the sign-in made meanwhile is noticed when Polytomic is back."""
    ana, channel = await world.member(), world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    card = await card_of(world, ana, "'sign_in'")
    with caplog.at_level(logging.INFO, "bot"):
        await world.at_polytomic("faults", path="^/api/", status=500)
        await world.follow_sign_in(card)

        async def is_warned() -> bool:
            return "Waiting for Polytomic" in caplog.text

        await until(is_warned, "a warning")
        await beats(world, 5)
        await well(world)
        await ana.message(ANNOUNCED, channel=channel)
    assert caplog.text.count("Waiting for Polytomic") == 1
    assert caplog.text.count("Polytomic answers again") == 1
    assert "Traceback" not in caplog.text


async def test_runs_are_followed_again_after_an_outage(world: World) -> None:
    """A run that ended while Polytomic was away is told as soon as it is back."""
    ana, channel = await world.member(), world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    announcement = await ana.message(ANNOUNCED, channel=channel)
    await ana.click(announcement, "run_now")
    await ana.message("Running", channel=channel, thread=announcement["ts"])
    await world.at_polytomic("faults", method="GET", path="^/api/", status=502, body=PAGE)
    await world.at_polytomic("clock", advance_seconds=60)
    await beats(world, 1)
    await well(world)
    await ana.message("finished", channel=channel, thread=announcement["ts"])


@pytest.fixture
async def quiet_world(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins; the test starts the bot."""
    async with stand_ins(database_url) as made:
        yield made


async def test_a_wrong_key_is_told_at_start_once_and_to_people_in_a_sentence(
    quiet_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """With a wrong API key the bot runs, says so in the log and at /readyz, and people read whom to ask."""
    world, stop = quiet_world, asyncio.Event()
    right = world.settings.polytomic_api_key.get_secret_value()
    await world.at_polytomic("config", token="another-key")
    with caplog.at_level(logging.INFO, "bot"):
        async with App.start(world.settings) as bot:
            serving = asyncio.create_task(bot.serve_until(stop))

            async def answers(wanted: dict[str, bool]) -> bool:
                status, checks = await readiness(world)
                return checks == wanted and status == (200 if all(wanted.values()) else 503)

            without = {"database": True, "polytomic": False, "slack": True}
            await until(partial(answers, without), "503 over the key")
            ana, channel = await world.member(), world.channel("data-ops")
            await ana.type(channel, "/polytomic new salesforce snowflake")
            problem = words_of(await ana.modal("problem", saying="API key"))
            assert "Whoever runs the bot" in problem
            assert "Traceback" not in problem

            await world.at_polytomic("config", token=right)
            await until(partial(answers, dict.fromkeys(without, True)), "ready again")
            await ana.type(channel, "/polytomic new salesforce snowflake")
            await ana.modal("connection", saying="Salesforce")
            stop.set()
            await serving
    errors = [one for one in caplog.records if one.levelno >= logging.ERROR]
    counts = [one.getMessage().count("accept the bot's API key") for one in errors]
    assert counts == [1], "once, however often it is asked"
    assert right not in caplog.text


async def test_a_key_that_stops_working_only_makes_the_poller_wait(world: World) -> None:
    """Revoked after the sign-in: the card says that it waits; with the key back it goes on, once."""
    ana, channel = await world.member(), world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await world.at_polytomic("faults", **CREATE_SYNC, status=401)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "does not accept the bot's API key")
    assert "I keep trying by myself" in words_of(card)
    await well(world)
    await ana.message(ANNOUNCED, channel=channel)
    assert len((await world.state_of_polytomic())["syncs"]) == 1
    await forget_requests(world)
    await beats(world, 3)
    assert await world.requests_to_polytomic() == [], "announced and idle: nothing is asked"
    assert await rows(world, "SELECT count(*) FROM procrastinate_jobs") == [(0,)]
