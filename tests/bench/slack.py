"""The bench's stand-in for Slack: answers whatever the bot calls at once, and notes when it was called.

The sandbox's Slack checks everything that it is given; here that would only be work beside what is measured.
`python -m tests.bench.slack PORT`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid
from typing import Any

from aiohttp import web

SOCKETS = web.AppKey("sockets", dict[str, web.WebSocketResponse])  # by app-level token
ACKNOWLEDGED = web.AppKey("acknowledged", dict[str, asyncio.Future[float]])  # by envelope
CALLS = web.AppKey("calls", list[dict[str, Any]])
ANSWERS = {"response_url", "views.update"}
ACK_SECONDS = 30
VIEW = {"id": "V0BENCH", "hash": "1.1", "type": "modal"}
WHO = {"user": "bench", "user_id": "U0BENCHBOT", "team_id": "T0BENCH", "bot_id": "B0BENCH"}


def build() -> web.Application:
    """Make the application."""
    app = web.Application()
    app[CALLS], app[SOCKETS], app[ACKNOWLEDGED] = [], {}, {}
    app.router.add_post("/api/apps.connections.open", offer_socket)
    app.router.add_get("/socket/{app_token}", connect)
    app.router.add_post("/_bench/envelopes/{app_token}", deliver)
    app.router.add_route("*", "/api/{method}", call)
    app.router.add_post("/response/{token}", respond)
    app.router.add_get("/_bench/answers", answers)
    app.router.add_get("/_bench/calls", calls)
    app.router.add_delete("/_bench/calls", forget)
    return app


async def call(request: web.Request) -> web.Response:
    """Answer one call of the Web API."""
    body, ts = await request.text(), f"{time.time():.6f}"
    _note(request, request.match_info["method"], body)
    answer = {"ok": True, **WHO, "url": str(request.url.origin()), "channel": "C1", "ts": ts, "view": VIEW}
    return web.json_response(answer)


async def offer_socket(request: web.Request) -> web.Response:
    """Tell an app where its socket is."""
    app_token = request.headers["Authorization"].removeprefix("Bearer ")
    url = request.url.origin().with_scheme("ws") / "socket" / app_token
    return web.json_response({"ok": True, "url": str(url)})


async def connect(request: web.Request) -> web.WebSocketResponse:
    """Take an app's socket, and note when each envelope is acknowledged."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_json({"type": "hello", "num_connections": 1})
    request.app[SOCKETS][request.match_info["app_token"]] = socket
    async for message in socket:
        waiting = request.app[ACKNOWLEDGED].get(json.loads(message.data)["envelope_id"])
        if waiting is not None:
            waiting.set_result(time.perf_counter())
    return socket


async def deliver(request: web.Request) -> web.Response:
    """Send a payload over an app's socket; the answer is how many seconds its acknowledgement took."""
    payload, envelope_id = await request.json(), uuid.uuid4().hex
    kind = "slash_commands" if "command" in payload else "interactive"
    envelope = {
        "envelope_id": envelope_id,
        "type": kind,
        "payload": payload,
        "accepts_response_payload": True,
    }
    waiting = request.app[ACKNOWLEDGED][envelope_id] = asyncio.get_running_loop().create_future()
    began = time.perf_counter()
    await request.app[SOCKETS][request.match_info["app_token"]].send_json(envelope)
    try:
        return web.Response(text=str(await asyncio.wait_for(waiting, ACK_SECONDS) - began))
    finally:
        del request.app[ACKNOWLEDGED][envelope_id]


async def respond(request: web.Request) -> web.Response:
    """Take an answer at a response URL."""
    _note(request, "response_url", await request.text())
    return web.Response(text="ok")


async def answers(request: web.Request) -> web.Response:
    """Count the answers to people since the last look back."""
    return web.Response(text=str(sum(call["method"] in ANSWERS for call in request.app[CALLS])))


async def calls(request: web.Request) -> web.Response:
    """List the calls since the last look back: method, body, and the moment of arrival."""
    return web.json_response(request.app[CALLS])


async def forget(request: web.Request) -> web.Response:
    """Forget all calls."""
    request.app[CALLS].clear()
    return web.Response()


def _note(request: web.Request, method: str, body: str) -> None:
    request.app[CALLS].append({"method": method, "body": body, "at": time.time()})


if __name__ == "__main__":
    web.run_app(build(), host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
