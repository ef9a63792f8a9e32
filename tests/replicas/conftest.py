"""Fixtures of the replicas: the world, without a bot in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import World, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def way() -> str:
    """How Slack reaches the bots: "socket" or "http"."""
    return "socket"


@pytest.fixture
async def world(database_url: str, way: str) -> AsyncIterator[World]:
    """Serve both stand-ins."""
    async with stand_ins(database_url, way=way) as made:
        yield made
