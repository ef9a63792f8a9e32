"""The page's files, permalinks, and uploaded files for those who may see them."""

from pathlib import Path

from aiohttp import web

from bot.sandbox.slack.client.reading import first_person
from bot.sandbox.slack.workspace import Workspace


class Pages:
    """Everything that a browser asks for by address."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace = workspace
        self._folder = folder

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every route that answers a browser."""
        statics = [web.static("/page", self._folder)] if self._folder.is_dir() else []
        return [
            web.get("/", self._index),
            web.get("/archives/{channel}/{message}", self._permalink),
            web.get("/client/permalink/{channel}/{message}", self._permalink),
            web.get("/files/{id}/{name}", self._file),
            *statics,
        ]

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        """Send the page itself; never cached, so that a new version is seen at once."""
        index = self._folder / "index.html"
        if not index.is_file():
            raise web.HTTPNotFound(text="This sandbox was installed without its page.")
        return web.FileResponse(index, headers={"Cache-Control": "no-cache"})

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        """Bring the browser to a message: p1700000000123456 is 1700000000.123456."""
        digits = request.match_info["message"].removeprefix("p")
        ts = f"{digits[:-6]}.{digits[-6:]}"
        user = request.query.get("as")
        query = f"?as={user}" if user in self._workspace.members else ""
        raise web.HTTPFound(f"/{query}#/{request.match_info['channel']}/{ts}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Send an uploaded file to members of a channel that it was shared in."""
        user = request.query.get("as") or first_person(self._workspace)
        file = self._workspace.files.get(request.match_info["id"])
        channels = [self._workspace.channels[channel] for channel in file.channels] if file else []
        if file is None or file.content is None or not any(channel.is_open_to(user) for channel in channels):
            raise web.HTTPNotFound(text="There is no such file, or it was not shared with you.")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)
