"""Knocks at the bot's door as Slack does, and as others may."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot import web
from bot.app.door import Door
from bot.app.entrance import Entrance

if TYPE_CHECKING:
    from aiohttp import web as aiohttp_web

SECRET = "a-signing-secret"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
WHERE = {"team_id": "T1", "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2.x"}
COMMAND = urlencode({"command": "/polytomic", "text": "help", **WHERE})
OPENED = {"type": "app_home_opened", "user": "U1", "tab": "home"}
EVENT = json.dumps({"type": "event_callback", "team_id": "T1", "event": OPENED})
CLICK = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}}


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET, **more: str) -> dict[str, str]:
    """Make the headers that Slack's documentation describes, computed here and not by its SDK."""
    timestamp = str(int(time.time() if at is None else at))
    mac = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    signature = f"v0={mac.hexdigest()}"
    kind = JSON if body.startswith(b"{") else FORM
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


def payload(what: Any) -> bytes:
    """Write an interaction as Slack's form does."""
    return urlencode({"payload": json.dumps(what)}).encode()


async def authorize() -> AuthorizeResult:
    """Let everybody in, without a question to Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")


class Worked:
    """A bot that notes what it works on."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.bolt = AsyncApp(signing_secret=SECRET, authorize=authorize)
        self.bolt.command("/polytomic")(self._command)
        self.bolt.event("app_home_opened")(self._event)

    async def _command(self, ack: Any) -> None:
        self.done.append("command")
        await ack()

    async def _event(self) -> None:
        self.done.append("event")


def site(worked: Worked) -> aiohttp_web.Application:
    """Build the bot's HTTP around it."""

    async def ready() -> dict[str, bool]:
        return {"database": True}

    return web.build(ready, slack_handler=Door(SECRET, Entrance(worked.bolt)).answer)


def client(worked: Worked) -> TestClient:
    """Connect to it over loopback."""
    return TestClient(TestServer(site(worked)))
