"""The bench's stand-in for Slack: answers whatever the bot calls at once, and notes when it was called.

The sandbox's Slack checks everything that it is given; here that would only be work beside what is measured.
`python -m tests.bench.slack PORT`.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from aiohttp import web

CALLS = web.AppKey("calls", list[dict[str, Any]])
VIEW = {"id": "V0BENCH", "hash": "1.1", "type": "modal"}
WHO = {"user": "bench", "user_id": "U0BENCHBOT", "team_id": "T0BENCH", "bot_id": "B0BENCH"}


def build() -> web.Application:
    """Make the application."""
    app = web.Application()
    app[CALLS] = []
    app.router.add_route("*", "/api/{method}", call)
    app.router.add_post("/response/{token}", respond)
    app.router.add_get("/_bench/calls", calls)
    app.router.add_delete("/_bench/calls", forget)
    return app


async def call(request: web.Request) -> web.Response:
    """Answer one call of the Web API."""
    body, ts = await request.text(), f"{time.time():.6f}"
    _note(request, request.match_info["method"], body)
    answer = {"ok": True, **WHO, "url": str(request.url.origin()), "channel": "C1", "ts": ts, "view": VIEW}
    return web.json_response(answer)


async def respond(request: web.Request) -> web.Response:
    """Take an answer at a response URL."""
    _note(request, "response_url", await request.text())
    return web.Response(text="ok")


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
