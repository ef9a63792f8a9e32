"""A sandbox Slack, a Bolt app on it by Socket Mode, and a real browser at its page."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest_asyncio
from page_app import MANIFEST, PageApp
from playwright.async_api import Page, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Config, Running, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Browser

    Visit = Callable[..., Awaitable[Page]]

WAIT_MS = 10_000
expect.set_options(timeout=WAIT_MS)


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Running]:
    """Serve a workspace whose app is given one second to acknowledge."""
    config = {"app": {"manifest": MANIFEST}, "ack_seconds": 1.0, "hint": "*Welcome.* Try `/polytomic new`."}
    running = await serve(Config.model_validate(config))
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def app(sandbox: Running) -> AsyncIterator[PageApp]:
    """Connect a Bolt app by Socket Mode."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        bolt = AsyncApp(name="page", client=client, request_verification_enabled=False)
        shown = PageApp(bolt)
        handler = AsyncSocketModeHandler(bolt, "xapp-sandbox")
        try:
            await handler.connect_async()
            yield shown
        finally:
            await handler.close_async()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, sandbox: Running) -> AsyncIterator[Visit]:
    """Open the page; a script error on it fails the test."""
    broken: list[str] = []
    async with contextlib.AsyncExitStack() as contexts:

        async def visit(address: str = "/?as=U0ADA000001#/C0DATAOPS02", **settings: Any) -> Page:
            given = {
                "reduced_motion": "reduce"
            } | settings  # what moves costs a processor that draws by itself
            context = await browser.new_context(base_url=sandbox.url, **given)
            contexts.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(WAIT_MS)
            page.on("pageerror", lambda error: broken.append(str(error)))
            await page.goto(address)
            await page.wait_for_selector("header.header, .home, .empty")
            return page

        yield visit
    assert broken == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def still_page(browser: Browser) -> AsyncIterator[Page]:
    """Open one page that many tests share, because they only call its modules and change nothing."""
    running = await serve(Config())
    context = await browser.new_context(base_url=running.url)
    page = await context.new_page()
    await page.goto("/")
    yield page
    await context.close()
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(visit: Visit) -> Page:
    """Ada at #data-ops on a desktop."""
    opened = await visit()
    await expect(opened.get_by_role("textbox", name="Message #data-ops")).to_be_visible()
    return opened
