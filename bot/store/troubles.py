"""Troubles and reports: what watches have to tell, written together with what it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.models import Report, Trouble
from bot.store.trouble_tables import reports, troubles

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement, RowMapping, TextClause
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.database import Database

LOCK = 7_316_002_119  # whoever holds it decides what follows from what was heard, or about silence
OWN = {"told_version"}
STAYS = {"id", "told_version", "told_streak"}  # what a decision does not change


class Troubles:
    """Every trouble and report that was told a while ago or is still to be told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, trouble_id: UUID) -> Trouble | None:
        """Read one; None if it is forgotten."""
        found = await self._select(troubles.c.id == trouble_id)
        return found[0] if found else None

    async def led_by(self, lead_id: UUID) -> list[Trouble]:
        """List those that one message tells of, in the order in which they joined it."""
        return await self._select(troubles.c.lead_id == lead_id)

    async def report(self, report_id: UUID) -> Report | None:
        """Read a report; None if it is forgotten."""
        query = select(reports).where(reports.c.id == report_id)
        async with self._database.statement() as connection:
            row = (await connection.execute(query)).mappings().first()
        return Report.model_validate(_known(row)) if row else None

    async def told(self, one: Trouble | Report, *, streak: int = 0) -> None:
        """Note which version was told last, as for all rows, and how far the thread has told."""
        table = reports if isinstance(one, Report) else troubles
        told: dict[str, Any] = {"told_version": one.version}
        if isinstance(one, Trouble):
            told["told_streak"] = func.greatest(troubles.c.told_streak, streak)
        noted = update(table).where(table.c.id == one.id).values(**told)
        async with self._database.statement() as connection:
            await connection.execute(noted)

    async def stir(self, watch_id: UUID) -> list[UUID]:
        """Look anew at what is open of a watch that was changed; returns whose messages are to be edited.

        What keeps silent is looked at by the next round; what was told is shown with the new settings.
        """
        mine = and_(troubles.c.watch_id == watch_id, troubles.c.over_at.is_(None))
        quiet = update(troubles).where(mine, troubles.c.alerted_at.is_(None)).values(silent_until=func.now())
        is_told = and_(mine, troubles.c.alerted_at.is_not(None))
        own = or_(troubles.c.lead_id.is_(None), troubles.c.lead_id == troubles.c.id)
        shown = update(troubles).where(is_told, own).values(version=troubles.c.version + 1)
        async with self._database.transaction() as connection:
            await lock(connection)
            await connection.execute(quiet)
            return list((await connection.scalars(shown.returning(troubles.c.id))).all())

    async def _select(self, *conditions: ColumnElement[bool] | TextClause) -> list[Trouble]:
        async with self._database.statement() as connection:
            return await select_troubles(connection, *conditions)


async def lock(connection: AsyncConnection) -> None:
    """Let nobody else decide until the end of the transaction."""
    await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


async def select_troubles(
    connection: AsyncConnection, *conditions: ColumnElement[bool] | TextClause
) -> list[Trouble]:
    """Read troubles, oldest first."""
    query = select(troubles).where(*conditions).order_by(troubles.c.created_at, troubles.c.id)
    return [Trouble.model_validate(_known(row)) for row in (await connection.execute(query)).mappings()]


async def write_troubles(connection: AsyncConnection, changed: Collection[Trouble]) -> None:
    """Write new and changed troubles; what another's message tells of has nothing to tell itself."""
    added = insert(troubles)
    kept = {column.name: added.excluded[column.name] for column in troubles.c if column.name not in STAYS}
    for is_told in (False, True):
        written = [_row(one, is_told=is_told) for one in changed if _has_nothing_to_tell(one) is is_told]
        noted = kept | ({"told_version": added.excluded.told_version} if is_told else {})
        if written:
            await connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=noted), written)


def _has_nothing_to_tell(one: Trouble) -> bool:
    return one.is_led or one.alerted_at is None


def _row(one: Trouble, *, is_told: bool) -> dict[str, Any]:
    failures = [failure.model_dump(mode="json") for failure in one.failures]
    return {**one.model_dump(exclude={"failures"}), "failures": failures} | (
        {"told_version": one.version} if is_told else {}
    )


async def write_reports(connection: AsyncConnection, new: Collection[Report]) -> None:
    """Write new reports."""
    for one in new:
        heard = [execution.model_dump(mode="json") for execution in one.executions]
        row = one.model_dump(exclude={"executions"}) | {"tells": one.tells.value, "executions": heard}
        await connection.execute(insert(reports).values(**row))


def _known(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in row if name not in OWN}
