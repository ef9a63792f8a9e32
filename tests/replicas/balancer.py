"""A balancer as the documentation wants it: to any replica that is ready, bodies and headers as they are."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import aiohttp
from aiohttp import web
from process import status

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from process import Process


class Passed(NamedTuple):
    """One request, and the replica that took it."""

    replica: Process
    path: str
    body: bytes
    headers: Mapping[str, str]


class Balancer:
    """Gives the requests to the replicas in turn."""

    def __init__(self, replicas: Sequence[Process], http: aiohttp.ClientSession) -> None:
        self.passed: list[Passed] = []
        self.believes_in: Process | None = None  # one that gets everything, ready or not
        self._replicas = replicas
        self._turns = itertools.count()
        self._http = http

    async def take(self, request: web.Request) -> web.Response:
        """Pass a request on to the next replica that is ready."""
        body, turn = await request.read(), next(self._turns)
        for number in range(len(self._replicas)):
            replica = self.believes_in or self._replicas[(turn + number) % len(self._replicas)]
            if self.believes_in or await status(replica.url) == 200:
                self.passed.append(Passed(replica, request.path, body, request.headers))
                return await self.send(replica, self.passed[-1])
        return web.Response(status=503)

    async def send(self, replica: Process, one: Passed) -> web.Response:
        """Send a request to a replica, whether or not somebody took it before."""
        url = f"{replica.url}{one.path}"
        async with self._http.post(url, data=one.body, headers=one.headers) as answer:
            kind = answer.headers.get("Content-Type")
            headers = {"Content-Type": kind} if kind else None
            return web.Response(body=await answer.read(), status=answer.status, headers=headers)


@asynccontextmanager
async def balancer(port: int, replicas: Sequence[Process]) -> AsyncIterator[Balancer]:
    """Listen in front of the replicas."""
    async with aiohttp.ClientSession() as http:
        made = Balancer(replicas, http)
        site = web.Application()
        site.router.add_post("/slack/events", made.take)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield made
        finally:
            await runner.cleanup()
