from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.models import Upload
from bot.notifier import CannotPost, Notifier, SlackDown, Workspace
from bot.store import Posts
from bot.views import Message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox import slack
    from bot.store import Database

LOG = Upload(name="run.log", content=b"\x1f\x8b not text \xff", title="The log")


@pytest.fixture
async def notifier(slack_sandbox: slack.Running, database: Database) -> AsyncIterator[Notifier]:
    """Let a notifier speak to the local Slack."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-sandbox", base_url=slack_sandbox.api_url, session=session, retry_handlers=[]
        )
        yield Notifier(client, Posts(database), Workspace())


def shared(running: slack.Running) -> list[dict[str, Any]]:
    """List the messages that carry files."""
    channels = running.workspace.channels.values()
    return [one.body for channel in channels for one in channel.messages.values() if one.body.get("files")]


def first_member(running: slack.Running) -> str:
    """Return somebody's id."""
    return next(iter(running.workspace.members))


async def test_a_file_is_shared_once_in_the_thread_of_a_direct_message(
    notifier: Notifier, slack_sandbox: slack.Running
) -> None:
    """A job that runs twice shares nothing twice, and the bytes arrive as they were."""
    post = await notifier.post("ask-1", first_member(slack_sandbox), Message("Here is the log.", []))
    assert post.channel_id.startswith("D"), "files are shared in conversations, not with people"
    for _ in range(2):
        await notifier.upload("ask-1-file", post.channel_id, LOG, comment="Log", thread_ts=post.ts)
    (message,) = shared(slack_sandbox)
    assert (message["text"], message["thread_ts"]) == ("Log", post.ts)
    (file,) = message["files"]
    assert (file["name"], file["title"]) == ("run.log", "The log")
    stored = slack_sandbox.workspace.files.get(file["id"])
    assert stored is not None
    assert stored.content == LOG.content


async def test_a_workspace_that_allows_no_files_is_told_what_to_do(
    notifier: Notifier, slack_sandbox: slack.Running
) -> None:
    """An app installed before it asked for the scope says whom to ask; reinstalled, it shares the file."""
    post = await notifier.post("ask-1", first_member(slack_sandbox), Message("Here is the log.", []))
    slack_sandbox.workspace.faults.add(method="files.getUploadURLExternal", error="missing_scope")
    with pytest.raises(CannotPost) as refused:
        await notifier.upload("ask-1-file", post.channel_id, LOG)
    assert "reinstall the app with the scope files:write" in refused.value.guidance
    await notifier.upload("ask-1-file", post.channel_id, LOG)
    assert len(shared(slack_sandbox)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "files.getUploadURLExternal", "retry_after": 0},
        {"method": "upload", "status": 503},
        {"method": "upload", "drop": "before"},
        {"method": "upload", "drop": "after"},
        {"method": "files.getUploadURLExternal", "garble": "page"},
    ],
)
async def test_a_file_survives_a_bad_moment_of_slack(
    notifier: Notifier, slack_sandbox: slack.Running, fault: dict[str, Any]
) -> None:
    """A limit, bytes that are not taken and answers that are lost before the sharing are each waited out."""
    post = await notifier.post("ask-1", first_member(slack_sandbox), Message("Here is the log.", []))
    slack_sandbox.workspace.faults.add(**fault)
    await notifier.upload("ask-1-file", post.channel_id, LOG)
    assert len(shared(slack_sandbox)) == 1


@pytest.mark.parametrize(
    ("fault", "number"), [({"garble": "truncated"}, 1), ({"drop": "after"}, 1), ({"drop": "before"}, 0)]
)
async def test_a_file_whose_sharing_is_not_confirmed_is_not_shared_again(
    notifier: Notifier, slack_sandbox: slack.Running, fault: dict[str, Any], number: int
) -> None:
    """An answer that does not come leaves open whether it is there: that is said, and nothing is doubled."""
    post = await notifier.post("ask-1", first_member(slack_sandbox), Message("Here is the log.", []))
    slack_sandbox.workspace.faults.add(method="files.completeUploadExternal", **fault)
    with pytest.raises(SlackDown):
        await notifier.upload("ask-1-file", post.channel_id, LOG)
    assert len(shared(slack_sandbox)) == number


async def test_an_archived_channel_takes_no_file(notifier: Notifier, slack_sandbox: slack.Running) -> None:
    """The refusal is the same as for a message."""
    post = await notifier.post("ask-1", "C0DATAOPS02", Message("Here is the chart.", []))
    slack_sandbox.workspace.channels["C0DATAOPS02"].is_archived = True
    with pytest.raises(CannotPost, match="archived"):
        await notifier.upload("ask-1-file", post.channel_id, LOG)
