"""Digests: which channels get one, and when each is due next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.models import Digest, Person
from bot.store.tables import digests as table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from bot.store.database import Database

KEPT = {"id", "created_at", "version"}  # of the one that the channel had before


class Digests:
    """All digests; a channel has at most one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, digest: Digest) -> Digest:
        """Write a channel's digest, in place of the one that it had."""
        row = {
            **digest.model_dump(exclude={"asked_by"}),
            "every": digest.every.value,
            "team_id": digest.asked_by.team_id,
            "user_id": digest.asked_by.user_id,
        }
        added = insert(table).values(row)
        changes = {name: added.excluded[name] for name in row if name not in KEPT}
        written = added.on_conflict_do_update(
            index_elements=["team_id", "channel_id"], set_={**changes, "version": table.c.version + 1}
        ).returning(table)
        async with self._database.statement() as connection:
            return _read(dict((await connection.execute(written)).mappings().one()))

    async def of(self, team_id: str, channel_id: str) -> Digest | None:
        """Read a channel's digest; None if it gets none."""
        found = await self._select(table.c.team_id == team_id, table.c.channel_id == channel_id)
        return found[0] if found else None

    async def get(self, digest_id: UUID) -> Digest | None:
        """Read one; None if it was ended."""
        found = await self._select(table.c.id == digest_id)
        return found[0] if found else None

    async def due(self, now: datetime) -> list[UUID]:
        """List those that are due, the one that waits longest first."""
        query = select(table.c.id).where(table.c.next_at <= now).order_by(table.c.next_at)
        async with self._database.statement() as connection:
            return list((await connection.scalars(query)).all())

    async def move(self, digest: Digest, next_at: datetime) -> None:
        """Note when it is due next, unless somebody has changed it meanwhile."""
        is_this = and_(table.c.id == digest.id, table.c.version == digest.version)
        moved = update(table).where(is_this).values(next_at=next_at, version=digest.version + 1)
        async with self._database.statement() as connection:
            await connection.execute(moved)

    async def drop(self, digest_id: UUID) -> None:
        """End a digest."""
        async with self._database.statement() as connection:
            await connection.execute(delete(table).where(table.c.id == digest_id))

    async def _select(self, *conditions: ColumnElement[bool]) -> list[Digest]:
        async with self._database.statement() as connection:
            found = (await connection.execute(select(table).where(*conditions))).mappings()
            return [_read(dict(row)) for row in found]


def _read(row: dict[str, object]) -> Digest:
    person = Person(team_id=str(row.pop("team_id")), user_id=str(row.pop("user_id")))
    return Digest.model_validate({**row, "asked_by": person})
