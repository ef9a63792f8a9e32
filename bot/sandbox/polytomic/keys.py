"""Where the server keeps the sandbox."""

from aiohttp import web

from bot.sandbox.polytomic.state import Sandbox

SANDBOX: web.AppKey[Sandbox] = web.AppKey("sandbox", Sandbox)
