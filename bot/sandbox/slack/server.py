"""The sandbox as a running server."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.slack.answers import answer
from bot.sandbox.slack.client import ClientApi
from bot.sandbox.slack.client.writing import Writing
from bot.sandbox.slack.commands import Commands
from bot.sandbox.slack.config import Config
from bot.sandbox.slack.control import Control
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.interactions import Interactions
from bot.sandbox.slack.membership import Membership
from bot.sandbox.slack.pages import Pages
from bot.sandbox.slack.submissions import Submissions
from bot.sandbox.slack.web_api import WebApi
from bot.sandbox.slack.web_api.door import met
from bot.sandbox.slack.web_api.files import MOST_UPLOAD_BYTES, upload
from bot.sandbox.slack.workspace import Workspace

PAGE = Path(__file__).parent / "page"
WORKSPACE = web.AppKey("workspace", Workspace)
_METHODS = ("GET", "POST")


def build_app(config: Config | None = None) -> web.Application:
    """Build the sandbox as an aiohttp application, for whoever serves it."""
    workspace = Workspace(config or Config())
    delivery = Delivery(workspace)
    membership = Membership(workspace, delivery)
    interactions = Interactions(workspace, delivery)
    submissions = Submissions(workspace, delivery, interactions)
    writing = Writing(workspace, delivery, Commands(workspace, delivery, membership), membership)
    app = web.Application(client_max_size=MOST_UPLOAD_BYTES, middlewares=[_knows_its_origin])
    app[WORKSPACE] = workspace
    client = ClientApi(workspace, interactions, submissions, writing)
    app.add_routes(client.routes())
    app.add_routes(Control(workspace, delivery, membership).routes())
    app.add_routes(Pages(workspace, PAGE).routes())
    _add_app_routes(app, workspace, delivery)

    async def close(_app: web.Application) -> None:
        await client.close()
        await delivery.close()

    app.on_shutdown.append(close)
    return app


def _add_app_routes(app: web.Application, workspace: Workspace, delivery: Delivery) -> None:
    """Add what the app itself calls: the Web API, Socket Mode, response URLs, uploads."""
    api = WebApi(workspace, delivery.sockets)

    async def respond(request: web.Request) -> web.StreamResponse:
        return await met(workspace, "response_url", request, _respond)

    async def take_upload(request: web.Request) -> web.StreamResponse:
        return await met(workspace, "upload", request, upload)

    app.add_routes([web.route(method, "/api/{method}", api.handle) for method in _METHODS])
    app.router.add_get("/link/", delivery.sockets.connect)
    app.router.add_post("/response/{token}", respond)
    app.router.add_post("/upload/{ticket}", take_upload)


async def _respond(workspace: Workspace, request: web.Request) -> web.Response:
    """Answer at a response URL: plain `ok`, or the error's name with a 4xx, as Slack answers."""
    given = await request.json()
    try:
        answer(workspace, request.match_info["token"], given)
        result = web.Response(text="ok")
    except SlackError as refusal:
        gone = refusal.error in {"expired_url", "used_url"}
        result = web.json_response(refusal.answer(), status=404 if gone else 400)
    workspace.requests.add(
        {
            "method": "response_url",
            "http_method": "POST",
            "arguments": given,
            "status": result.status,
            "response": {},
        }
    )
    return result


@web.middleware
async def _knows_its_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Learn the sandbox's own address from the first request, when nobody said it."""
    workspace = request.config_dict[WORKSPACE]
    if not workspace.origin:
        workspace.origin = str(request.url.origin())
    return await handler(request)


@dataclass
class Running:
    """A sandbox that listens, and its workspace for tests to look into."""

    url: str
    port: int
    workspace: Workspace
    _runner: web.AppRunner

    @property
    def api_url(self) -> str:
        """The Web API's base, as SLACK_API_URL wants it."""
        return f"{self.url}/api/"

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        await self._runner.cleanup()


async def serve(config: Config | None = None, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Start the sandbox; port 0 takes any that is free."""
    app = build_app(config)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    bound = int(runner.addresses[0][1])
    workspace = app[WORKSPACE]
    url = f"http://{host}:{bound}"
    workspace.origin = workspace.origin or url
    return Running(url, bound, workspace, runner)
