"""What the tests of `doctor` share: its failures, and a stand-in that answers what a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import doctor
from bot.doctor.findings import Seen
from bot.settings import Settings

Given = Callable[..., Settings]
Check = Callable[[Settings, Seen], AsyncIterator[doctor.Finding]]
SECRETS = ("xoxb-sandbox", "xapp-sandbox", "sandbox-key", "hunter2", "a94a8fe5ccb19ba61c4c0873d391e987")


def everything(settings: Settings, _: Seen) -> AsyncIterator[doctor.Finding]:
    """Check all there is."""
    return doctor.examine(settings)


async def findings(settings: Settings, check: Check = everything) -> list[doctor.Finding]:
    """Return what is found: no secret, each in a line, and what is wrong with a line of what to do."""
    found = [finding async for finding in check(settings, Seen())]
    assert not any(secret in repr(found) for secret in SECRETS)
    assert not any("\n" in finding.says + finding.guidance for finding in found)
    assert all(finding.is_well != bool(finding.guidance) for finding in found)
    return found


async def failures(settings: Settings, check: Check = everything) -> dict[str, doctor.Finding]:
    """Return what is wrong, by its name."""
    return {finding.name: finding for finding in await findings(settings, check) if not finding.is_well}


async def says(settings: Settings, name: str, check: Check = everything) -> str:
    """Return what is said of one thing, be it well or wrong."""
    return " ".join(finding.says for finding in await findings(settings, check) if finding.name == name)


@asynccontextmanager
async def answering(answer: Callable[[web.Request], web.Response]) -> AsyncIterator[str]:
    """Serve one answer at every address below the one that is yielded."""

    async def reply(request: web.Request) -> web.Response:
        return answer(request)

    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", reply)
    async with TestServer(application) as server:
        yield str(server.make_url("/"))


def json(body: Any, **headers: str) -> web.Response:
    """Answer with JSON."""
    return web.json_response(body, headers=headers)
