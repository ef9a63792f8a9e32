"""The beat: one round's bad day is not the others', and an outage that all suffer from is said once."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.poller.beat import Beat
from bot.poller.outage import Outage
from bot.polytomic import Forbidden, Unavailable
from bot.store import Beats

if TYPE_CHECKING:
    import pytest

    from bot.errors import BotError
    from bot.store import Database

WAITS, AGAIN = "Waiting for Polytomic", "Polytomic answers again"


class Work:
    """A round that fails as it is told."""

    def __init__(self, error: BotError | None = None) -> None:
        self.error = error
        self.done = 0

    async def __call__(self) -> None:
        """Do it."""
        if self.error:
            raise self.error
        self.done += 1


def counted(caplog: pytest.LogCaptureFixture) -> tuple[int, int]:
    """Count how often the log says that Polytomic is away, and that it is back."""
    return caplog.text.count(WAITS), caplog.text.count(AGAIN)


async def test_an_outage_is_said_once_by_all_rounds_and_its_end_once(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever reads the log at night needs one line, not one for each thing that waits."""
    caplog.set_level(logging.INFO, "bot")
    first, second, third = Work(), Work(), Work()
    beat = Beat(
        Beats(database), {"first": first, "second": second, "third": third}, Outage(), every_seconds=0
    )
    for number in (1, 2):
        first.error = second.error = Unavailable("Polytomic did not answer.")
        for _ in range(3):
            await beat.once()
        assert counted(caplog) == (number, number - 1)
        second.error = None
        await beat.once()
        first.error = None
        for _ in range(2):
            await beat.once()
        assert counted(caplog) == (number, number)
    assert third.done == 12
    assert "Traceback" not in caplog.text


async def test_other_troubles_are_said_by_round(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """What one round may not do says nothing about Polytomic as a whole."""
    caplog.set_level(logging.INFO, "bot")
    work = Work(Forbidden("The key may not list events."))
    beat = Beat(Beats(database), {"events": work}, Outage(), every_seconds=0)
    for _ in range(3):
        await beat.once()
    work.error = None
    await beat.once()
    assert caplog.text.count("Events wait: The key may not list events.") == 1
    assert caplog.text.count("Events go on.") == 1
    assert counted(caplog) == (0, 0)


async def test_news_are_acted_on_at_once(database: Database) -> None:
    """What a webhook brings does not wait for the beat, which may be minutes away."""
    acted = asyncio.Event()

    async def act() -> None:
        acted.set()

    beat = Beat(Beats(database), {}, Outage(), every_seconds=600, at_news={"watches": act})
    beating = asyncio.create_task(beat.run())
    beat.stir()
    async with asyncio.timeout(10):
        await acted.wait()
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
