"""Serving the sandbox over HTTP."""

from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.polytomic import connect_page, home, log_files, oauth
from bot.sandbox.polytomic.config import Config
from bot.sandbox.polytomic.control import SWITCHES
from bot.sandbox.polytomic.deliveries import sending
from bot.sandbox.polytomic.door import beside, enter
from bot.sandbox.polytomic.furnished import furnish
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.state import Sandbox

STOP_SECONDS = 1.0


@dataclass(frozen=True)
class Running:
    """A sandbox that is being served."""

    config: Config
    host: str
    port: int
    runner: web.AppRunner

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://{self.host}:{self.port}"

    async def stop(self) -> None:
        """Stop serving; requests that are being delayed are dropped."""
        await self.runner.cleanup()


def build_app(config: Config) -> web.Application:
    """Make the sandbox as an application that can be served alone or mounted under a prefix.

    The settings are kept, not copied: `public_url` may be set after the application is made.
    """
    app = web.Application()
    app[SANDBOX] = Sandbox(config)
    if config.is_furnished:
        furnish(app[SANDBOX])
    app.cleanup_ctx.append(sending)
    app.router.add_route("*", "/api/{tail:.*}", enter)
    app.router.add_get("/oauth/{token}", oauth.show)
    app.router.add_post("/oauth/{token}", oauth.decide)
    app.router.add_get("/connect/{token}", connect_page.show)
    app.router.add_post("/connect/{token}", connect_page.save)
    for method, path, switch in SWITCHES:
        app.router.add_route(method, f"/_sandbox/{path}", switch)
    app.router.add_get("/", home.show_all)
    app.router.add_get("/syncs/{sync}", home.show_sync)
    app.router.add_get("/connections/{connection}", home.show_connection)
    app.router.add_get("/logos/{type}.svg", home.show_logo)
    app.router.add_get("/logs/{execution}.{ending:log|log.gz}", beside(log_files.serve))
    return app


async def serve(config: Config, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Serve a sandbox of its own; port 0 takes a free one, an empty `public_url` becomes the address."""
    config = config.model_copy()
    runner = web.AppRunner(build_app(config), shutdown_timeout=STOP_SECONDS, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    running = Running(config, host, runner.addresses[0][1], runner)
    config.public_url = config.public_url or running.url
    return running
