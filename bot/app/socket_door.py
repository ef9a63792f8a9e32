"""Slack's way in over a socket, which stays open whatever happens to it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.app.entrance import BAD_REQUEST, SOCKET
from bot.app.repeats import Answers
from bot.notifier.refusals import LONGEST_WAIT, LOST, back_off, slack_word, wait_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.app.entrance import Entrance

log = logging.getLogger(__name__)

OK = 200
EVENTS = "events_api"
LOST_SECONDS = 60.0  # without a socket, after which the SDK is not expected to find back by itself
LOOK_SECONDS = 5.0


class SocketDoor(AsyncSocketModeHandler):
    """Slack's way in over a socket that the bot keeps open."""

    def __init__(self, bolt: AsyncApp, app_token: str, entrance: Entrance) -> None:
        super().__init__(bolt, app_token)
        self._entrance = entrance
        self._answers = Answers()
        self.client.issue_new_wss_url = self._address  # type: ignore[method-assign]

    async def until_lost(self, when_connected: Callable[[], None]) -> None:
        """Connect; the SDK stays so by itself. Returns once it has not been for too long.

        The SDK tries an address again and again that Slack takes once, and only within half a minute.
        """
        loop = asyncio.get_running_loop()
        seen = loop.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(LOST_SECONDS):
                await self.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
            when_connected()
        while loop.time() - seen < LOST_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            if await self.client.is_connected():
                seen = loop.time()

    async def _address(self) -> str:
        """Ask Slack where the next socket opens until it says so; the SDK would wait longer after each no."""
        attempt = 0
        while True:
            try:
                answer = await self.client.web_client.apps_connections_open(app_token=self.app_token)
                return str(answer["url"])
            except SlackApiError as error:
                why, wait = slack_word(error) or "nothing readable", wait_after(error, attempt)
            except LOST as error:
                why, wait = type(error).__name__, back_off(attempt)
            wait = LONGEST_WAIT if wait is None else wait
            log.warning("Slack opens no socket (%s); I try again in %.1f s.", why, wait)
            await asyncio.sleep(wait)
            attempt += 1

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
