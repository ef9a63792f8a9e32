"""Gaps: times of which nobody can say any more what happened, and whether people know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from bot.models import Gap
from bot.store.tables import gaps
from bot.store.telling import told

if TYPE_CHECKING:
    from uuid import UUID

    from bot.store.database import Database

OWN = {"told_version"}


class Gaps:
    """All gaps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, gap: Gap) -> None:
        """Write a gap down; the same one twice is one."""
        added = insert(gaps).values(**gap.model_dump()).on_conflict_do_nothing(index_elements=["id"])
        async with self._database.statement() as connection:
            await connection.execute(added)

    async def get(self, gap_id: UUID) -> Gap | None:
        """Read one; None if it was never written."""
        async with self._database.statement() as connection:
            row = (await connection.execute(select(gaps).where(gaps.c.id == gap_id))).mappings().first()
        return Gap.model_validate({name: row[name] for name in row if name not in OWN}) if row else None

    async def told(self, gap: Gap) -> None:
        """Note that people know of it."""
        await told(self._database, gaps, gap.id, gap.version)
