"""Stand-ins at the client's border: a scripted transport, and a loopback server that can cut connections."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from polytomic import AsyncPolytomic
from pydantic import SecretStr

from bot.polytomic import Polytomic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

API_KEY = "pt-key-0123456789"
KEY = "idempotency-key"
NO_SCHEMAS = (
    "No schemas found. This can mean that the Polytomic has not cached any schemas yet. Please try again."
)
CUT_BEFORE = "cut before reading"
CUT_AFTER = "cut after reading"
HANG = "never answer"


def said(value: Any, status: int = 200, **more: Any) -> httpx.Response:
    """Make a success as Polytomic wraps it."""
    return httpx.Response(status, json={"data": value, **more})


def refused(status: int, message: str, **headers: str) -> httpx.Response:
    """Make an error as Polytomic writes it."""
    body = {"status": status, "message": message, "metadata": None}
    return httpx.Response(status, json=body, headers=headers)


class Script:
    """A Polytomic that gives the scripted answers in turn; one that was not expected fails the test."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Give the next answer."""
        self.requests.append(request)
        assert self.answers, f"unexpected {request.method} {request.url}"
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def pause(self, seconds: float) -> None:
        """Note a pause instead of making it."""
        self.pauses.append(seconds)

    def client(self, **more: Any) -> Polytomic:
        """Make a client that talks to this script."""
        settings = {"url": "https://app.polytomic.com", "key": SecretStr(API_KEY), "pause": self.pause}
        return Polytomic(transport=httpx.MockTransport(self), **(settings | more))

    def keys(self) -> list[str | None]:
        """List the idempotency keys that were sent."""
        return [request.headers.get("idempotency-key") for request in self.requests]

    def bodies(self) -> list[Any]:
        """List the JSON bodies that were sent."""
        return [json.loads(request.content) if request.content else None for request in self.requests]


@dataclass
class Heard:
    """One request as it came over the network."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: Any


@dataclass
class Loopback:
    """A real server on loopback that answers, cuts the connection or keeps silent, as it is told."""

    url: str = ""
    plan: list[str] = field(default_factory=list)  # what to do with the next connections; then: answer
    answer: dict[str, Any] = field(default_factory=lambda: {"data": {"id": "made"}})
    heard: list[Heard] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Treat one connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError), closing(writer):
            deed = self.plan.pop(0) if self.plan else ""
            if deed != CUT_BEFORE:
                await self._treat(deed, reader, writer)

    async def _treat(self, deed: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heard.append(await _read(reader))
        if deed == HANG:
            await reader.read()  # until the client gives up
        elif deed != CUT_AFTER:
            body = json.dumps(self.answer).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n")
            writer.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()

    def client(self, **more: Any) -> Polytomic:
        """Make a client that talks to this server."""
        return Polytomic(**({"url": self.url, "key": SecretStr(API_KEY)} | more))


async def _read(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    url = urlsplit(target)
    query = parse_qsl(url.query)
    return Heard(method, url.path, query, headers, json.loads(content) if content else None)


async def loopback() -> AsyncIterator[Loopback]:
    """Serve on a free port until the test is over."""
    told = Loopback()
    server = await asyncio.start_server(told.serve, "127.0.0.1", 0)
    async with server:
        told.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield told


@dataclass(frozen=True)
class Wish:
    """The same wish, said to both clients, and an answer that satisfies the SDK."""

    name: str
    ours: Callable[[Polytomic], Awaitable[Any]]
    theirs: Callable[[AsyncPolytomic], Awaitable[Any]]
    data: Any


async def asked_of_both(server: Loopback, wish: Wish) -> tuple[Any, Any]:
    """Let both clients ask the server for the same, and return what they make of the same answer."""
    server.answer = {"data": wish.data}
    async with server.client() as ours:
        mine = await wish.ours(ours)
    sdk = AsyncPolytomic(token=API_KEY, base_url=server.url, max_retries=0)
    theirs = await wish.theirs(sdk)
    await sdk._client_wrapper.httpx_client.httpx_client.aclose()  # noqa: SLF001 - the SDK has no close
    return mine, theirs
