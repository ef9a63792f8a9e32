"""Signed HTTP: the same payloads, posted to the app's request URLs."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.slack.config import Config
from bot.sandbox.slack.errors import NotDelivered

Json = dict[str, Any]
_OK = 200


def signature(secret: str, timestamp: int, body: str) -> str:
    """Slack's v0 signature of a request."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Posts payloads to wherever the manifest says that they belong."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._manifest = config.app.read_manifest()
        self._session: aiohttp.ClientSession | None = None

    def _url(self, kind: str, payload: Json) -> str:
        """Return the address for a payload of that kind; NotDelivered when the app named none."""
        settings = self._manifest.settings
        command = self._manifest.command(str(payload.get("command")))
        own = {
            "slash_commands": command.url if command else None,
            "events_api": settings.event_subscriptions.request_url,
            "interactive": settings.interactivity.request_url,
        }[kind]
        if payload.get("type") == "block_suggestion":
            own = settings.interactivity.message_menu_options_url or own
        url = own or self._config.request_url
        if url is None:
            raise NotDelivered("dispatch_failed")
        return url

    @staticmethod
    def _body(kind: str, payload: Json) -> tuple[str, str]:
        """Return the body and its content type: events are JSON, everything else is a form."""
        if kind == "events_api":
            return json.dumps(payload), "application/json"
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return urlencode(form), "application/x-www-form-urlencoded"

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Any:
        """Post one payload; what the app answers, or NotDelivered."""
        body, content_type = self._body(kind, payload)
        now = time.time()  # not the sandbox's clock: the app compares it with its own
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": str(int(now)),
            "X-Slack-Signature": signature(self._config.app.signing_secret, int(now), body),
            "User-Agent": "Slackbot 1.0 (sandbox)",
        }
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        return await self._post(self._url(kind, payload), body, headers)

    async def _post(self, url: str, body: str, headers: dict[str, str]) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self._config.ack_seconds)
        try:
            async with self._session.post(url, data=body.encode(), headers=headers, timeout=limit) as answer:
                text = await answer.text()
        except TimeoutError:
            raise NotDelivered("operation_timeout") from None
        except aiohttp.ClientError:
            raise NotDelivered("dispatch_failed") from None
        if answer.status != _OK:
            raise NotDelivered("dispatch_failed")
        return _read(text, answer.content_type)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()


def _read(text: str, content_type: str) -> Any:
    """Return what an app's answer says: nothing, JSON, or words to show."""
    if not text.strip():
        return None
    if content_type != "application/json":
        return {"text": text}
    try:
        return json.loads(text)
    except ValueError:
        raise NotDelivered("dispatch_failed") from None
