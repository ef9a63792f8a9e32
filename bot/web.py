"""The bot's own HTTP: health for whoever runs it, metrics, and Slack's requests where Slack calls."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from bot.errors import BotError
from bot.handlers import webhooks
from bot.manifest import EVENTS_PATH

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.poller.events.deliveries import Deliveries

Checks = Mapping[str, bool]
Ready = Callable[[], Awaitable[Checks]]
Measure = Callable[[], Awaitable[None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SIGNATURE = "Polytomic-Signature"
MOST_BYTES = 2**20  # of a body; the framework refuses longer ones, and so do we before reading
READY_WITHIN_SECONDS = 5
CLOSE_WITHIN_SECONDS = 3


class CannotListen(BotError):  # noqa: N818 - the design's style of word
    """The address to listen on is taken or not ours."""

    default_guidance = "Stop the other program, or choose another port."


def build(
    ready: Ready,
    *,
    metrics: CollectorRegistry = REGISTRY,
    measure: Measure | None = None,
    slack_handler: Handler | None = None,
    deliveries: Deliveries | None = None,
) -> web.Application:
    """Make the server's application; `ready` says what works, and all of it must.

    `measure` brings up to date what is not counted while it happens, before each look at the metrics.
    """
    application = web.Application(client_max_size=MOST_BYTES)

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        checks = await _within_time(ready)
        return web.json_response(dict(checks), status=200 if checks and all(checks.values()) else 503)

    async def numbers(_: web.Request) -> web.Response:
        if measure is not None:
            await measure()
        return web.Response(body=generate_latest(metrics), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    application.router.add_get("/metrics", numbers)
    if slack_handler is not None:
        application.router.add_post(EVENTS_PATH, slack_handler)
    if deliveries is not None:
        application.router.add_post(webhooks.PATH, partial(_take, deliveries))
    return application


async def _take(deliveries: Deliveries, request: web.Request) -> web.Response:
    """Take one of Polytomic's events; what is not answered with success comes again."""
    signature = request.headers.get(SIGNATURE)
    if signature is None:
        return web.Response(status=401)
    if (request.content_length or 0) > MOST_BYTES:
        return web.Response(status=413)
    raw = await request.read()
    if not deliveries.is_genuine(raw, signature):
        return web.Response(status=401)
    try:
        is_read = await deliveries.take(raw)
    except BotError:  # the database is away
        return web.Response(status=503)
    return web.Response(status=200 if is_read else 400)


async def _within_time(ready: Ready) -> Checks:
    try:
        async with asyncio.timeout(READY_WITHIN_SECONDS):
            return await ready()
    except TimeoutError:
        return {"answered_in_time": False}


def listen(host: str, port: int) -> socket.socket:
    """Take a port, any free one for 0; raises CannotListen."""
    try:
        return socket.create_server((host, port), family=_family(host), backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"Port {port} on {host} is taken by another program.") from error
        raise CannotListen(f"I cannot listen on {host}, port {port}: {error.strerror or error}.") from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@asynccontextmanager
async def serving(application: web.Application, listener: socket.socket) -> AsyncIterator[int]:
    """Serve on a port that was taken before, and yield its number; close in time at the end."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=CLOSE_WITHIN_SECONDS)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield int(listener.getsockname()[1])
    finally:
        await runner.cleanup()
        listener.close()
