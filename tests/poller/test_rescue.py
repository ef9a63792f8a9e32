"""What a replica held that died is taken over, once, and without waiting for a beat."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock
from uuid import uuid4

import pytest
from builders import a_setup, run_out_of_lease
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from sqlalchemy import text

from bot.poller import tasks
from bot.poller.rescue import Rescue
from bot.store import Beats, Setups
from bot.store.jobs import RECOVER_SETUP, TELL_SETUP, Jobs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from procrastinate import App as Queue
    from procrastinate.jobs import Job

    from bot.store import Database

JOBS = "SELECT task_name, args ->> 'row_id', status::text FROM procrastinate_jobs ORDER BY id"
AGED = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '7 seconds'"
LOOK_AGAIN = "UPDATE beats SET next_at = now() WHERE name = 'rescue'"


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    """Open the queue on a fresh database."""
    async with tasks.queue(database.conninfo).open_async() as opened:
        yield opened


@pytest.fixture
def rescue(database: Database, queue: Queue) -> Rescue:
    """Return what is tested."""
    return Rescue(Beats(database), queue, Setups(database), Jobs(queue))


async def execute(database: Database, statement: str) -> Sequence[tuple[str, ...]]:
    """Do something that the bot's interfaces do not offer."""
    async with database.transaction() as connection:
        done = await connection.execute(text(statement))
        return [tuple(row) for row in done] if done.returns_rows else []


async def held_job(queue: Queue) -> Job:
    """Let a worker take a job."""
    await Jobs(queue).defer(TELL_SETUP, uuid4())
    worker_id = await queue.job_manager.register_worker()
    held = await queue.job_manager.fetch_job(queues=None, worker_id=worker_id)
    assert held is not None
    return held


async def test_a_job_of_a_dead_replica_waits_again(database: Database, queue: Queue, rescue: Rescue) -> None:
    """Its lock is gone with it; a job of a replica that gives signs of life is left alone."""
    held = await held_job(queue)
    row_id = held.task_kwargs["row_id"]
    await rescue.once()
    assert await execute(database, JOBS) == [(TELL_SETUP, row_id, "doing")]
    await execute(database, AGED)
    await execute(database, LOOK_AGAIN)
    await rescue.once()
    assert await execute(database, JOBS) == [(TELL_SETUP, row_id, "todo")]
    again = await queue.job_manager.fetch_job(
        queues=None, worker_id=await queue.job_manager.register_worker()
    )
    assert again is not None
    await queue.job_manager.finish_job(held, Status.SUCCEEDED, delete_job=True)  # it was only frozen
    assert await execute(database, JOBS) == [(TELL_SETUP, row_id, "doing")], "that is the other one"


async def test_a_job_is_noted_as_done_although_the_connection_ended_meanwhile(
    database: Database, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker lives, so nobody else would drop it, and its lock would hold its row up for ever."""
    held, finish, tried = await held_job(queue), JobManager.finish_job, iter([True])

    async def broken_once(self: JobManager, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - as there
        if next(tried, False):
            raise ConnectorException
        await finish(self, job, status, delete_job)

    monkeypatch.setattr(JobManager, "finish_job", broken_once)
    await queue.job_manager.finish_job(held, Status.SUCCEEDED, delete_job=True)
    assert await execute(database, JOBS) == []


async def test_a_job_that_nobody_hears_of_ends_without_a_traceback(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By then its worker has ended as well: what it held is dropped as a dead one's."""
    held = await held_job(queue)
    monkeypatch.setattr(tasks, "NOTE_SECONDS", 0.3)
    monkeypatch.setattr(JobManager, "finish_job", AsyncMock(side_effect=ConnectorException))
    with caplog.at_level(logging.INFO):
        await queue.job_manager.finish_job(held, Status.SUCCEEDED, delete_job=True)
    assert "the database does not hear of it" in caplog.text


async def test_a_form_whose_replica_died_is_recovered(database: Database, rescue: Rescue) -> None:
    """Its lease has run out without being given back."""
    setups = Setups(database)
    setup = await setups.add(a_setup())
    assert await setups.leases.take(setup.id, seconds=30)
    await rescue.once()
    assert await execute(database, JOBS) == []
    await run_out_of_lease(database)
    await execute(database, LOOK_AGAIN)
    await rescue.once()
    assert await execute(database, JOBS) == [(RECOVER_SETUP, str(setup.id), "todo")]
