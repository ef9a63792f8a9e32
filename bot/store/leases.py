"""Leases: who works on a row right now, so that two never do; a crash ends one by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, func, or_, update

if TYPE_CHECKING:
    from uuid import UUID


def is_free(table: Table) -> ColumnElement[bool]:
    """Match rows that nobody holds; PostgreSQL's clock decides for all replicas."""
    return or_(table.c.claimed_until.is_(None), table.c.claimed_until <= func.now())


def until(seconds: float) -> ColumnElement[Any]:
    """Return the moment at which a lease that begins now ends."""
    return func.now() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


def lease(table: Table, row_id: UUID, seconds: float) -> Any:
    """Take a free row for some seconds and return it; returns no row if it is held."""
    free = update(table).where(table.c.id == row_id, is_free(table))
    return free.values(claimed_until=until(seconds)).returning(table)


def renewal(table: Table, row_id: UUID, seconds: float) -> Any:
    """Hold a row that one holds already for some seconds more."""
    return update(table).where(table.c.id == row_id).values(claimed_until=until(seconds))
