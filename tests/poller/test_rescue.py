"""What a replica held that died is taken over, once, and without waiting for a beat."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import a_setup, run_out_of_lease
from procrastinate.jobs import Status
from sqlalchemy import text

from bot.poller import tasks
from bot.poller.rescue import Rescue
from bot.store import Beats, Setups
from bot.store.jobs import RECOVER_SETUP, TELL_SETUP, Jobs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from procrastinate import App as Queue

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


async def test_a_job_of_a_dead_replica_waits_again(database: Database, queue: Queue, rescue: Rescue) -> None:
    """Its lock is gone with it; a job of a replica that gives signs of life is left alone."""
    row_id = uuid4()
    await Jobs(queue).defer(TELL_SETUP, row_id)
    worker_id = await queue.job_manager.register_worker()
    held = await queue.job_manager.fetch_job(queues=None, worker_id=worker_id)
    assert held is not None
    await rescue.once()
    assert await execute(database, JOBS) == [(TELL_SETUP, str(row_id), "doing")]
    await execute(database, AGED)
    await execute(database, LOOK_AGAIN)
    await rescue.once()
    assert await execute(database, JOBS) == [(TELL_SETUP, str(row_id), "todo")]
    again = await queue.job_manager.fetch_job(
        queues=None, worker_id=await queue.job_manager.register_worker()
    )
    assert again is not None
    await queue.job_manager.finish_job(held, Status.SUCCEEDED, delete_job=True)  # it was only frozen
    assert await execute(database, JOBS) == [(TELL_SETUP, str(row_id), "doing")], "that is the other one"


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
