"""`doctor` on channels: where something is to be told, the bot can post, and is tried without posting."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import a_plan, a_run, a_setup
from diagnosis import answering, failures, findings, json, says

from bot.doctor import channels
from bot.doctor import database as database_check
from bot.doctor import slack as slack_check
from bot.models import Digest, Person, Watch
from bot.store import Database, Digests, Runs, Setups, Watches

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web
    from diagnosis import Given

    from bot.doctor.findings import Finding, Seen
    from bot.sandbox import slack
    from bot.settings import Settings

ADA = Person(team_id="T0SANDBOX01", user_id="U0ADA000001")
DATA_OPS, DATA_TEAM, FINANCE = "C0DATAOPS02", "C0DATATEAM3", "C0FINANCE04"
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


async def places_and_slack(settings: Settings, seen: Seen) -> AsyncIterator[Finding]:
    """Check what the channels need to be checked."""
    for check in (database_check.examine, slack_check.examine):
        async for finding in check(settings, seen):
            yield finding


async def watch(database: Database, channel_id: str, asked_by: Person = ADA) -> None:
    """Let a channel follow all syncs."""
    await Watches(database).add(Watch(id=uuid4(), asked_by=asked_by, channel_id=channel_id, created_at=NOW))


async def test_nothing_is_tried_where_nothing_is_told(given: Given, slack_sandbox: slack.Running) -> None:
    """A fresh bot needs no channel yet."""
    assert "yet" in await says(given(), "Channels", places_and_slack)
    assert not called(slack_sandbox, "chat.scheduleMessage")


async def test_every_kind_of_row_needs_its_channel(given: Given, database: Database) -> None:
    """Announcements, runs, watches and digests are all told to nobody when the bot was never invited."""
    plan = a_plan().model_copy(update={"channel_id": "C0ANNOUNCE1"})
    await Setups(database).add(a_setup(ADA, plan=plan))
    await Runs(database).add(a_run(asked_by=ADA, channel_id="C0RUN000001"))
    await watch(database, DATA_TEAM)
    digest = Digest(id=uuid4(), asked_by=ADA, channel_id=DATA_TEAM, next_at=NOW, created_at=NOW)
    await Digests(database).set(digest)
    lost = [finding.says for finding in await findings(given(), places_and_slack) if not finding.is_well]
    assert len(lost) == 3
    for channel_id, told in (
        ("C0ANNOUNCE1", "an announcement"),
        ("C0RUN000001", "a run"),
        (DATA_TEAM, "a digest and a watch"),
    ):
        assert any(f"/archives/{channel_id}" in line and f"where {told} is told" in line for line in lost)


@pytest.mark.parametrize(
    ("channel_id", "word"), [(DATA_TEAM, "not_in_channel"), (FINANCE, "channel_not_found")]
)
async def test_a_channel_without_the_bot_asks_for_an_invitation(
    given: Given, database: Database, slack_sandbox: slack.Running, channel_id: str, word: str
) -> None:
    """Whoever reads it can open the channel, and knows what to type there; then all is well."""
    await watch(database, channel_id)
    failed = await failures(given(), places_and_slack)
    assert set(failed) == {"Channels"}
    assert word in failed["Channels"].says
    assert "/invite @polytomic" in failed["Channels"].guidance
    slack_sandbox.workspace.channels[channel_id].members.append(slack_sandbox.workspace.bot)
    assert await failures(given(), places_and_slack) == {}


async def test_other_refusals_have_their_own_words(
    given: Given, database: Database, slack_sandbox: slack.Running
) -> None:
    """An invitation opens neither an archived channel nor one where only some may write."""
    await watch(database, DATA_OPS)
    for reason, advice in (
        ("is_archived", "Unarchive"),
        ("restricted_action", "allow"),
        ("ratelimited", "minute"),
    ):
        slack_sandbox.workspace.faults.add(method="chat.scheduleMessage", error=reason)
        assert advice in (await failures(given(), places_and_slack))["Channels"].guidance
    slack_sandbox.workspace.faults.add(method="chat.scheduleMessage", drop="before", times=2)
    assert "minute" in (await failures(given(), places_and_slack))["Channels"].guidance
    assert await failures(given(), places_and_slack) == {}


async def test_trying_posts_nothing_and_leaves_nothing(
    given: Given, database: Database, slack_sandbox: slack.Running
) -> None:
    """A check that people see is one that nobody runs twice; what it left when cut off, it takes back."""
    await watch(database, DATA_OPS)
    workspace = slack_sandbox.workspace
    slack_sandbox.workspace.faults.add(method="chat.deleteScheduledMessage", error="internal_error")
    assert "119 days" in (await failures(given(), places_and_slack))["Channels"].says
    assert len(workspace.scheduled) == 1
    assert await failures(given(), places_and_slack) == {}
    assert not workspace.scheduled
    assert not workspace.channels[DATA_OPS].messages


async def test_only_so_many_are_tried(
    given: Given, database: Database, monkeypatch: pytest.MonkeyPatch, slack_sandbox: slack.Running
) -> None:
    """Slack allows a few dozen a minute; that not all were tried is said."""
    monkeypatch.setattr(channels, "MOST", 1)
    await watch(database, DATA_OPS)
    await watch(database, DATA_TEAM)
    assert "the first 1 of 2" in await says(given(), "Channels", places_and_slack)
    assert len(called(slack_sandbox, "chat.scheduleMessage")) == 1


async def test_channels_of_another_workspace_are_not_this_token_s(given: Given, database: Database) -> None:
    """A database may serve two workspaces; each token sees its own channels only."""
    await watch(database, "C0ELSEWHERE", Person(team_id="T0OTHER0001", user_id="U1"))
    assert await failures(given(), places_and_slack) == {}


@pytest.mark.parametrize("app_token", ["xapp-hunter2", "xapp-1-A0ANOTHER01-1234567890-hunter2"])
async def test_tokens_of_two_apps_are_told_apart(given: Given, database: Database, app_token: str) -> None:
    """A second app of the same name answers the commands, and its bot is in none of the channels."""
    await watch(database, DATA_OPS)
    assert "bot's own app A0SANDBOX01" in await says(given(), "Socket Mode", places_and_slack)
    tells_itself = app_token == "xapp-hunter2"

    def answer(request: web.Request) -> web.Response:
        if request.path == "/api/auth.test" and app_token in request.headers["Authorization"]:
            told = {"ok": True, "app_id": "A0ANOTHER01"}
            return json(told if tells_itself else {"ok": False, "error": "not_allowed_token_type"})
        message = {"bot_profile": {"app_id": "A0MINE00001"}}
        return json({"ok": True, "team_id": ADA.team_id, "scheduled_message_id": "Q1", "message": message})

    async with answering(answer) as address:
        failed = await failures(
            given(slack_api_url=f"{address}api/", slack_app_token=app_token), places_and_slack
        )
    assert set(failed) == {"Socket Mode"}
    assert "A0ANOTHER01" in failed["Socket Mode"].says
    assert "A0MINE00001" in failed["Socket Mode"].guidance


def called(sandbox: slack.Running, method: str) -> list[object]:
    """Return the calls of a method."""
    return list(sandbox.workspace.requests.calls(method))
