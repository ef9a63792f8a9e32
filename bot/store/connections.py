"""Connections: how each was at the last look, and what people still have to hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ARRAY, Boolean, Text, and_, any_, case, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.models import KnownConnection
from bot.store.errors import Changed
from bot.store.tables import connection_health as table
from bot.store.telling import told

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from bot.store.database import Database

NOTHING_YET: dict[str, object] = {
    "name": "",
    "type_name": "",
    "reason": "",
    "episode": 0,
    "recipients": [],
    "syncs": [],
    "version": 0,
    "told_version": 0,
}
OWN = {"told_version"}


class KnownConnections:
    """Every connection of the organization that was ever seen and is still there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark(self) -> tuple[int, int]:
        """Sum the table up: two equal marks mean that nothing in it has changed."""
        summed = select(func.count(), func.coalesce(func.sum(table.c.version), 0)).select_from(table)
        async with self._database.statement() as connection:
            number, versions = (await connection.execute(summed)).one()
        return int(number), int(versions)

    async def health(self) -> dict[str, bool]:
        """Tell by connection id whether each was healthy at the last look."""
        async with self._database.statement() as connection:
            found = await connection.execute(select(table.c.connection_id, table.c.is_healthy))
            return dict(tuple(row) for row in found)

    async def add(self, health: Mapping[str, bool]) -> None:
        """Remember connections that were never seen before; there is nothing to tell of them."""
        seen = select(
            func.gen_random_uuid(),
            func.unnest(literal(list(health.keys()), ARRAY(Text))),
            func.unnest(literal(list(health.values()), ARRAY(Boolean))),
            *(literal(value, table.c[name].type) for name, value in NOTHING_YET.items()),
            func.now(),
        )
        columns = ["id", "connection_id", "is_healthy", *NOTHING_YET, "created_at"]
        added = insert(table).from_select(columns, seen)
        async with self._database.statement() as connection:
            await connection.execute(added.on_conflict_do_nothing(index_elements=["connection_id"]))

    async def forget(self, connection_ids: Collection[str]) -> None:
        """Forget connections that are gone."""
        async with self._database.statement() as connection:
            await connection.execute(delete(table).where(_among(connection_ids)))

    async def turn(self, connection_ids: Collection[str], *, healthy: bool) -> None:
        """Note a change that concerns nobody; what is still to be told stays so."""
        is_all_told = table.c.told_version == table.c.version
        turned = update(table).where(_among(connection_ids), table.c.is_healthy != healthy)
        noted = turned.values(
            is_healthy=healthy,
            version=table.c.version + 1,
            told_version=case((is_all_told, table.c.version + 1), else_=table.c.told_version),
        )
        async with self._database.statement() as connection:
            await connection.execute(noted)

    async def save(self, known: KnownConnection) -> KnownConnection:
        """Write a change that people shall hear of; raises Changed if another replica was faster."""
        saved = known.model_copy(update={"version": known.version + 1})
        is_this = and_(table.c.id == known.id, table.c.version == known.version)
        written = update(table).where(is_this).values(**saved.model_dump())
        async with self._database.statement() as connection:
            if not (await connection.execute(written)).rowcount:
                raise Changed
        return saved

    async def of(self, connection_ids: Collection[str]) -> list[KnownConnection]:
        """Read what is known of some connections."""
        return await self._select(_among(connection_ids))

    async def get(self, row_id: UUID) -> KnownConnection | None:
        """Read one by its row's id; None if the connection is gone."""
        found = await self._select(table.c.id == row_id)
        return found[0] if found else None

    async def told(self, known: KnownConnection) -> None:
        """Note that people know of this version."""
        await told(self._database, table, known.id, known.version)

    async def _select(self, condition: ColumnElement[bool]) -> list[KnownConnection]:
        query = select(table).where(condition).order_by(table.c.created_at)
        async with self._database.statement() as connection:
            found = (await connection.execute(query)).mappings()
            return [
                KnownConnection.model_validate({name: row[name] for name in row if name not in OWN})
                for row in found
            ]


def _among(connection_ids: Collection[str]) -> ColumnElement[bool]:
    return table.c.connection_id == any_(literal(list(connection_ids), ARRAY(Text)))
