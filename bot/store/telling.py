"""What people still have to be told: rows whose version is ahead of the one that was shown in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table, update

if TYPE_CHECKING:
    from uuid import UUID

    from bot.store.database import Database


async def told(database: Database, table: Table, row_id: UUID, version: int) -> None:
    """Note which version was told last.

    An older one may come after a newer one, from a replica that was frozen meanwhile: what Slack shows is out
    of date then, so the newer one is told again.
    """
    noted = update(table).where(table.c.id == row_id).values(told_version=version)
    async with database.statement() as connection:
        await connection.execute(noted)
