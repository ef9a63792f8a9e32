"""Digests: one for each channel, due at its time; and what executions add up to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from builders import ANNA, BEN, NOON

from bot.models import Digest, Every, FailedSync, SeenExecution, SlowRun
from bot.store import Digests, SeenExecutions, Sums

if TYPE_CHECKING:
    from bot.store import Database

DAY = timedelta(days=1)


def a_digest(**changes: object) -> Digest:
    """Make a digest that is due at noon."""
    known = {"id": uuid4(), "asked_by": ANNA, "channel_id": "C1", "next_at": NOON, "created_at": NOON}
    return Digest.model_validate(known | changes)


def ran(name: str, status: str = "completed", *, minutes: float = -60, **changes: Any) -> SeenExecution:
    """Make an execution that took a minute and ended so many minutes from noon."""
    ended = NOON + timedelta(minutes=minutes)
    known = {
        "id": uuid4(),
        "execution_id": str(uuid4()),
        "sync_id": f"s-{name}",
        "sync_name": name,
        "status": status,
        "records": 100,
        "errors": 0,
        "began_at": ended - timedelta(minutes=1),
        "ended_at": None if status == "running" else ended,
        "created_at": ended,
    }
    return SeenExecution.model_validate(known | changes)


async def test_a_channel_has_one_digest(database: Database) -> None:
    """Two people who each ask for one must not make the channel hear everything twice."""
    digests = Digests(database)
    first = await digests.set(a_digest())
    second = await digests.set(a_digest(asked_by=BEN, every=Every.WEEK, weekday="friday", hour=17))
    assert (second.id, second.version) == (first.id, first.version + 1)
    assert await digests.of("T1", "C1") == second
    assert (second.asked_by, second.weekday, second.hour) == (BEN, "friday", 17)
    assert await digests.of("T1", "C2") is None
    await digests.drop(first.id)
    assert await digests.get(first.id) is None


async def test_what_is_due_waits_until_it_is_told(database: Database) -> None:
    """A crash before the post must not lose it; a change made meanwhile is not overwritten."""
    digests = Digests(database)
    digest = await digests.set(a_digest())
    assert await digests.due(NOON - timedelta(seconds=1)) == []
    assert await digests.due(NOON) == [digest.id]
    changed = await digests.set(a_digest(next_at=NOON + timedelta(hours=1)))
    await digests.move(digest, NOON + DAY)
    assert await digests.get(digest.id) == changed
    await digests.move(changed, NOON + DAY)
    assert await digests.due(NOON + timedelta(hours=2)) == []


async def test_runs_are_added_up_where_they_ended(database: Database) -> None:
    """A run counts in the digest of the day on which it ended, once, however long it took."""
    heard = [
        ran("Orders", records=7),
        ran("Orders", minutes=-30, records=None),
        ran("Leads", "failed", minutes=-90, reason="No credit."),
        ran("Leads", "canceled", minutes=-10),
        ran("Old", minutes=-60 * 25),
        ran("Late", minutes=0),
        ran("Going", "running"),
        ran("Long", minutes=-5, created_at=NOON - 2 * DAY, began_at=NOON - 2 * DAY),
    ]
    await SeenExecutions(database).hear(heard)
    sums = await Sums(database).between(NOON - DAY, NOON, None)
    assert (sums.runs, sums.syncs, sums.rows, sums.failed) == (5, 3, 307, 1)
    only = await Sums(database).between(NOON - DAY, NOON, ["s-Orders", "s-Late"])
    assert (only.runs, only.syncs, only.rows, only.failed) == (2, 1, 7, 0)
    nothing = await Sums(database).between(NOON - DAY, NOON, [])
    assert (nothing.runs, nothing.failures.total, nothing.slowest) == (0, 0, ())


async def test_failures_say_how_often_and_whether_they_go_on(database: Database) -> None:
    """What still fails comes first; what recovered by itself needs nobody."""
    heard = [
        ran("Flaky", "failed", minutes=-50, reason="Timeout."),
        ran("Flaky", "failed", minutes=-40, reason="Timeout."),
        ran("Flaky", minutes=-30),
        ran("Broken", minutes=-50),
        ran("Broken", "interrupted", minutes=-45, reason="Old reason."),
        ran("Broken", "failed", minutes=-40, reason="New reason."),
        ran("Holed", minutes=-20, errors=3),
        ran("Fine", minutes=-20),
        *(ran(f"x{at}", "errors", minutes=-10) for at in range(40)),
    ]
    await SeenExecutions(database).hear(heard)
    found = (await Sums(database).between(NOON - DAY, NOON, None)).failures
    assert (len(found.shown), found.total) == (8, 43)
    assert found.shown[0] == FailedSync(sync_id="s-Broken", name="Broken", times=2, reason="New reason.")
    four = ["s-Flaky", "s-Broken", "s-Holed", "s-Fine"]
    found = (await Sums(database).between(NOON - DAY, NOON, four)).failures
    assert [(one.name, one.times, one.is_failing) for one in found.shown] == [
        ("Broken", 2, True),
        ("Holed", 1, True),
        ("Flaky", 2, False),
    ]


async def test_the_slowest_are_compared_with_what_is_usual(database: Database) -> None:
    """Twelve minutes say nothing without what it took before; too few runs make no rule."""
    heard = [
        ran(name, minutes=-60 * at, began_at=NOON - timedelta(minutes=60 * at + long))
        for name, long in (("Slow", 10), ("Slower", 20), ("Quick", 0.1))
        for at in range(1, 30)
    ]
    heard += [
        ran("Slow", minutes=-1, began_at=NOON - timedelta(minutes=46)),
        ran("New", minutes=-1, began_at=NOON - timedelta(minutes=31)),
        ran("Failed", "failed", minutes=-1, began_at=NOON - DAY),
        ran("Odd", minutes=-1, began_at=NOON + DAY),
    ]
    await SeenExecutions(database).hear(heard)
    sums = await Sums(database).between(NOON - DAY, NOON, None)
    assert sums.slowest == (
        SlowRun(name="Slow", seconds=2700, usual=600),
        SlowRun(name="New", seconds=1800),
        SlowRun(name="Slower", seconds=1200, usual=1200),
    )
