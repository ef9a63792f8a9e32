from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.notifier import Notifier, Workspace
from bot.store import Posts
from bot.views import Message

if TYPE_CHECKING:
    from bot.sandbox import slack
    from bot.store import Database


async def test_what_another_replica_has_posted_meanwhile_is_not_posted_again(
    slack_sandbox: slack.Running, database: Database
) -> None:
    """A replica that waits for Slack, or thaws, may have been replaced at what it was about to say."""
    posts, workspace = Posts(database), slack_sandbox.workspace
    channel = next(iter(workspace.channels.values()))
    said = len(channel.messages)
    workspace.faults.add(method="chat.postMessage", status=503)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=slack_sandbox.api_url, session=session)
        posting = asyncio.create_task(
            Notifier(client, posts, Workspace()).post("hello", channel.id, Message("Hello.", []))
        )
        async with asyncio.timeout(20):
            while workspace.faults.waiting():
                await asyncio.sleep(0)
        await posts.done("hello", channel.id, "1.1")
        assert (await posting).ts == "1.1"
    assert len(channel.messages) == said
