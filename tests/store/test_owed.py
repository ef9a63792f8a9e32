"""What is owed: after a crash each beat finds exactly what nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from builders import NOON, a_plan, a_run, a_setup, owed

from bot.models import Question, State
from bot.store import Database, Runs, Setups
from bot.store.jobs import CREATE_BULK_SYNC, START_RUN, TELL_RUN, TELL_SETUP

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def test_what_is_due_waits_for_nobody(database: Database, setups: Setups) -> None:
    """The poller takes exactly those that need neither a person, nor time, nor another holder."""
    ready = {"state": State.AWAITING_SCHEMAS, "plan": None}
    now = await setups.add(a_setup(**ready | {"plan": a_plan("now")}))
    past = await setups.add(a_setup(**ready | {"plan": a_plan("past"), "next_try_at": NOON}))
    creating = await setups.add(a_setup(plan=a_plan("creating"), state=State.CREATING))
    await setups.add(a_setup(**ready | {"plan": a_plan("later"), "next_try_at": NOON + HOUR}))
    await setups.add(a_setup(**ready | {"plan": a_plan("asked"), "question": Question.OBJECTS}))
    await setups.add(a_setup(**ready))
    await setups.add(a_setup(plan=a_plan("waiting"), state=State.AWAITING_AUTHORIZATION))
    held = await setups.add(a_setup(**ready | {"plan": a_plan("held")}))
    lease = await setups.leases.take(held.id, seconds=30)
    assert lease is not None
    assert set(await owed(database, CREATE_BULK_SYNC)) == {now.id, past.id, creating.id}
    await setups.leases.release(lease)
    assert held.id in await owed(database, CREATE_BULK_SYNC)


async def test_a_start_that_a_crash_swallowed_is_repeated(database: Database) -> None:
    """Unless it was added just now, or somebody holds it."""
    runs = Runs(database)
    run = await runs.add(a_run())
    assert await owed(database, START_RUN) == []
    assert await owed(database, START_RUN, NOON + MINUTE) == [run.id]
    await runs.leases.take(run.id, seconds=30)
    assert await owed(database, START_RUN, NOON + MINUTE) == []


async def test_a_run_that_is_held_is_left_alone(database: Database) -> None:
    """Whoever adds it posts its first message; the beat must not post another one meanwhile."""
    runs, run = Runs(database), a_run()
    lease = await runs.add_held(run, seconds=30)
    later = NOON + MINUTE
    assert (await owed(database, TELL_RUN), await owed(database, START_RUN, later)) == ([], [])
    await runs.leases.release(lease)
    assert await owed(database, TELL_RUN) == [run.id]
    assert await owed(database, START_RUN, later) == [run.id]


@pytest.mark.parametrize(
    ("task", "kind", "make"), [(TELL_SETUP, Setups, a_setup), (TELL_RUN, Runs, a_run)], ids=["setup", "run"]
)
async def test_every_version_is_told(database: Database, task: str, kind: type, make: Callable) -> None:
    """A crash between a save and its telling leaves the row untold, until it is told.

    A replica that thaws amid an edit puts an old card over the new one: the new one is drawn once more.
    """
    rows = kind(database)
    first = await rows.add(make())
    assert await owed(database, task) == [first.id]
    await rows.told(first)
    assert await owed(database, task) == []
    second = await rows.save(first)
    assert await owed(database, task) == [first.id]
    await rows.told(second)
    assert await owed(database, task) == []
    await rows.told(first)
    assert await owed(database, task) == [first.id]
    await rows.told(second)
    assert await owed(database, task) == []


async def test_each_row_comes_with_its_own_task(database: Database, setups: Setups) -> None:
    """The oldest is told first: whoever waits longest hears first."""
    newer = await setups.add(a_setup(created_at=NOON))
    older = await setups.add(a_setup(created_at=NOON - HOUR))
    await setups.told(await setups.add(a_setup(created_at=NOON - 2 * HOUR)))
    run = await Runs(database).add(a_run())
    assert await owed(database, TELL_SETUP) == [older.id, newer.id]
    assert await owed(database, TELL_RUN) == [run.id]
