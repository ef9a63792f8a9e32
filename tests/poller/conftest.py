"""What the tests of the poller share: what is heard in front of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from event_bot import Bot
from polytomic_history import History
from watch_feed import Feed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store import Database


@pytest.fixture
def feed(database: Database) -> Feed:
    """Return a feed without a watch."""
    return Feed(database)


@pytest.fixture
def there() -> History:
    """Return a Polytomic whose clock is hours off."""
    return History()


@pytest.fixture
async def bot(database: Database, there: History) -> AsyncIterator[Bot]:
    """Return a bot that has begun to watch one sync."""
    there.happens("failed", "before", ago=3000)
    made = Bot(database, there)
    await made.watch()
    await made.beat()
    yield made
    await made.polytomic.aclose()
