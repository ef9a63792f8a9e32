"""Watches: which channels follow which bulk syncs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.store import rows
from bot.store.errors import Changed
from bot.store.tables import watches as table

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from bot.models import Watch
    from bot.store.database import Database


class Watches:
    """All watches; a channel has at most one for each sync, and one for all syncs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, watch: Watch) -> Watch:
        """Write a new watch; if the channel watches that already, return the one that there is."""
        added = insert(table).values(**rows.of_watch(watch)).on_conflict_do_nothing()
        await self._write(added)
        return await self.of(watch.asked_by.team_id, watch.channel_id, watch.sync_id) or watch

    async def save(self, watch: Watch) -> Watch:
        """Write what was read and changed; raises Changed if it was changed meanwhile, or is gone."""
        saved = watch.model_copy(update={"version": watch.version + 1})
        is_this = and_(table.c.id == watch.id, table.c.version == watch.version)
        if not await self._write(update(table).where(is_this).values(**rows.of_watch(saved))):
            raise Changed
        return saved

    async def delete(self, watch_id: UUID) -> None:
        """End a watch."""
        await self._write(delete(table).where(table.c.id == watch_id))

    async def delete_of_channel(self, team_id: str, channel_id: str) -> None:
        """End all watches of a channel."""
        await self._write(delete(table).where(table.c.team_id == team_id, table.c.channel_id == channel_id))

    async def get(self, watch_id: UUID) -> Watch | None:
        """Read one; None if it was ended."""
        return _first(await self._select(table.c.id == watch_id))

    async def of(self, team_id: str, channel_id: str, sync_id: str | None) -> Watch | None:
        """Find a channel's watch for one sync, or for all with None."""
        is_same = table.c.sync_id.is_not_distinct_from(sync_id)
        mine = await self._select(table.c.team_id == team_id, table.c.channel_id == channel_id, is_same)
        return _first(mine)

    async def of_channel(self, team_id: str, channel_id: str) -> list[Watch]:
        """List a channel's watches, oldest first."""
        return await self._select(table.c.team_id == team_id, table.c.channel_id == channel_id)

    async def of_team(self, team_id: str) -> list[Watch]:
        """List a workspace's watches, oldest first."""
        return await self._select(table.c.team_id == team_id)

    async def of_syncs(self, sync_ids: Collection[str]) -> list[Watch]:
        """List the watches that follow any of these syncs, those for all syncs among them."""
        return await self._select(or_(table.c.sync_id.in_(sync_ids), table.c.sync_id.is_(None)))

    async def every(self) -> list[Watch]:
        """List all watches of all workspaces, oldest first."""
        return await self._select()

    async def watched(self, *, before: datetime | None = None) -> set[str] | None:
        """Tell the ids of the syncs that are watched, or were before that moment; None: all are."""
        known = [table.c.created_at < before] if before is not None else []
        query = select(table.c.sync_id).where(*known).distinct()
        async with self._database.statement() as connection:
            found = set((await connection.scalars(query)).all())
        return None if None in found else {one for one in found if one is not None}

    async def _select(self, *conditions: ColumnElement[bool]) -> list[Watch]:
        query = select(table).where(*conditions).order_by(table.c.created_at)
        async with self._database.statement() as connection:
            return [rows.to_watch(row) for row in (await connection.execute(query)).mappings()]

    async def _write(self, statement: Any) -> bool:
        async with self._database.statement() as connection:
            return bool((await connection.execute(statement)).rowcount)


def _first(found: list[Watch]) -> Watch | None:
    return found[0] if found else None
