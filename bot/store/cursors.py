"""Cursors: how far Polytomic's events were read, for all replicas and across restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.models import Cursor
from bot.store.tables import cursors

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store.database import Database


class Cursors:
    """All cursors, by their name; each moves forward only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> Cursor | None:
        """Read one; None where nothing was read yet."""
        unread_for = (func.clock_timestamp() - cursors.c.read_at).label("unread_for")
        query = select(cursors.c.at, cursors.c.read_at, unread_for).where(cursors.c.name == name)
        async with self._database.statement() as connection:
            row = (await connection.execute(query)).mappings().first()
        return Cursor.model_validate(dict(row)) if row else None

    async def move(self, name: str, at: datetime | None) -> None:
        """Note that everything up to a moment was read just now; an earlier moment changes only the when."""
        first = insert(cursors).values(name=name, at=at, read_at=func.clock_timestamp())
        moved = first.on_conflict_do_update(
            index_elements=[cursors.c.name],
            set_={"at": func.greatest(cursors.c.at, first.excluded.at), "read_at": first.excluded.read_at},
        )
        async with self._database.statement() as connection:
            await connection.execute(moved)

    async def forget(self, *names: str) -> None:
        """Forget cursors, so that reading starts anew."""
        async with self._database.statement() as connection:
            await connection.execute(delete(cursors).where(cursors.c.name.in_(names)))
