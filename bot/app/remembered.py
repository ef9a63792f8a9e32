"""An answer of somebody else's that is wanted more often than they should be asked."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ANSWER_WITHIN_SECONDS = 3


class Remembered:
    """Asks whether something works at most once in a while; no answer in time is a no."""

    def __init__(self, ask: Callable[[], Awaitable[bool]], *, seconds: float) -> None:
        self._ask = ask
        self._seconds = seconds
        self._answer = False
        self._old_at = 0.0
        self._asking = asyncio.Lock()

    async def now(self) -> bool:
        """Return the answer, asked for now or a short while ago."""
        async with self._asking:
            if time.monotonic() >= self._old_at:
                self._answer = await self._asked()
                self._old_at = time.monotonic() + self._seconds
            return self._answer

    async def _asked(self) -> bool:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                return await self._ask()
        except TimeoutError:
            return False
