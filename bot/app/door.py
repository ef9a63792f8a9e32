"""Slack's way in over HTTP: who is not Slack, or says again what was said, is refused before any work.

A repeat is known by its signature, in this process; where another replica takes it, its listener ends with
the ack, as the database knows the trigger. Slack's own repeats of an event are let through: it sends them
because no answer came, and drawing a Home tab or a link's card twice does no harm. Clicks, commands and
submissions it never repeats, whatever a header says.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_sdk.signature import Clock, SignatureVerifier

from bot import metrics
from bot.app.entrance import HTTP, Entrance
from bot.web import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
RETRY = "X-Slack-Retry-Num"
OLDEST_SECONDS = 60 * 5  # of a signature; Slack's own advice
READ_WITHIN_SECONDS = 5
LONGEST_TIMESTAMP = 12  # digits

NOT_SIGNED = "This request is not signed by Slack with this bot's signing secret.\n"
TOO_OLD = "This request was signed more than five minutes ago, or the clocks differ.\n"
REPEATED = "This request was taken before.\n"
TOO_LONG = "This request is longer than any of Slack's.\n"
TOO_SLOW = "This request did not arrive in time.\n"
NOT_TEXT = "This request is no text.\n"


class Refused(Exception):  # noqa: N818 - what happened
    """A request that nothing is done about."""

    def __init__(self, status: int, reason: str, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.reason = reason
        self.words = words


class Door:
    """Opens to what Slack has signed a moment ago."""

    def __init__(self, secret: str, entrance: Entrance, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._verifier = SignatureVerifier(secret, self._clock)
        self._entrance = entrance
        self._taken = Taken()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one of Slack's requests, and refuse whoever else knocks."""
        try:
            body = await self._genuine(request)
        except Refused as refused:
            metrics.KNOCKS_REFUSED.labels(refused.reason).inc()
            return web.Response(status=refused.status, text=refused.words)
        return await to_aiohttp_response(await self._entrance.take(body, request.headers, HTTP))

    async def _genuine(self, request: web.Request) -> str:
        """Return the body of a request that Slack made just now; raises Refused."""
        timestamp, signature = self._signed(request.headers)
        raw = await _read(request)
        try:
            body = raw.decode()
        except UnicodeDecodeError:
            raise Refused(400, "no text", NOT_TEXT) from None
        if not self._verifier.is_valid(body, timestamp, signature):
            raise Refused(401, "signature", NOT_SIGNED)
        is_new = self._taken.note(signature, self._clock.now())
        is_event_again = RETRY in request.headers and body.startswith("{")  # only events are JSON
        if not is_new and not is_event_again:
            raise Refused(409, "repeat", REPEATED)
        return body

    def _signed(self, headers: Mapping[str, str]) -> tuple[str, str]:
        """Read what the signature says before a byte of the body is read."""
        timestamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP
        if not (is_number and signature and signature.isascii()):
            raise Refused(401, "signature", NOT_SIGNED)
        if abs(self._clock.now() - int(timestamp)) > OLDEST_SECONDS:
            raise Refused(401, "old", TOO_OLD)
        return timestamp, signature


class Taken:
    """The signatures of the last minutes; an older one is refused for its age."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def note(self, signature: str, now: float) -> bool:
        """Remember a signature; False if it was taken before."""
        for old in [old for old, until in self._oldest() if until < now]:
            del self._until[old]
        if signature in self._until:
            return False
        self._until[signature] = now + 2 * OLDEST_SECONDS  # the sender's clock may be ahead of ours
        return True

    def _oldest(self) -> list[tuple[str, float]]:
        """Look at the first few, in the order in which they came: as many go as come."""
        return [one for one, _ in zip(self._until.items(), range(8), strict=False)]


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(413, "length", TOO_LONG)
    try:
        async with asyncio.timeout(READ_WITHIN_SECONDS):
            return await request.read()  # of unknown length: no more than MOST_BYTES
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "length", TOO_LONG) from None
    except TimeoutError:
        raise Refused(408, "slow", TOO_SLOW) from None
