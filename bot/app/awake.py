"""Notices that the process stood still, so that what came in meanwhile is not done after all.

Slack waits three seconds. A click that lay unread for longer was reported to the person as failed, and they
have probably clicked again, which another replica took.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SLACK_WAITS_SECONDS = 3.0
LOOK_EVERY_SECONDS = 0.5
DOUBT_SECONDS = 1.0  # after standing still: as long as what lay there takes to be read


class Awake:
    """Looks at the clock again and again; whoever was frozen sees it jump."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked_at = clock()
        self._doubt_ends_at = self._looked_at

    async def watch(self) -> None:
        """Look until cancelled; what came before, a start for example, was no standing still."""
        self._looked_at = self._clock()
        while True:
            self._look()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def may_be_late(self) -> bool:
        """Tell whether what is read now may have lain there for longer than Slack waits."""
        self._look()
        return self._looked_at < self._doubt_ends_at

    def _look(self) -> None:
        now = self._clock()
        if now - self._looked_at > SLACK_WAITS_SECONDS:
            self._doubt_ends_at = now + DOUBT_SECONDS
        self._looked_at = now
