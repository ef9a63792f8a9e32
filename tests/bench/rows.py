"""Rows that are put straight into the database, as if people had come that far by themselves."""

from __future__ import annotations

import uuid
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import delete, insert, text
from sqlalchemy.engine import make_url

from bot.models import End, ObjectChoice, Objects, Person, Plan, Schedule, Setup, State
from bot.store import Database
from bot.store.rows import of_setup
from bot.store.tables import setups

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

TEAM = "T0BENCH"
CHANNEL = "C0BENCH"
CHANNELS = 50  # in which syncs are announced: Slack takes one message a second in each
AT_ONCE = 1000


class Opened(NamedTuple):
    """A database, and where a bot finds it."""

    url: str
    database: Database


@asynccontextmanager
async def fresh_database(server_url: str) -> AsyncIterator[Opened]:
    """Make an empty, migrated database on the server, and drop it at the end."""
    name = f"bench_{uuid.uuid4().hex}"
    _execute(server_url, "CREATE DATABASE {}", name)
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    try:
        async with await Database.open(url) as database:
            await database.migrate()
            yield Opened(url, database)
    finally:
        _execute(server_url, "DROP DATABASE {} WITH (FORCE)", name)


def at_first_form(number: int) -> Setup:
    """Make a setup whose requester has the form of the source in front of them."""
    source = End(type="salesforce", type_name="Salesforce")
    return _setup(number).model_copy(update={"source": source, "destination": _destination(None)})


def at_summary(number: int, source_id: str, destination_id: str) -> Setup:
    """Make a setup whose requester has only to say yes to the summary."""
    setup = awaiting_sign_in(number, source_id, destination_id)
    plan = _plan(number).model_copy(update={"is_accepted": True})
    changes = {"state": State.CONNECTING, "plan": plan, "auth_url": None, "waiting_since": None}
    return setup.model_copy(update=changes)


def awaiting_sign_in(number: int, source_id: str, destination_id: str) -> Setup:
    """Make a setup that waits for the sign-in to a source."""
    source = End(type="salesforce", type_name="Salesforce", name=f"Source {number}", connection_id=source_id)
    changes = {
        "state": State.AWAITING_AUTHORIZATION,
        "source": source,
        "destination": _destination(destination_id),
        "plan": _plan(number),
        "auth_url": f"http://127.0.0.1/oauth/{number}",
        "waiting_since": datetime.now(UTC),
    }
    return _setup(number).model_copy(update=changes)


async def put(database: Database, many: Iterable[Setup]) -> None:
    """Write setups of which people have been told already."""
    values = [{**of_setup(one), "told_version": one.version} for one in many]
    async with database.transaction() as connection:
        for start in range(0, len(values), AT_ONCE):
            await connection.execute(insert(setups), values[start : start + AT_ONCE])


async def empty(database: Database) -> None:
    """Forget all setups."""
    async with database.transaction() as connection:
        await connection.execute(delete(setups))


class BeatLog:
    """Notes every beat that is taken, in the database, where it is taken."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def install(self) -> None:
        """Begin to note beats."""
        async with self._database.transaction() as connection:
            for statement in _NOTE_BEATS:
                await connection.execute(text(statement))

    async def moments(self) -> list[float]:
        """Tell when each beat so far began, in seconds since 1970."""
        query = text("SELECT extract(epoch FROM at) FROM bench_beats ORDER BY at")
        async with self._database.transaction() as connection:
            return [float(moment) for moment in await connection.scalars(query)]


_NOTE_BEATS = (
    "CREATE TABLE bench_beats (at timestamptz NOT NULL)",
    (
        "CREATE FUNCTION bench_beat() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO bench_beats VALUES (clock_timestamp()); RETURN NEW; END'"
    ),
    (
        "CREATE TRIGGER bench_beat AFTER INSERT OR UPDATE ON beats "
        "FOR EACH ROW WHEN (NEW.name = 'poll') EXECUTE FUNCTION bench_beat()"
    ),
)


def sync_name(number: int) -> str:
    """Name the bulk sync of a setup."""
    return f"Bench {number:05}"


def _setup(number: int) -> Setup:
    requester = Person(team_id=TEAM, user_id=f"U{number:08}")
    return Setup(id=uuid.uuid4(), requester=requester, created_at=datetime.now(UTC))


def _destination(connection_id: str | None) -> End:
    return End(type="snowflake", type_name="Snowflake", name="Warehouse", connection_id=connection_id)


def _plan(number: int) -> Plan:
    return Plan(
        name=sync_name(number),
        objects=Objects(choice=ObjectChoice.NAMED, names=("Account", "Contact")),
        settings={"schema": f"BENCH_{number}"},
        mode="replicate",
        schedule=Schedule(),
        channel_id=f"{CHANNEL}{number % CHANNELS:03}",
    )


def _execute(server_url: str, statement: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(SQL(statement).format(Identifier(name)))
