"""Fixtures of the browser journeys: the world of the journeys, and a page open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio
from hands import Hands
from world import World, bot_in, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser


@pytest_asyncio.fixture(loop_scope="session")
async def world(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins, with the bot running between them."""
    async with stand_ins(database_url) as made, bot_in(made):
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def ada(world: World, browser: Browser) -> AsyncIterator[Hands]:
    """Let the first member sit at the page."""
    async with await browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ) as context:
        hands = Hands(await context.new_page(), world.slack.url)
        await hands.arrive()
        await hands.go_to("data-ops")
        yield hands
        assert not hands.complaints
