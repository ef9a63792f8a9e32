"""The simulation's Slack: it takes one message per second and channel, in the day's own time."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

SECOND = 0.002  # of this machine's time that is a second of the day's


@dataclass
class Posted:
    """A message: as it was posted, and as it is now."""

    channel: str
    ts: str
    thread: str | None
    minute: int
    first: str
    now: str


class Slack:
    """Takes messages and edits."""

    def __init__(self) -> None:
        self.minute = 0
        self.messages: dict[str, Posted] = {}  # by their ts
        self.per_beat: Counter[tuple[int, str]] = Counter()
        self.refused = 0
        self.recognised = 0
        self.edits = 0
        self._last: dict[str, float] = {}
        self._sent: dict[str, str] = {}  # ts by client_msg_id

    def site(self) -> web.Application:
        """Make the server's application."""
        app = web.Application()
        app.router.add_post("/api/chat.postMessage", self._post)
        app.router.add_post("/api/chat.update", self._update)
        app.router.add_route("*", "/api/{method}", self._anything)
        return app

    async def _post(self, request: web.Request) -> web.Response:
        said = await _arguments(request)
        channel, key = said["channel"], said["client_msg_id"]
        if key in self._sent:
            self.recognised += 1
            return _ok(channel=channel, ts=self._sent[key])
        wait = self._last.get(channel, 0.0) + SECOND - time.monotonic()
        if wait > 0:
            self.refused += 1
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": f"{wait:.4f}"})
        self._last[channel] = time.monotonic()
        ts = f"{1_000_000_000 + len(self.messages)}.000000"
        text = _text(said)
        self.messages[ts] = Posted(channel, ts, said.get("thread_ts"), self.minute, text, text)
        self.per_beat[self.minute, channel] += 1
        self._sent[key] = ts
        return _ok(channel=channel, ts=ts)

    async def _update(self, request: web.Request) -> web.Response:
        said = await _arguments(request)
        self.messages[said["ts"]].now = _text(said)
        self.edits += 1
        return _ok(channel=said["channel"], ts=said["ts"])

    async def _anything(self, _: web.Request) -> web.Response:
        return _ok(user="sim", user_id="U0BOT", team_id="T0SIM", bot_id="B0SIM", url="https://sim.slack.com/")


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(parse_qsl(await request.text()))


def _text(said: dict[str, Any]) -> str:
    """Return all that a reader sees, whatever block it stands in."""
    blocks = said.get("blocks") or []
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    return "\n".join(_words(blocks))


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for one in value for word in _words(one)]
    if not isinstance(value, dict):
        return []
    text = value.get("text")
    own = [text] if isinstance(text, str) else []
    return own + [word for name, one in value.items() if name != "confirm" for word in _words(one)]


def _ok(**more: Any) -> web.Response:
    return web.json_response({"ok": True, **more})
