"""Sends requests to Polytomic: one client, one total time limit for each call, repeats included."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from bot import metrics
from bot.polytomic.client.refusals import refusal, unanswered, unreadable
from bot.polytomic.client.repeats import Repeats
from bot.polytomic.errors import PolytomicError, Unauthorized
from bot.polytomic.models import Page

if TYPE_CHECKING:
    import ssl

    from bot.polytomic.client.request import Request

Pause = Callable[[float], Awaitable[None]]
M = TypeVar("M", bound=BaseModel)

ATTEMPT_SHARE = 0.6  # of the time limit: what is left after a time-out is for finding out what became of it

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """A successful answer, read as what the caller expects or refused as unreadable."""

    request: Request
    status: int
    pieces: tuple[bytes, ...] = field(repr=False)  # as they came: some answers have megabytes
    date: str | None = None  # when it was sent, by the server's clock, as HTTP writes it

    @property
    def content(self) -> bytes:
        """The whole answer."""
        return b"".join(self.pieces)

    @property
    def digest(self) -> bytes:
        """A hash of the whole answer: another answer with the same one says the same."""
        seen = hashlib.sha256()
        for piece in self.pieces:
            seen.update(piece)
        return seen.digest()

    @cached_property
    def body(self) -> Any:
        """The answer's JSON, None if it is empty; raises Unreadable."""
        content = self.content
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise self.unreadable() from None

    def check(self) -> None:
        """Make sure that the answer can be read; raises Unreadable."""
        _ = self.body

    def one(self, model: type[M]) -> M:
        """Read `data` as one value."""
        if not isinstance(self.body, dict) or "data" not in self.body:
            raise self.unreadable()
        try:
            return model.model_validate(self.body["data"])
        except ValidationError as error:
            self._log(error)
        raise self.unreadable()

    def page(self, model: type[M]) -> Page[M]:
        """Read a list, without a copy of all that the model leaves out; null is an empty one."""
        try:
            return Page[model].model_validate_json(self.content)  # type: ignore[valid-type]
        except ValidationError as error:
            self._log(error)
        raise self.unreadable()

    def unreadable(self) -> PolytomicError:
        """Make the error for an answer of a wrong shape."""
        return unreadable(self.request, self.status)

    def _log(self, error: ValidationError) -> None:
        """Name the first thing that is wrong in the answer's JSON, without what it says."""
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] != "json_invalid":
            log.warning("%s: %s: %s", self.request.name, ".".join(map(str, first["loc"])), first["msg"])


class Heard(NamedTuple):
    """What came back to one request, and the body of a success in pieces."""

    response: httpx.Response
    pieces: tuple[bytes, ...] = ()


class Wire:
    """The connection to one Polytomic with one key and one API version."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        secret: str,
        time_limit: float,
        pause: Pause,
    ) -> None:
        self._client = client
        self._secret = secret
        self._time_limit = time_limit
        self._pause = pause

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(self, request: Request) -> Reply:
        """Send, repeat as the rules allow, and return the answer; raises PolytomicError."""
        try:
            async with asyncio.timeout(self._time_limit) as limit:
                response, pieces = await self._until_answered(request, limit.when() or 0.0)
        except TimeoutError:
            raise unanswered(request, reached=True) from None
        if not response.is_success:
            raise refusal(request, response, self._secret)
        return Reply(request, response.status_code, pieces, response.headers.get("date"))

    async def _until_answered(self, request: Request, deadline: float) -> Heard:
        clock = asyncio.get_running_loop().time
        repeats = Repeats(request, lambda: deadline - clock())
        while True:
            try:
                heard = await self._once(request)
            except httpx.TransportError as error:
                wait = repeats.after_loss()
                if wait is None:
                    raise unanswered(request, reached=not isinstance(error, httpx.ConnectError)) from None
            else:
                wait = repeats.after_answer(heard.response)
                if wait is None:
                    return heard
            await self._pause(wait)

    async def _once(self, request: Request) -> Heard:
        start = time.monotonic()
        became, status = metrics.LOST, "no answer"
        try:
            heard = await self._heard(request)
            became, status = metrics.outcome(heard.response.status_code), str(heard.response.status_code)
        except httpx.DecodingError:
            raise unreadable(request, None) from None
        except httpx.ConnectError:
            became = metrics.UNAVAILABLE  # it never arrived
            raise
        finally:
            metrics.POLYTOMIC_CALLS.labels(request.route_name, became).inc()
            log.debug("%s %s %.0f ms", request.name, status, (time.monotonic() - start) * 1000)
        return heard

    async def _heard(self, request: Request) -> Heard:
        async with self._client.stream(
            request.method,
            request.path,
            params=request.params or None,
            json=request.json,
            headers=request.headers,
        ) as response:
            if response.is_success:
                return Heard(response, tuple([piece async for piece in response.aiter_bytes()]))
            await response.aread()
        return Heard(response)


def connect(
    url: str, key: str, version: str, *, transport: httpx.AsyncBaseTransport | None, time_limit: float
) -> httpx.AsyncClient:
    """Make the HTTP client that sends what every request to Polytomic carries."""
    if not (key and key.isascii() and key.isprintable()):
        # Checked here because the HTTP library would quote the key in its complaint.
        raise Unauthorized("The bot's Polytomic API key is empty or holds characters that no key has.")
    attempt = time_limit * ATTEMPT_SHARE
    return httpx.AsyncClient(
        base_url=url,
        headers={
            "Accept": "application/json",
            "Authorization": f"Bearer {key}",
            "User-Agent": "polytomic-bot",
            "X-Polytomic-Version": version,
        },
        transport=transport,
        verify=trusted(),
        timeout=httpx.Timeout(attempt, connect=min(attempt, 5.0)),
    )


@cache
def trusted() -> ssl.SSLContext:
    """Read the certificates to trust, once for all clients of the process: that takes some 50 ms."""
    return httpx.create_ssl_context()
