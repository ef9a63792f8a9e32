"""Leases: who works on a row right now, so that two never do; a crash ends one by itself.

A lease is known by the moment at which it ends. Whoever was frozen beyond that moment, and lost the row to
somebody else meanwhile, can neither prolong the other's lease nor end it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Table, func, or_, update

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from bot.store.database import Database


class Lease(NamedTuple):
    """The right to work on a row alone until a moment of PostgreSQL's clock."""

    row_id: UUID
    ends_at: datetime


class Leases:
    """The leases on the rows of one table."""

    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._table = table

    async def take(self, row_id: UUID, *, seconds: float) -> Lease | None:
        """Take a row for oneself for some seconds; None if somebody else holds it or it is gone."""
        return await self._noted(row_id, is_free(self._table), seconds)

    async def renew(self, lease: Lease, *, seconds: float) -> Lease | None:
        """Hold a row for some more seconds; None if it was lost meanwhile."""
        return await self._noted(lease.row_id, self._table.c.claimed_until == lease.ends_at, seconds)

    async def release(self, lease: Lease) -> None:
        """Give a row back, unless it was lost meanwhile."""
        is_mine = self._table.c.claimed_until == lease.ends_at
        let_go = update(self._table).where(self._table.c.id == lease.row_id, is_mine)
        async with self._database.statement() as connection:
            await connection.execute(let_go.values(claimed_until=None))

    async def _noted(self, row_id: UUID, may: ColumnElement[bool], seconds: float) -> Lease | None:
        taken = (
            update(self._table).where(self._table.c.id == row_id, may).values(claimed_until=until(seconds))
        )
        async with self._database.statement() as connection:
            ends_at = await connection.scalar(taken.returning(self._table.c.claimed_until))
        return Lease(row_id, ends_at) if ends_at else None


def is_free(table: Table) -> ColumnElement[bool]:
    """Match rows that nobody holds; PostgreSQL's clock decides for all replicas."""
    return or_(table.c.claimed_until.is_(None), table.c.claimed_until <= func.now())


def until(seconds: float) -> ColumnElement[Any]:
    """Return the moment at which a lease that begins now ends."""
    return func.now() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
