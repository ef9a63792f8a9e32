"""Sends any payload at the bot's real listeners, through Bolt, with both stand-ins behind them."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from knocking import signed
from world import SIGNING_SECRET, World, stand_ins

from bot.app.entrance import SOCKET, Entrance
from bot.app.parts import Parts
from bot.store import Kept

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.response import BoltResponse

Json = dict[str, Any]
WORDS = {"text", "blocks", "view"}  # the arguments of a call to Slack that a person gets to see


@dataclass
class Answered:
    """What came of one payload: the ack, and all that the bot told Slack besides."""

    ack: BoltResponse
    calls: list[Json]

    @property
    def words(self) -> str:
        """Everything that the person may read of it."""
        told = [call["arguments"] for call in self.calls]
        shown = [value for arguments in told for name, value in arguments.items() if name in WORDS]
        return json.dumps(shown, ensure_ascii=False) + (self.ack.body or "").encode().decode("unicode_escape")


@dataclass
class Dispatcher:
    """The bot without its poller and without a way to Slack but this one."""

    world: World
    parts: Parts
    kept: Kept
    entrance: Entrance

    @property
    def team(self) -> str:
        """The workspace's id."""
        return self.world.workspace.team.id

    @property
    def ana(self) -> str:
        """The first member's id."""
        return self.world.users[0]

    def common(self, kind: str, *, view_id: str | None = None) -> Json:
        """Make what all interactions have, with a trigger that opens a view."""
        return {
            "type": kind,
            "team": {"id": self.team},
            "user": {"id": self.ana, "team_id": self.team},
            "trigger_id": self.world.slack.workspace.triggers.issue(self.ana, from_view=view_id),
        }

    async def open_view(self) -> str:
        """Let the first member open a modal; returns its id."""
        opened = await self.send(self.command("connect"))
        ids = [call["response"]["view"]["id"] for call in opened.calls if call["method"] == "views.open"]
        return str(ids[0])

    def response_url(self) -> str:
        """Make an address to answer at."""
        urls, channel = self.world.slack.workspace, self.world.channel("data-ops")
        return f"{urls.origin}/response/{urls.response_urls.issue(self.ana, channel, None, None)}"

    def command(self, text: str) -> Json:
        """Make a slash command."""
        channel = self.world.channel("data-ops")
        return {
            "command": "/polytomic",
            "text": text,
            "team_id": self.team,
            "user_id": self.ana,
            "channel_id": channel,
            "trigger_id": self.world.slack.workspace.triggers.issue(self.ana, channel=channel),
            "response_url": self.response_url(),
        }

    async def send(self, payload: Json, mode: str = SOCKET) -> Answered:
        """Let the bot work on one payload until its listener is through."""
        log = self.world.slack.workspace.requests
        before = len(log.calls())
        body, headers = (payload, {}) if mode == SOCKET else _written(payload)
        ack = await self.entrance.take(body, headers, mode)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if _is_listener(task)))
        return Answered(ack, log.calls()[before:])


def _is_listener(task: asyncio.Task[Any]) -> bool:
    return "run_ack_function_asynchronously" in getattr(task.get_coro(), "__qualname__", "")


def _written(payload: Json) -> tuple[str, dict[str, str]]:
    """Write a payload as Slack's HTTP does, and sign it."""
    if "command" in payload:
        body = urlencode(payload, errors="replace")
    elif payload.get("type") == "event_callback":
        body = json.dumps(payload)
    else:
        body = urlencode({"payload": json.dumps(payload)})
    return body, signed(body.encode(), secret=SIGNING_SECRET)


@asynccontextmanager
async def dispatcher(database_url: str, way: str = "socket") -> AsyncIterator[Dispatcher]:
    """Build the bot around both stand-ins."""
    async with stand_ins(database_url, way=way) as world, AsyncExitStack() as stack:
        parts = await Parts.build(world.settings, stack)
        await parts.check()
        yield Dispatcher(world, parts, Kept.of(parts.database), Entrance(parts.bolt))
