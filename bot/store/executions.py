"""Executions: what was heard of those of watched syncs, and which of it is still to be acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from bot.store import rows
from bot.store.tables import IS_UNTOLD
from bot.store.tables import executions as table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Executable, Select, TextClause
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.models import SeenExecution
    from bot.store.database import Database

AT_ONCE = 500  # that one look takes; the next takes the rest
RUNNING = "running"


class SeenExecutions:
    """Every execution that was heard of in the last days."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, heard: Collection[SeenExecution]) -> int:
        """Write down what was heard, and tell how many rows that added to.

        Twice the same is no news, a start that is heard of after the end adds nothing but its time, and an
        end that was heard of without its time is completed once that is heard.
        """
        merged: dict[str, SeenExecution] = {}
        for one in heard:  # one statement cannot write a row twice
            known = merged.get(one.execution_id)
            merged[one.execution_id] = one if known is None else _merged(known, one)
        if not merged:
            return 0
        every, added = list(merged.values()), 0
        async with self._database.transaction() as connection:
            for begin in range(0, len(every), AT_ONCE):  # a statement has room for so many values only
                written = await connection.execute(_hearing(every[begin : begin + AT_ONCE]))
                added += len(written.all())
        return added

    async def news(self) -> list[SeenExecution]:
        """List what was heard and not acted on, oldest first."""
        async with self._database.statement() as connection:
            return await select_news(connection)

    async def since(self, since: datetime, sync_ids: Collection[str] | None) -> list[SeenExecution]:
        """List the executions of some syncs, or of all with None, heard of since then, oldest first."""
        among = [table.c.sync_id.in_(sync_ids)] if sync_ids is not None else []
        return await self._select(table.c.created_at >= since, *among)

    async def known(self, execution_ids: Sequence[str]) -> dict[str, SeenExecution]:
        """Read those that were heard of already, by Polytomic's id."""
        return {one.execution_id: one for one in await self._select(table.c.execution_id.in_(execution_ids))}

    async def running(self, before: datetime) -> list[SeenExecution]:
        """List those that began before then, by Polytomic's clock, and whose end was not heard of."""
        return await self._select(table.c.status == RUNNING, table.c.began_at < before, limit=AT_ONCE)

    async def names(self, sync_ids: Collection[str]) -> dict[str, str]:
        """Tell what syncs were called when they were last heard of."""
        newest_first = func.array_agg(aggregate_order_by(table.c.sync_name, table.c.created_at.desc()))
        among = table.c.sync_id.in_(sync_ids)
        query = select(table.c.sync_id, newest_first[1]).where(among).group_by(table.c.sync_id)
        async with self._database.statement() as connection:
            return dict(tuple(row) for row in await connection.execute(query))

    async def forget(self, before: datetime) -> None:
        """Forget what was heard of before then."""
        async with self._database.statement() as connection:
            await connection.execute(delete(table).where(table.c.created_at < before))

    async def _select(
        self, *conditions: ColumnElement[bool] | TextClause, limit: int | None = None
    ) -> list[SeenExecution]:
        async with self._database.statement() as connection:
            return await select_executions(connection, _oldest_first(*conditions).limit(limit))


async def select_news(connection: AsyncConnection) -> list[SeenExecution]:
    """Read what was heard and not acted on, oldest first."""
    return await select_executions(connection, _oldest_first(IS_UNTOLD).limit(AT_ONCE))


async def select_executions(
    connection: AsyncConnection, query: Select[tuple[object, ...]]
) -> list[SeenExecution]:
    """Read what a query of whole rows finds."""
    return [rows.to_execution(row) for row in (await connection.execute(query)).mappings()]


async def act_on(connection: AsyncConnection, executions: Collection[SeenExecution]) -> None:
    """Note that these versions are dealt with; what was heard since then stays news."""
    noted = (
        update(table)
        .where(table.c.id == bindparam("this"), table.c.told_version < bindparam("now"))
        .values(told_version=bindparam("now"))
    )
    if executions:
        await connection.execute(noted, [{"this": one.id, "now": one.version} for one in executions])


def _oldest_first(*conditions: ColumnElement[bool] | TextClause) -> Select[tuple[object, ...]]:
    return select(table).where(*conditions).order_by(table.c.created_at, table.c.id)


def _merged(first: SeenExecution, second: SeenExecution) -> SeenExecution:
    """Make one of two things that were heard of one execution in the same moment."""
    start, end = (first, second) if first.status == RUNNING else (second, first)
    return end.model_copy(
        update={"began_at": end.began_at or start.began_at, "trigger": end.trigger or start.trigger}
    )


def _hearing(heard: Sequence[SeenExecution]) -> Executable:
    added = insert(table).values([one.model_dump() for one in heard])
    new = added.excluded
    is_end = and_(table.c.status == RUNNING, new.status != RUNNING)
    completes = and_(table.c.ended_at.is_(None), new.ended_at.is_not(None), new.status != RUNNING)
    ends = {
        name: case((or_(is_end, completes), new[name]), else_=table.c[name])
        for name in ("status", "reason", "records", "errors", "ended_at")
    }
    late = {
        "began_at": func.coalesce(table.c.began_at, new.began_at),
        "trigger": func.coalesce(func.nullif(table.c.trigger, ""), new.trigger),
    }
    adds = or_(is_end, completes, and_(table.c.began_at.is_(None), new.began_at.is_not(None)))
    version = table.c.version + case((is_end, 1), else_=0)
    return added.on_conflict_do_update(
        index_elements=["execution_id"], set_={**ends, **late, "version": version}, where=adds
    ).returning(table.c.id)
