"""Socket Mode: the app's open connections, and each envelope to one of them."""

import asyncio
import itertools
import json
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.sandbox.slack.clock import new_word
from bot.sandbox.slack.errors import NotDelivered

Json = dict[str, Any]
MOST_CONNECTIONS = 10
LATE_EVERY = 2  # of so many submissions, if any shall be late
_TICKET_SECONDS = 60


class Sockets:
    """The app's WebSocket connections, taken in turn."""

    def __init__(self, app_id: str, ack_seconds: float) -> None:
        self._app_id = app_id
        self._ack_seconds = ack_seconds
        self._tickets: dict[str, float] = {}
        self._open: list[web.WebSocketResponse] = []
        self._turns = itertools.count()
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._submissions = itertools.count()
        self._on_the_way: set[asyncio.Task[None]] = set()
        self.come_twice = False  # every envelope
        self.late_seconds = 0.0  # that some submissions need

    def ticket(self) -> str:
        """Give the right to one connection, for a minute."""
        ticket = new_word(32)
        self._tickets[ticket] = asyncio.get_running_loop().time() + _TICKET_SECONDS
        return ticket

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Take a connection, greet it, and read acknowledgements until it ends."""
        until = self._tickets.pop(request.query.get("ticket", ""), 0.0)
        if until < asyncio.get_running_loop().time():
            raise web.HTTPForbidden(text="The WebSocket address was used or is too old.")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.count >= MOST_CONNECTIONS:
            await socket.send_json(self._goodbye("too_many_websockets"))
            await socket.close()
            return socket
        await self._serve(socket)
        return socket

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        self._open.append(socket)
        try:
            await socket.send_json(self._hello())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            if socket in self._open:
                self._open.remove(socket)

    def _acknowledge(self, text: str) -> None:
        """Hand an acknowledgement to whoever waits for it; Slack passes over anything else."""
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if not isinstance(answer, dict):
            return
        waiting = self._acks.get(str(answer.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload"))

    def _hello(self) -> Json:
        debug = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": debug,
            "connection_info": {"app_id": self._app_id},
        }

    @staticmethod
    def _goodbye(reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}

    async def send(self, kind: str, payload: Json, *, answers: bool, retry: tuple[int, str] | None) -> Any:
        """Send one envelope to one connection; the acknowledgement's payload, or NotDelivered."""
        if not self._open:
            raise NotDelivered("dispatch_failed")
        socket = self._open[next(self._turns) % len(self._open)]
        envelope = {
            "envelope_id": str(uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": answers,
        }
        if retry is not None:
            envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
        if self.come_twice:
            self._spawn(self._deliver(socket, envelope | {"envelope_id": str(uuid4())}, 0.0))
        return await self._answer_to(socket, envelope, self._seconds_for(payload))

    def _seconds_for(self, payload: Json) -> float:
        is_submission = payload.get("type") == "view_submission"
        is_late = is_submission and self.late_seconds and next(self._submissions) % LATE_EVERY == 0
        return self.late_seconds if is_late else 0.0

    async def _deliver(self, socket: web.WebSocketResponse, envelope: Json, seconds: float) -> None:
        await asyncio.sleep(seconds)
        with suppress(ConnectionError):
            await socket.send_json(envelope)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)

    async def _answer_to(self, socket: web.WebSocketResponse, envelope: Json, seconds: float) -> Any:
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[envelope["envelope_id"]] = waiting
        try:
            if seconds:
                self._spawn(self._deliver(socket, envelope, seconds))
            else:
                await socket.send_json(envelope)
            async with asyncio.timeout(self._ack_seconds):
                return await waiting
        except TimeoutError:
            raise NotDelivered("operation_timeout") from None
        except ConnectionError:
            raise NotDelivered("dispatch_failed") from None
        finally:
            del self._acks[envelope["envelope_id"]]

    async def disconnect(self, reason: str) -> int:
        """Tell every connection to go away, as Slack does before it refreshes one; how many were told."""
        told = list(self._open)
        for socket in told:
            await socket.send_json(self._goodbye(reason))
            if reason != "warning":  # a warning comes ten seconds before the end
                self._open.remove(socket)
                await socket.close()
        return len(told)

    def cut(self) -> int:
        """Lose every connection, as a network does; how many there were."""
        lost = list(self._open)
        for socket in lost:
            self._open.remove(socket)
            if socket._req is not None and socket._req.transport is not None:  # noqa: SLF001 - no other way
                socket._req.transport.abort()  # noqa: SLF001 - aiohttp itself only closes politely
        return len(lost)

    async def close(self) -> None:
        """End every connection without a word, as when the sandbox stops."""
        for task in list(self._on_the_way):
            task.cancel()
        await asyncio.gather(*self._on_the_way, return_exceptions=True)
        for socket in list(self._open):
            await socket.close()
