"""What whoever runs the bot reads of it: readiness, metrics and logs, in both ways into Slack."""

from __future__ import annotations

import io
import json
import logging
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from days import beats, readiness, until, well
from operating import Scrape
from steps import card_of, connect_both, plan

from bot import logs

if TYPE_CHECKING:
    from world import World

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|\b[UCTDV][A-Z0-9]{8,}")


async def has(world: World, name: str, value: float, **labels: str) -> bool:
    """Tell whether a figure has this value now."""
    return (await Scrape.of(world)).value(name, **labels) == value


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_the_metrics_tell_what_happens(world: World) -> None:
    """Acks, calls, the beat and what waits are on one page; an id as a label would fill the memory."""
    before = await Scrape.of(world)
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic help")
    await ana.message("What I can do", channel=channel)
    await connect_both(ana, channel)
    await plan(ana, channel)
    await ana.close(await ana.modal("done"))
    await card_of(world, ana, "'sign_in'")
    await until(partial(has, world, "setups_waiting", 1, state="awaiting_authorization"), "a waiting setup")
    await until(partial(has, world, "untold_rows", 0, table="setups"), "everybody to be told")
    now = await Scrape.of(world)

    assert now.since(before, "acks_total", kind="command", outcome="ok") == 2
    assert now.since(before, "ack_seconds_count", kind="command") == 2
    assert now.since(before, "acks_total", kind="view_submission", outcome="ok") >= 3
    created = {"route": "POST /api/connections", "outcome": "ok"}
    assert now.since(before, "polytomic_calls_total", **created) == 2
    assert now.since(before, "slack_calls_total", method="views.open", outcome="ok") >= 1
    assert now.since(before, "slack_calls_total", method="chat.postMessage", outcome="ok") >= 1
    assert now.since(before, "beat_seconds_count") >= 1
    assert (now.value("last_beat_timestamp_seconds") or 0) > 0
    assert now.value("beat_late_seconds", round="poll") == pytest.approx(0, abs=5)
    assert now.value("jobs", status="todo") is not None
    assert now.value("runs_running", state="running") == 0
    assert not [label for label in now.labels if ID.search(label)]


async def test_refusals_outages_and_lost_answers_are_told_apart(world: World) -> None:
    """An operator must see whose fault it is: ours, theirs, or the network's."""
    before = await Scrape.of(world)
    ana, channel = await world.member(), world.channel("data-ops")
    await world.at_polytomic("faults", method="GET", path="/api/connections", status=503, times=1)
    await world.fault_at_slack(method="views.open", error="internal_error", times=1)
    await ana.type(channel, "/polytomic connections")
    await ana.type(channel, "/polytomic connections")
    await ana.modal("connections")
    now = await Scrape.of(world)
    asked = {"route": "GET /api/connections"}
    assert now.since(before, "polytomic_calls_total", **asked, outcome="unavailable") == 1
    assert now.since(before, "polytomic_calls_total", **asked, outcome="ok") >= 1
    assert now.since(before, "slack_calls_total", method="views.open", outcome="refused") == 1


@pytest.mark.parametrize("way", ["http"])
async def test_readiness_follows_slack_s_web_api(world: World) -> None:
    """Where Slack calls the bot, only a question to Slack tells that it is there and takes the token."""
    await world.fault_at_slack(method="auth.test", status=503)

    async def answers(*, status: int, slack: bool) -> bool:
        now, checks = await readiness(world)
        return now == status and checks["slack"] is slack and checks["database"]

    await until(partial(answers, status=503, slack=False), "503 over Slack")
    await well(world)
    await until(partial(answers, status=200, slack=True), "ready again")
    asked = [one for one in await world.requests_to_slack() if "auth.test" in str(one)]
    for _ in range(20):
        await readiness(world)
    now = [one for one in await world.requests_to_slack() if "auth.test" in str(one)]
    assert len(now) - len(asked) <= 3


async def test_log_lines_say_what_they_are_about(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """All lines of one request are found by its id, and those of the background by the row or the round."""
    caplog.set_level(logging.DEBUG, "bot")
    written, of_bot = io.StringIO(), logging.getLogger("bot")
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonFormatter())
    of_bot.addHandler(handler)
    ana, channel = await world.member(), world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await card_of(world, ana, "'sign_in'")
    await beats(world, 2)
    of_bot.removeHandler(handler)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    about = {line.get("about", "") for line in lines}
    assert any(re.fullmatch(r"request-[0-9a-f]{8}", one) for one in about)
    posts = [line for line in lines if "POST /api/connections 2" in line["message"]]
    assert posts
    assert all(line["about"].startswith("request-") for line in posts)
    begun = [line["about"] for line in lines if "Slack sends a view_submission" in line["message"]]
    assert {line["about"] for line in posts} <= set(begun)
    assert len(set(begun)) == len(begun)
    assert "sign-ins" in about, "a round of the beat"
