"""Fixtures of the browser journeys: the world of the journeys, and a page open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import Hands, open_browser
from world import World, bot_in, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins, with the bot running between them."""
    async with stand_ins(database_url) as made, bot_in(made):
        yield made


@pytest.fixture
async def ada(world: World) -> AsyncIterator[Hands]:
    """Let the first member sit at the page."""
    async with open_browser() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        hands = Hands(await context.new_page(), world.slack.url)
        await hands.arrive()
        await hands.go_to("data-ops")
        yield hands
        assert not hands.complaints
