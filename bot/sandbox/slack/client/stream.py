"""The page's WebSocket: news as it happens."""

import asyncio
from typing import Any

from aiohttp import web

from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
_HEARTBEAT_SECONDS = 20


class Streams:
    """Every open page's WebSocket."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request, user: str) -> web.StreamResponse:
        """Send one member's news until the page goes away."""
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS)
        await socket.prepare(request)
        with self._workspace.hub.listening(user) as queue:
            self._open.add(socket)
            views = self._workspace.views
            queue.put_nowait({"type": "views", "stack": [views.as_page(view) for view in views.stack(user)]})
            sender = asyncio.create_task(_send(socket, queue))
            try:
                async for _ in socket:  # the page says nothing; this waits for its end
                    pass
            finally:
                self._open.discard(socket)
                sender.cancel()
                await asyncio.gather(sender, return_exceptions=True)
        return socket

    async def close(self) -> None:
        """Say goodbye to every page, as when the sandbox stops."""
        for socket in list(self._open):
            await socket.close()


async def _send(socket: web.WebSocketResponse, queue: asyncio.Queue[Json]) -> None:
    while True:
        await socket.send_json(await queue.get())
