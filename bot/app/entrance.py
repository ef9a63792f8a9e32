"""Where every payload of Slack's comes in, by HTTP or by socket: known ones reach Bolt, others nothing."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import metrics
from bot.app import prompt
from bot.app.payloads import EVENT, UNKNOWN, UnknownPayload, kind_of
from bot.app.repeats import Answers
from bot.trace import about

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

log = logging.getLogger(__name__)

HTTP, SOCKET = "http", "socket_mode"
EVENTS = "events_api"
BAD_REQUEST, OK, TOO_LATE = 400, 200, 503
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


class SocketDoor(AsyncSocketModeHandler):
    """Slack's way in over a socket that the bot keeps open."""

    def __init__(self, bolt: AsyncApp, app_token: str, entrance: Entrance) -> None:
        super().__init__(bolt, app_token)
        self._entrance = entrance
        self._answers = Answers()

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one envelope, also a refused event: Slack would only send it again.

        Other things that were refused get no ack, which Slack tells the person; an empty one would look as if
        all had gone well.
        """
        began = time.time()
        headers = build_headers(req) or {}
        response = await self._answers.answer(
            req.payload, lambda: self._entrance.take(req.payload, headers, SOCKET)
        )
        if response.status == BAD_REQUEST and req.type == EVENTS:
            response = BoltResponse(status=OK, body="")
        try:
            await send_async_response(client, req, response, began)
        except ConnectionError:
            log.warning("The socket was cut before an ack; Slack says so to whoever waits for it.")
