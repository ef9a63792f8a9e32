"""Runs: one at a time per sync, each with one holder."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from builders import ANNA, BEN, NOON, a_run

from bot.models import Problem, Run, RunMode, RunState
from bot.store import Changed, Database, NoSuchRun, RunExists, Runs

MINUTE = timedelta(minutes=1)


@pytest.fixture
def runs(database: Database) -> Runs:
    """Return the repository under test."""
    return Runs(database)


async def test_every_field_survives(runs: Runs) -> None:
    """A restart must find what was known: each field comes back as it was written."""
    written = a_run(
        setup_id=uuid4(),
        state=RunState.OVER,
        execution_id="exec-1",
        status="errors",
        problem=Problem(message="3 records were refused.", guidance="Look at them in Polytomic."),
        records=10,
        errors=3,
        objects_done=1,
        objects_total=2,
        cancelled_by="UBEN",
        trigger="scheduled",
        expected_seconds=12.5,
        started_at=NOON,
        completed_at=NOON + MINUTE,
    )
    await runs.add(written)
    assert await runs.get(written.id) == written
    assert written.setup_id is not None
    assert await runs.of_setup(written.setup_id) == [written]


async def test_a_sync_runs_once_at_a_time(runs: Runs) -> None:
    """Two people press Run now: the second hears of the first's run, and may start when it is over."""
    first = await runs.add(a_run(asked_by=ANNA))
    with pytest.raises(RunExists) as refused:
        await runs.add(a_run(asked_by=BEN))
    assert refused.value.run == first
    await runs.add(a_run(sync_id="sync-2"))
    await runs.save(first.model_copy(update={"state": RunState.OVER}))
    await runs.add(a_run(asked_by=BEN))


async def test_many_at_once_start_one(runs: Runs) -> None:
    """The database decides, not a look before: of ten at the same time one is written."""
    results = await asyncio.gather(*(runs.add(a_run()) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(result, Run) for result in results) == 1
    assert sum(isinstance(result, RunExists) for result in results) == 9


async def test_an_older_version_cannot_overwrite(runs: Runs) -> None:
    """Two replicas move the same run: the second save is refused, and works after reading again."""
    read_by_both = await runs.add(a_run())
    await runs.save(read_by_both.model_copy(update={"state": RunState.RUNNING}))
    with pytest.raises(Changed):
        await runs.save(read_by_both)
    assert (await runs.save(await runs.get(read_by_both.id))).version == 2
    with pytest.raises(NoSuchRun):
        await runs.save(a_run(sync_id="sync-2"))
    with pytest.raises(NoSuchRun):
        await runs.get(uuid4())


async def test_a_beat_finds_the_runs_to_follow(runs: Runs) -> None:
    """Running ones are followed; what is over is left alone, and what has not begun is another's."""
    await runs.add(a_run())
    running = await runs.add(a_run(sync_id="sync-2", state=RunState.RUNNING))
    await runs.add(a_run(sync_id="sync-3", state=RunState.OVER))
    assert [one.run for one in await runs.followed()] == [running]


async def test_what_is_followed_tells_how_long_it_was_left_alone(runs: Runs) -> None:
    """By the database's clock, the same for all replicas; a save begins anew."""
    run = await runs.add(a_run(state=RunState.RUNNING, execution_id="e-1"))
    await runs.add(a_run(sync_id="sync-2"))
    ((followed, unsaved_for),) = await runs.followed()
    assert followed == run
    assert 0 <= unsaved_for < 60
    saved = await runs.save(run)
    ((followed, again),) = await runs.followed()
    assert (followed.version, again < 60) == (saved.version, True)


async def test_who_cancelled_is_noted_for_all_who_follow_it(runs: Runs) -> None:
    """Whoever holds an older version of the run must read it again; what is over stays as it ended."""
    own = await runs.add(a_run(state=RunState.OVER))
    await runs.add(a_run(state=RunState.RUNNING, execution_id="e-1"))
    watched = await runs.add(a_run(state=RunState.RUNNING, execution_id="e-1", watch_id=uuid4()))
    other = await runs.add(a_run(sync_id="sync-2"))
    noted = await runs.cancelled("sync-1", "UBEN")
    assert {one.cancelled_by for one in noted} == {"UBEN"}
    assert len(noted) == 2
    with pytest.raises(Changed):
        await runs.save(watched)
    assert (await runs.get(own.id), await runs.get(other.id)) == (own, other)
    assert {one.id for one in await runs.of_execution("e-1")} == {one.id for one in noted}


async def test_what_of_a_sync_is_run_and_how_is_kept(runs: Runs) -> None:
    """A restart must not turn a test of one object into a run of everything."""
    chosen = a_run(objects=("Account", "Contact"), mode=RunMode.TEST, thread_ts=None)
    await runs.add(chosen)
    assert await runs.get(chosen.id) == chosen
    assert await runs.of_sync(chosen.sync_id) == chosen
    over = await runs.save(chosen.model_copy(update={"state": RunState.OVER}))
    assert await runs.of_sync(chosen.sync_id) is None
    assert (await runs.get(over.id)).objects == ("Account", "Contact")
