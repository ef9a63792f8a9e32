"""Home tabs that were opened a short while ago, and what is drawn in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.models import OpenHome, Person
from bot.store.tables import homes as table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from bot.store.database import Database


class Homes:
    """Knows whose Home tab may still be open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opened(self, person: Person, now: datetime, *, is_blank: bool = False) -> None:
        """Note that somebody opened theirs; a blank one shows nothing yet."""
        row = {"team_id": person.team_id, "user_id": person.user_id, "opened_at": now}
        noted = insert(table).values(row)
        changes = {"opened_at": noted.excluded.opened_at, **({"shown": None} if is_blank else {})}
        async with self._database.statement() as connection:
            await connection.execute(
                noted.on_conflict_do_update(index_elements=["team_id", "user_id"], set_=changes)
            )

    async def opened_since(self, since: datetime) -> list[OpenHome]:
        """List those that were opened since then, the latest first."""
        return await self._select(table.c.opened_at >= since)

    async def shown(self, person: Person) -> str | None:
        """Tell what is drawn in somebody's, as a hash; None if nobody knows."""
        found = await self._select(_of(person))
        return found[0].shown if found else None

    async def draw(self, person: Person, shown: str) -> None:
        """Note what is drawn now."""
        async with self._database.statement() as connection:
            await connection.execute(update(table).where(_of(person)).values(shown=shown))

    async def drop(self, person: Person) -> None:
        """Forget somebody's."""
        async with self._database.statement() as connection:
            await connection.execute(delete(table).where(_of(person)))

    async def forget(self, before: datetime) -> None:
        """Forget those that were opened before then."""
        async with self._database.statement() as connection:
            await connection.execute(delete(table).where(table.c.opened_at < before))

    async def _select(self, condition: ColumnElement[bool]) -> list[OpenHome]:
        query = select(table).where(condition).order_by(table.c.opened_at.desc())
        async with self._database.statement() as connection:
            return [
                OpenHome(person=Person(team_id=row.team_id, user_id=row.user_id), shown=row.shown)
                for row in await connection.execute(query)
            ]


def _of(person: Person) -> ColumnElement[bool]:
    return and_(table.c.team_id == person.team_id, table.c.user_id == person.user_id)
