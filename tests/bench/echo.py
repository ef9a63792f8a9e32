"""The baseline: a bare Bolt app behind the same adapters that acknowledges and sends back what came.

`python -m tests.bench.echo PORT`, with SLACK_API_URL and either SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, for
Socket Mode, in the environment.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.bench.processes import BOT_TOKEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NOTICE = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Echo"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Thank you."}}],
}


def bolt() -> AsyncApp:
    """Make the app: one command and one form."""
    client = AsyncWebClient(token=BOT_TOKEN, base_url=os.environ["SLACK_API_URL"])
    secret = os.environ.get("SLACK_SIGNING_SECRET")
    app = AsyncApp(client=client, signing_secret=secret, request_verification_enabled=secret is not None)
    app.command("/polytomic")(_command)
    app.view_submission("connection")(_submission)
    return app


async def _command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond) -> None:
    await ack()
    await respond(command["text"])


async def _submission(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient) -> None:
    await ack(response_action="update", view=NOTICE)
    await client.views_update(view_id=view["id"], view=NOTICE)


def _events(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def take(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return take


async def _ok(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def build() -> web.Application:
    """Make the server's application."""
    app = web.Application()
    app_token = os.environ.get("SLACK_APP_TOKEN")
    if app_token:
        await AsyncSocketModeHandler(bolt(), app_token).connect_async()  # type: ignore[no-untyped-call]  # Bolt's
    else:
        app.router.add_post("/slack/events", _events(bolt()))
    app.router.add_get("/healthz", _ok)
    return app


if __name__ == "__main__":
    web.run_app(build(), host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
