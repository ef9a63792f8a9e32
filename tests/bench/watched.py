"""Watched syncs that are put straight into the database, as if channels had followed them for a while."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from bot.models import Person, SeenExecution, Trouble, Watch
from bot.store.rows import of_watch
from bot.store.tables import executions, watches
from bot.store.trouble_tables import troubles
from tests.bench.rows import AT_ONCE, TEAM

if TYPE_CHECKING:
    from sqlalchemy import Table

    from bot.store import Database

CHANNELS = 200
FAILING = 100  # every so manyth sync fails, and its channel was told
BY = Person(team_id=TEAM, user_id="U0BENCH")


async def watch(database: Database, count: int) -> None:
    """Let channels follow so many syncs, of each of which one execution was heard of, and no others."""
    now = datetime.now(UTC)
    await _replace(database, watches, [of_watch(_watch(number, now)) for number in range(count)])
    heard = [_execution(number, now).model_dump() | {"told_version": 0} for number in range(count)]
    await _replace(database, executions, heard)
    failing = [_trouble(number, now) for number in range(0, count, FAILING)]
    told = [one.model_dump() | {"failures": [], "told_version": 0} for one in failing]
    await _replace(database, troubles, told)


async def _replace(database: Database, table: Table, rows: list[dict[str, object]]) -> None:
    async with database.transaction() as connection:
        await connection.execute(delete(table))
        for start in range(0, len(rows), AT_ONCE):
            await connection.execute(insert(table), rows[start : start + AT_ONCE])


def _watch(number: int, now: datetime) -> Watch:
    return Watch(
        id=uuid.UUID(int=number),
        asked_by=BY,
        channel_id=f"C{number % CHANNELS:08}",
        sync_id=f"s-{number}",
        sync_name=f"Sync {number}",
        created_at=now,
    )


def _execution(number: int, now: datetime) -> SeenExecution:
    return SeenExecution(
        id=uuid.uuid4(),
        execution_id=f"e-{number}",
        sync_id=f"s-{number}",
        sync_name=f"Sync {number}",
        status="completed" if number % FAILING else "failed",
        began_at=now,
        ended_at=now,
        created_at=now,
    )


def _trouble(number: int, now: datetime) -> Trouble:
    return Trouble(
        id=uuid.uuid4(),
        watch_id=uuid.UUID(int=number),
        team_id=TEAM,
        channel_id=f"C{number % CHANNELS:08}",
        sync_id=f"s-{number}",
        sync_name=f"Sync {number}",
        streak=1,
        alerted_streak=1,
        alerted_at=now,
        began_at=now,
        created_at=now,
    )
