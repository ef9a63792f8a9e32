"""Fixtures of the journeys: the world, with the bot running in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import World, bot_in, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def way() -> str:
    """How Slack reaches the bot: "socket" or "http"."""
    return "socket"


@pytest.fixture
def version() -> str:
    """Which version of Polytomic's API the bot speaks."""
    return "2025-09-18"


@pytest.fixture
async def world(database_url: str, way: str, version: str) -> AsyncIterator[World]:
    """Serve both stand-ins, with the bot running between them."""
    async with stand_ins(database_url, way=way, version=version) as made, bot_in(made):
        yield made
