"""Triggers: which clicks, commands and submissions were taken in the last minutes, by whichever replica."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert

from bot.store.tables import triggers as table

if TYPE_CHECKING:
    from bot.store.database import Database

REMEMBERED = timedelta(minutes=15)  # Slack's signature on a request is good for five


class Triggers:
    """Slack gives each thing that a person does a trigger_id of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, trigger_id: str) -> bool:
        """Take what came with a trigger_id; False if that was taken before."""
        key = hashlib.sha256(trigger_id.encode(errors="replace")).hexdigest()
        taken = insert(table).values(hash=key, taken_at=func.now()).on_conflict_do_nothing()
        async with self._database.statement() as connection:
            return (await connection.execute(taken.returning(table.c.hash))).first() is not None

    async def forget(self) -> None:
        """Forget those that nobody can repeat any more."""
        async with self._database.statement() as connection:
            await connection.execute(delete(table).where(table.c.taken_at < func.now() - REMEMBERED))
