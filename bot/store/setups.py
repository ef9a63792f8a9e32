"""Setups: the rows that say how far each request for a sync has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    TextClause,
    and_,
    any_,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Text

from bot.models import Person, Setup, State
from bot.store import rows
from bot.store.errors import Changed, NameInUse, NoSuchSetup
from bot.store.leases import Leases, is_free
from bot.store.tables import IS_UNFINISHED, setups
from bot.store.telling import told

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from bot.store.database import Database

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EXPIRES_AFTER = timedelta(days=7)
AWAITING = setups.c.state == literal(State.AWAITING_AUTHORIZATION.value, literal_execute=True)


class Setups:
    """All setups, of every workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.leases = Leases(database, setups)

    async def add(self, setup: Setup) -> Setup:
        """Write a new setup; raises NameInUse."""
        await self._write(setup, insert(setups).values(**rows.of_setup(setup)))
        return setup

    async def get(self, setup_id: UUID) -> Setup:
        """Read one setup; raises NoSuchSetup."""
        found = await self._select(setups.c.id == setup_id)
        if not found:
            raise NoSuchSetup
        return found[0]

    async def save(self, setup: Setup) -> Setup:
        """Write what was read and changed; raises Changed, NoSuchSetup or NameInUse."""
        saved = setup.model_copy(update={"version": setup.version + 1})
        is_this = and_(setups.c.id == setup.id, setups.c.version == setup.version)
        changes = {**rows.of_setup(saved), "saved_at": func.now()}
        if not await self._write(setup, update(setups).where(is_this).values(**changes)):
            await self.get(setup.id)
            raise Changed
        return saved

    async def delete(self, setup_id: UUID) -> None:
        """Forget a setup."""
        async with self._database.statement() as connection:
            await connection.execute(delete(setups).where(setups.c.id == setup_id))

    async def told(self, setup: Setup) -> None:
        """Note that people know of this version."""
        await told(self._database, setups, setup.id, setup.version)

    async def interrupted(self) -> list[Setup]:
        """Find setups whose modal work was cut off: claimed, never released, and the time is over."""
        return await self._select(
            setups.c.state == State.CONNECTING.value, setups.c.claimed_until <= func.now()
        )

    async def open_of(self, person: Person) -> list[Setup]:
        """List a person's unfinished setups, newest first."""
        is_theirs = and_(setups.c.team_id == person.team_id, setups.c.user_id == person.user_id)
        found = await self._select(IS_UNFINISHED, is_theirs)
        return sorted(found, key=lambda setup: setup.created_at, reverse=True)

    async def unfinished_named(self, team_id: str, name: str) -> Setup | None:
        """Find the workspace's unfinished setup of this name, in whatever case it is written."""
        is_named = and_(setups.c.team_id == team_id, setups.c.name_key == rows.name_key(name))
        found = await self._select(IS_UNFINISHED, is_named)
        return found[0] if found else None

    async def count_awaiting_authorization(self) -> int:
        """Count the setups that wait for a sign-in."""
        async with self._database.statement() as connection:
            return await connection.scalar(select(func.count()).select_from(setups).where(AWAITING)) or 0

    async def awaiting_by_connection(self, connection_ids: Collection[str]) -> list[Setup]:
        """List the setups that wait for a sign-in and use one of these connections."""
        one_of_them = any_(literal(list(connection_ids), ARRAY(Text)))
        is_source = setups.c.source_connection_id == one_of_them
        is_destination = setups.c.destination_connection_id == one_of_them
        return await self._select(AWAITING, setups.c.page.is_(None), or_(is_source, is_destination))

    async def on_page(self) -> list[Setup]:
        """List the setups that wait for somebody on Polytomic's secure page."""
        return await self._select(AWAITING, setups.c.page.is_not(None))

    async def awaiting_on_none_of(self, connection_ids: Collection[str]) -> list[Setup]:
        """List the setups that wait for a sign-in to a connection that is not among these: it was deleted."""
        one_of_them = any_(literal(list(connection_ids), ARRAY(Text)))
        return await self._select(
            AWAITING, setups.c.page.is_(None), not_(setups.c.source_connection_id == one_of_them)
        )

    async def using(self, connection_ids: Collection[str], *, unfinished: bool = False) -> list[Setup]:
        """List the setups with one of these connections at either end, whatever became of them."""
        one_of_them = any_(literal(list(connection_ids), ARRAY(Text)))
        is_source = setups.c.source_connection_id == one_of_them
        is_destination = setups.c.destination_connection_id == one_of_them
        is_used = or_(is_source, is_destination)
        return await (self._select(IS_UNFINISHED, is_used) if unfinished else self._select(is_used))

    async def of_sync(self, sync_id: str) -> Setup | None:
        """Find the setup that made a bulk sync."""
        found = await self._select(setups.c.sync_id == sync_id)
        return found[0] if found else None

    async def awaiting_schemas(self, *, most: int) -> list[Setup]:
        """List the oldest setups that wait for the source's objects, or try right now whether they exist."""
        waits = setups.c.state.in_([State.AWAITING_SCHEMAS.value, State.CREATING.value])
        return await self._select(IS_UNFINISHED, waits, setups.c.question.is_(None), most=most)

    async def to_remind(self, now: datetime) -> list[Setup]:
        """List those to be reminded of the sign-in: after an hour, and again after a day."""
        first = and_(setups.c.reminders == 0, setups.c.waiting_since <= now - HOUR)
        second = and_(setups.c.reminders == 1, setups.c.waiting_since <= now - DAY)
        is_alive = setups.c.waiting_since > now - EXPIRES_AFTER
        return await self._select(AWAITING, is_alive, or_(first, second))

    async def to_expire(self, now: datetime) -> list[Setup]:
        """List those that waited a week for the sign-in."""
        return await self._select(AWAITING, setups.c.waiting_since <= now - EXPIRES_AFTER)

    async def abandoned(self, before: datetime) -> list[Setup]:
        """List modals that nobody touched since `before` and that left nothing at Polytomic."""
        untouched = and_(setups.c.state == State.CONNECTING.value, setups.c.saved_at < before)
        found = await self._select(IS_UNFINISHED, untouched, is_free(setups))
        return [setup for setup in found if not _has_made_a_connection(setup)]

    async def _select(
        self, *conditions: ColumnElement[bool] | TextClause, most: int | None = None
    ) -> list[Setup]:
        query = select(setups).where(*conditions).order_by(setups.c.created_at).limit(most)
        async with self._database.statement() as connection:
            return [rows.to_setup(row) for row in (await connection.execute(query)).mappings()]

    async def _write(self, setup: Setup, statement: Any) -> bool:
        """Run a statement and tell whether it met a row; raises NameInUse."""
        try:
            async with self._database.statement() as connection:
                return bool((await connection.execute(statement)).rowcount)
        except IntegrityError as error:
            raise await self._name_in_use(setup) or error from error

    async def _name_in_use(self, setup: Setup) -> NameInUse | None:
        if setup.plan is None:
            return None
        other = await self.unfinished_named(setup.requester.team_id, setup.plan.name)
        return NameInUse(setup.plan.name, other.id, other.requester) if other else None


def _has_made_a_connection(setup: Setup) -> bool:
    return any(end is not None and end.made_here for end in (setup.source, setup.destination))
