"""The composition root: settings in, a running app out; the only place that builds things."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bot import web
from bot.app.awake import Awake
from bot.app.door import Door
from bot.app.entrance import Entrance
from bot.app.gauges import Gauges
from bot.app.parts import Parts
from bot.app.remembered import Remembered
from bot.app.socket_door import SocketDoor
from bot.poller import tasks
from bot.settings import Settings
from bot.store.counts import Counts

log = logging.getLogger(__name__)

FINISH_SECONDS, LAST_SECONDS = 7, 1  # that an end waits for listeners
BELIEVED_BEATS = 2  # how long an answer of Polytomic's or Slack's says that they are there


def _nothing() -> None:
    """Take note of nothing."""


class App:
    """A bot that is connected to its database and ready to be served."""

    def __init__(self, settings: Settings, parts: Parts, listener: socket.socket) -> None:
        self._settings = settings
        self._parts = parts
        self._listener = listener
        self._awake = Awake()
        self._entrance = Entrance(parts.bolt, self._awake.may_be_late)
        self._socket: SocketDoor | None = None
        self._is_ending = False
        believed = settings.poll_interval_seconds * BELIEVED_BEATS
        self._knows_polytomic = Remembered(parts.knows_polytomic, seconds=believed)
        self._knows_slack = Remembered(parts.knows_slack, seconds=believed)

    @classmethod
    @asynccontextmanager
    async def start(cls, settings: Settings) -> AsyncIterator["App"]:
        """Build everything; raises BotError with what to do when a setting cannot work."""
        async with AsyncExitStack() as stack:
            parts = await Parts.build(settings, stack)
            await parts.check()
            yield cls(settings, parts, web.listen(settings.host, settings.port))

    async def serve_until(self, stop: asyncio.Event, when_ready: Callable[[], None] = _nothing) -> None:
        """Serve Slack, work and poll until `stop` is set; `when_ready` is called once Slack reaches us."""
        parts, by_socket = self._parts, self._settings.uses_socket_mode
        measure = Gauges(Counts(parts.database)).measure
        site = web.build(self.ready, measure=measure, slack_handler=self._door(), deliveries=parts.deliveries)
        async with web.serving(site, self._listener) as port:
            background = [tasks.work(parts.queue), parts.beat.run(), parts.rescue.run()]
            background += [parts.learn_name(), self._awake.watch()]
            if by_socket:
                background.append(self._stay_connected(when_ready))
            running = [asyncio.create_task(one) for one in background]
            log.info("Serving by %s, on port %d", "Socket Mode" if by_socket else "HTTP", port)
            if not by_socket:
                when_ready()
            try:
                await stop.wait()
            finally:
                await self._end(running)
        await parts.listening.over(seconds=LAST_SECONDS)  # what came in until the door was closed

    async def ready(self) -> dict[str, bool]:
        """Tell what works: the database, Slack, and the key for Polytomic.

        Nothing of that counts for who ends, or has stood still a moment ago.
        """
        if self._is_ending or self._awake.may_be_late():
            return {"taking_requests": False}
        checks = {
            "database": await self._parts.database.is_up(),
            "polytomic": await self._knows_polytomic.now(),
        }
        if self._settings.uses_socket_mode:
            checks["slack"] = self._socket is not None and await self._socket.client.is_connected()
        else:
            checks["slack"] = await self._knows_slack.now()
        return checks

    def _door(self) -> web.Handler | None:
        """Make the door that Slack knocks at, if it is Slack that calls."""
        secret = self._settings.slack_signing_secret
        if self._settings.uses_socket_mode or secret is None:
            return None
        return Door(secret.get_secret_value(), self._entrance).answer

    async def _stay_connected(self, when_connected: Callable[[], None]) -> None:
        """Keep a Socket Mode connection open; `when_connected` is called for the first one."""
        token = self._settings.slack_app_token
        app_token = token.get_secret_value() if token else ""
        while True:
            self._socket = SocketDoor(self._parts.bolt, app_token, self._entrance)
            await self._socket.until_lost(when_connected)
            log.warning("The socket to Slack does not come back; I open another one.")
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's
            when_connected = _nothing

    async def _end(self, running: list[asyncio.Task[None]]) -> None:
        """Take nothing new and finish what is under way, but not for long: others pick up the rest."""
        self._is_ending = True
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        for task in running:
            task.cancel()
        listening = self._parts.listening.over(seconds=FINISH_SECONDS)
        await asyncio.gather(*running, listening, return_exceptions=True)
