"""Answers of others that are wanted by every probe, and asked for now and then."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.app import remembered
from bot.app.remembered import Remembered

if TYPE_CHECKING:
    import pytest


class There:
    """Somebody who is there, or not, or does not answer."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_there = True
        self.hangs = False

    async def __call__(self) -> bool:
        """Answer."""
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        return self.is_there


async def test_a_probe_costs_nothing_while_the_answer_is_young() -> None:
    """Ten probes a second must not be ten requests to Slack, even when they come at once."""
    there = There()
    knows = Remembered(there, seconds=60)
    assert all(await asyncio.gather(*(knows.now() for _ in range(10))))
    assert there.asked == 1


async def test_an_old_answer_is_asked_for_anew() -> None:
    """Who is gone is soon known to be, and who is back, too."""
    there = There()
    knows = Remembered(there, seconds=0)
    assert await knows.now()
    there.is_there = False
    assert not await knows.now()
    there.is_there = True
    assert await knows.now()


async def test_no_answer_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who takes the question and says nothing must not hold up the probe."""
    monkeypatch.setattr(remembered, "ANSWER_WITHIN_SECONDS", 0.01)
    there = There()
    there.hangs = True
    knows = Remembered(there, seconds=0)
    assert not await knows.now()
    there.hangs = False
    assert await knows.now()
