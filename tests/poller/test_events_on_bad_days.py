"""The event feed after outages and gaps, and with what others leave out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import NOON, owed
from event_bot import Bot
from polytomic_history import STATUSES, History

from bot.models import Gap, SeenExecution
from bot.polytomic import Unavailable
from bot.store.jobs import TELL_GAP

if TYPE_CHECKING:
    from bot.store import Database


async def test_what_a_webhook_leaves_out_is_asked_for_at_once(bot: Bot, there: History) -> None:
    """Who is told of an end at once is told how many rows it moved, too; and it is no news again."""
    there.happens("failed", "e1", error="Full", word="interrupted", rows=3)
    told = {"execution_id": "e1", "sync_id": "s-1", "sync_name": "Sync s-1", "created_at": NOON}
    heard = SeenExecution.model_validate({"id": uuid4(), "status": "failed", "reason": "Full", **told})
    await bot.rows.executions.hear([heard])
    there.asked.clear()
    await bot.feed.complete()
    [known] = await bot.rows.executions.news()
    assert (known.status, known.records, known.ended_at) == ("interrupted", 3, there.now)
    await bot.acts_on([known])
    await bot.feed.complete()
    assert there.asked == {STATUSES: 1}
    assert await bot.hears() == {}


async def test_an_outage_loses_nothing(bot: Bot, there: History) -> None:
    """Each look fails until Polytomic is back; then all of it is heard."""
    there.is_down = True
    there.happens("failed", "e1")
    with pytest.raises(Unavailable):
        await bot.beat()
    there.pass_time(minutes=30)
    there.happens("completed", "e2")
    there.is_down = False
    assert await bot.hears() == {"e1": "failed", "e2": "completed"}


async def test_a_gap_is_written_down_and_healed(bot: Bot, there: History) -> None:
    """After more than two days away, what is gone from the events is heard from how the syncs stand."""
    there.happens("completed", "old", ago=100)
    await bot.hears()
    there.happens("failed", "e1", error="Full")
    there.pass_time(hours=50)
    await bot.was_away(timedelta(hours=50))
    assert await bot.hears() == {"e1": "failed"}
    [gap_id] = bot.jobs.row_ids
    gap = await bot.rows.gaps.get(gap_id)
    assert isinstance(gap, Gap)
    assert timedelta(hours=1.9) < gap.end_at - gap.begin_at < timedelta(hours=2.1)
    assert await owed(bot.database, TELL_GAP) == [gap_id]
    assert await bot.hears() == {}
    assert bot.jobs.row_ids == [gap_id]


async def test_a_quiet_week_is_no_gap(bot: Bot, there: History) -> None:
    """The newest event may be as old as it likes, as long as somebody looked."""
    there.happens("completed", "e1")
    await bot.hears()
    there.pass_time(days=7)
    await bot.was_away(timedelta(hours=1))
    assert await bot.hears() == {}
    assert bot.jobs.row_ids == []


async def test_the_oldest_version_is_asked_execution_by_execution(database: Database, there: History) -> None:
    """It has no batch status: an end is heard with what its own answer says, or without."""
    bot = Bot(database, there, "2023-04-25")
    await bot.watch()
    await bot.beat()
    there.happens("failed", "e1", error="Full")
    assert await bot.hears() == {"e1": "failed"}
    assert there.asked["/api/bulk/syncs/s-1/executions/e1"] == 1
    assert there.asked[STATUSES] == 0
    await bot.polytomic.aclose()
