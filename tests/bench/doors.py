"""Slack's two ways in, as the bench uses them: hand in a payload, and time its acknowledgement."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from bot.sandbox.slack.signed_http import signature
from tests.bench.processes import SIGNING_SECRET

if TYPE_CHECKING:
    import aiohttp

Payload = dict[str, Any]


class Door(Protocol):
    """A way into one app."""

    async def acknowledged(self, payload: Payload) -> float:
        """Hand a payload in, and return how many seconds its acknowledgement took."""


@dataclass(frozen=True)
class HttpDoor:
    """Slack calls the app, and signs what it sends."""

    http: aiohttp.ClientSession
    url: str

    async def acknowledged(self, payload: Payload) -> float:
        """Send the payload as a form, which is how Slack sends it."""
        now = int(time.time())
        body = urlencode(payload if "command" in payload else {"payload": json.dumps(payload)})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": str(now),
            "X-Slack-Signature": signature(SIGNING_SECRET, now, body),
        }
        began = time.perf_counter()
        async with self.http.post(
            f"{self.url}/slack/events", data=body.encode(), headers=headers
        ) as response:
            answer = await response.text()
        took = time.perf_counter() - began
        if not response.ok:
            raise RuntimeError(f"{self.url} answered {response.status}: {answer[:200]}")
        return took


@dataclass(frozen=True)
class SocketDoor:
    """The app has opened a socket; Slack itself takes the time from the envelope to its acknowledgement."""

    http: aiohttp.ClientSession
    slack_url: str
    app_token: str

    async def acknowledged(self, payload: Payload) -> float:
        """Let Slack put the payload into an envelope."""
        url = f"{self.slack_url}/_bench/envelopes/{self.app_token}"
        async with self.http.post(url, json=payload) as response:
            response.raise_for_status()
            return float(await response.text())
