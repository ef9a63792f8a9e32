"""What the tests of the poller share: what is heard in front of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from watch_feed import Feed

if TYPE_CHECKING:
    from bot.store import Database


@pytest.fixture
def feed(database: Database) -> Feed:
    """Return a feed without a watch."""
    return Feed(database)
