"""Live news for the pages: who listens, and what they may hear."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Json = dict[str, Any]


class Hub:
    """Every open page's queue of news, by the member that it acts as."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Json]]] = {}

    @contextmanager
    def listening(self, user: str) -> Iterator[asyncio.Queue[Json]]:
        """Return a queue of everything that is told to `user` while the block runs."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._queues.setdefault(user, set()).add(queue)
        try:
            yield queue
        finally:
            self._queues[user].discard(queue)

    def tell(self, user: str, news: Json) -> None:
        """Put news before one member, on every page that acts as them."""
        for queue in self._queues.get(user, ()):
            queue.put_nowait(news)

    def listeners(self) -> list[str]:
        """Members with at least one open page."""
        return [user for user, queues in self._queues.items() if queues]
