"""What executions add up to; the database counts them, as there may be millions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Text, and_, any_, extract, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from bot.models import DigestSums, FailedSync, Few, SlowRun
from bot.store.tables import executions as table

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.database import Database

NAMED = 8  # failing syncs that are told by name
SLOWEST = 3
ENOUGH = 3  # runs that tell what is usual
LONGEST_RUN = timedelta(days=3)  # what began earlier and ends now is left out
ENDED = func.coalesce(table.c.ended_at, table.c.created_at)
IS_BAD = or_(
    table.c.status.in_(("failed", "errors", "interrupted")),
    and_(table.c.status == "completed", func.coalesce(table.c.errors, 0) > 0),
)
SECONDS = extract("epoch", table.c.ended_at - table.c.began_at)
IS_TIMED = and_(table.c.status == "completed", table.c.ended_at >= table.c.began_at)


class Sums:
    """Adds executions up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def between(self, since: datetime, until: datetime, sync_ids: Collection[str] | None) -> DigestSums:
        """Add up what ended in that time of some syncs' executions, or of all with None."""
        among = (
            [table.c.sync_id == any_(literal(list(sync_ids), ARRAY(Text)))] if sync_ids is not None else []
        )
        ended = and_(
            table.c.created_at >= since - LONGEST_RUN,
            table.c.status != "running",
            since <= ENDED,
            until > ENDED,
            *among,
        )
        async with self._database.transaction() as connection:
            failures = await _failures(connection, ended)
            slowest = await _slowest(connection, ended)
            return DigestSums(failures=failures, slowest=slowest, **await _counts(connection, ended))


async def _counts(connection: AsyncConnection, ended: ColumnElement[bool]) -> dict[str, int]:
    counted = select(
        func.count().label("runs"),
        func.count(table.c.sync_id.distinct()).label("syncs"),
        func.coalesce(func.sum(table.c.records), 0).label("rows"),
        func.count().filter(IS_BAD).label("failed"),
    ).where(ended)
    row = (await connection.execute(counted)).mappings().one()
    return {name: int(value) for name, value in row.items()}


async def _failures(connection: AsyncConnection, ended: ColumnElement[bool]) -> Few[FailedSync]:
    went_wrong = select(table.c.sync_id).where(ended, IS_BAD)  # few of many: only they are sorted by time
    times = func.count().filter(IS_BAD)
    is_failing = _last(IS_BAD)
    found = (
        select(
            table.c.sync_id,
            _last(table.c.sync_name).label("name"),
            times.label("times"),
            is_failing.label("is_failing"),
            func.array_agg(aggregate_order_by(table.c.reason, ENDED.desc()))
            .filter(IS_BAD)[1]
            .label("reason"),
            func.count().over().label("total"),
        )
        .where(ended, table.c.sync_id.in_(went_wrong))
        .group_by(table.c.sync_id)
        .order_by(is_failing.desc(), times.desc(), table.c.sync_id)
        .limit(NAMED)
    )
    rows = [dict(row) for row in (await connection.execute(found)).mappings()]
    total = max((row.pop("total") for row in rows), default=0)
    return Few[FailedSync](shown=tuple(FailedSync.model_validate(row) for row in rows), total=total)


async def _slowest(connection: AsyncConnection, ended: ColumnElement[bool]) -> tuple[SlowRun, ...]:
    """Find the syncs with the longest runs, each once, and what their runs take usually."""
    longest = func.max(SECONDS)
    found = (
        select(table.c.sync_id, func.max(table.c.sync_name).label("name"), longest.label("seconds"))
        .where(ended, IS_TIMED)
        .group_by(table.c.sync_id)
        .order_by(longest.desc())
        .limit(SLOWEST)
    )
    rows = (await connection.execute(found)).mappings().all()
    median = func.percentile_cont(0.5).within_group(SECONDS)
    known = (
        select(table.c.sync_id, median.label("usual"))
        .where(IS_TIMED, table.c.sync_id.in_([row["sync_id"] for row in rows]))
        .group_by(table.c.sync_id)
        .having(func.count() >= ENOUGH)
    )
    usual = {row.sync_id: row.usual for row in await connection.execute(known)} if rows else {}
    return tuple(
        SlowRun(name=row["name"], seconds=float(row["seconds"]), usual=usual.get(row["sync_id"]))
        for row in rows
    )


def _last(what: ColumnElement[Any]) -> ColumnElement[Any]:
    """Take a sync's latest value."""
    return func.array_agg(aggregate_order_by(what, ENDED.desc()))[1]
