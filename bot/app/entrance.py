"""Where every payload of Slack's comes in, by HTTP or by socket: known ones reach Bolt, others nothing."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import metrics
from bot.app import prompt
from bot.app.payloads import EVENT, UNKNOWN, UnknownPayload, kind_of
from bot.trace import about

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from slack_bolt.async_app import AsyncApp

log = logging.getLogger(__name__)

HTTP, SOCKET = "http", "socket_mode"
BAD_REQUEST, TOO_LATE = 400, 503
# What Bolt's own reading of a payload raises when it has another shape than Slack's.
MISSHAPEN = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError, UnknownPayload)


class Entrance:
    """Lets payloads in: each gets an id for its log lines, and its ack is timed."""

    def __init__(self, bolt: AsyncApp, may_be_late: Callable[[], bool] = lambda: False) -> None:
        self._bolt = bolt
        self._may_be_late = may_be_late

    async def take(self, body: str | dict[str, Any], headers: Mapping[str, Any], mode: str) -> BoltResponse:
        """Answer one payload; one of no known kind is refused with 400 before any work."""
        began = time.perf_counter()
        with about(f"request-{secrets.token_hex(4)}"):
            kind, response = await self._answered(body, headers, mode)
        metrics.ACKS.labels(kind, metrics.outcome(response.status)).inc()
        metrics.ACK_SECONDS.labels(kind).observe(time.perf_counter() - began)
        return response

    async def _answered(
        self, body: str | dict[str, Any], headers: Mapping[str, str | Sequence[str]], mode: str
    ) -> tuple[str, BoltResponse]:
        try:
            request = AsyncBoltRequest(body=body, headers=dict(headers), mode=mode)
            kind = kind_of(request.body)
        except MISSHAPEN as error:
            why = str(error) if isinstance(error, UnknownPayload) else type(error).__name__
            log.warning("A payload was refused: %s", why)
            return UNKNOWN, BoltResponse(status=BAD_REQUEST, body="This is no request that I know.\n")
        if kind != EVENT and self._may_be_late():  # events come again, and do no harm
            log.warning("A %s came while this process stood still, and is left to whoever repeats it", kind)
            return kind, BoltResponse(status=TOO_LATE, body="This is too old by now.\n")
        log.debug("Slack sends a %s", kind)
        return kind, await prompt.dispatch(self._bolt, request)
