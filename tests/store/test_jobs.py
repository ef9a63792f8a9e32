"""Jobs: one per row and task in the queue, and a queue that is away loses nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from procrastinate import App, PsycopgConnector
from sqlalchemy import text

from bot.store.jobs import CREATE_BULK_SYNC, TELL_SETUP, Jobs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store import Database


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[App]:
    """Open the queue on a fresh database."""
    async with App(connector=PsycopgConnector(conninfo=database.conninfo)).open_async() as opened:
        yield opened


async def waiting(database: Database) -> list[tuple[str, dict[str, str]]]:
    """Return what waits in the queue."""
    async with database.transaction() as connection:
        found = await connection.execute(text("SELECT task_name, args FROM procrastinate_jobs ORDER BY id"))
        return [(name, arguments) for name, arguments in found]


async def test_a_row_waits_once_per_task(queue: App, database: Database) -> None:
    """Each beat defers again what may have been lost; the queue must not grow by that."""
    jobs, first, second = Jobs(queue), uuid4(), uuid4()
    for _ in range(3):
        await jobs.defer(CREATE_BULK_SYNC, first)
    await jobs.defer(TELL_SETUP, first)
    await jobs.defer(CREATE_BULK_SYNC, second)
    assert await waiting(database) == [
        (CREATE_BULK_SYNC, {"row_id": str(first)}),
        (TELL_SETUP, {"row_id": str(first)}),
        (CREATE_BULK_SYNC, {"row_id": str(second)}),
    ]


async def test_a_queue_that_is_away_fails_nobody(
    queue: App, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The row is saved already: a click must not fail because its job could not be deferred."""
    jobs, row_id = Jobs(queue), uuid4()
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE procrastinate_jobs RENAME TO away"))
    with caplog.at_level(logging.WARNING):
        await jobs.defer(CREATE_BULK_SYNC, row_id)
    assert str(row_id) in caplog.text
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO procrastinate_jobs"))
    await jobs.defer(CREATE_BULK_SYNC, row_id)
    assert len(await waiting(database)) == 1
