"""What `doctor` asks of a database: whether it lets the bot in, and whether its tables fit this program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy.exc import ArgumentError

from bot.errors import BotError
from bot.store import migrations
from bot.store.database import CONNECT_SECONDS, Database
from bot.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

VERSION_TABLE = "alembic_version"

_HERE = "SELECT now(), current_user, has_schema_privilege(current_schema(), 'CREATE')"
_FORBIDDEN = """
    SELECT relname FROM pg_class
    WHERE relnamespace = to_regnamespace(current_schema()) AND relkind = 'r'
      AND (relname = ANY(%s) OR starts_with(relname, 'procrastinate_'))
      AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
               AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
    ORDER BY relname
"""


class Tables(StrEnum):
    """How a database's tables compare with those that this program knows."""

    NONE = "none"  # the first start makes them
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    HIDDEN = "hidden"  # the user may not even read which they are


class Refused(BotError):  # noqa: N818 - the design's style of word
    """PostgreSQL does not let the bot in, or cannot be reached."""

    default_guidance = "Check DATABASE_URL, and that the server lets this machine in."


@dataclass(frozen=True)
class Checkup:
    """What a database says of itself."""

    now: datetime  # by its own clock
    user: str
    may_create: bool
    forbidden: tuple[str, ...]  # the tables that the user may not read or write
    version: str | None  # of its tables
    tables: Tables


async def look(url: str) -> Checkup:
    """Look at a database without changing anything; raises Refused."""
    async with await _connect(url) as connection:
        ((now, user, may_create),) = await _rows(connection, _HERE)
        names = [*metadata.tables, VERSION_TABLE]
        forbidden = tuple(name for (name,) in await _rows(connection, _FORBIDDEN, names))
        version = None if VERSION_TABLE in forbidden else await _version(connection)
    tables = Tables.HIDDEN if VERSION_TABLE in forbidden else _compared(version)
    return Checkup(now, user, bool(may_create), forbidden, version, tables)


def _compared(version: str | None) -> Tables:
    known = migrations.known()
    if version is None:
        return Tables.NONE
    if version not in known:
        return Tables.NEWER
    return Tables.CURRENT if version == known[-1] else Tables.OLDER


async def _connect(url: str) -> psycopg.AsyncConnection[Any]:
    try:
        async with await Database.open(url) as database:
            conninfo = database.conninfo
        return await psycopg.AsyncConnection.connect(
            conninfo, connect_timeout=CONNECT_SECONDS, autocommit=True
        )
    except (ArgumentError, ValueError, psycopg.ProgrammingError):  # their words may hold the password
        raise Refused("DATABASE_URL cannot be read as an address.", _ADDRESS) from None
    except psycopg.OperationalError as error:
        raise _in_words(str(error)) from None


async def _rows(
    connection: psycopg.AsyncConnection[Any], query: str, *given: object
) -> Sequence[tuple[Any, ...]]:
    return await (await connection.execute(query, given or None)).fetchall()


async def _version(connection: psycopg.AsyncConnection[Any]) -> str | None:
    ((is_there,),) = await _rows(connection, f"SELECT to_regclass('{VERSION_TABLE}') IS NOT NULL")
    found = await _rows(connection, f"SELECT version_num FROM {VERSION_TABLE}") if is_there else ()  # noqa: S608
    return str(found[0][0]) if found else None


_ESCAPES = "In an address, @ : / # ? and % of a password are written %40 %3A %2F %23 %3F %25."
_ADDRESS = f"Write it as postgresql://user:password@host:5432/name. {_ESCAPES}"
_REASONS = (  # what the server or the driver says: what happened, and what to do
    (
        r"password authentication failed|no password supplied|role .* does not exist",
        "PostgreSQL refuses the user or the password of DATABASE_URL.",
        f"Correct them; ALTER ROLE … PASSWORD sets a new one. {_ESCAPES}",
    ),
    (
        r"database .* does not exist",
        "PostgreSQL has no database of the name that DATABASE_URL ends with.",
        "Make it (createdb), or correct the name.",
    ),
    (
        r"no pg_hba\.conf entry|pg_hba\.conf rejects",
        "PostgreSQL does not let this user in from this machine.",
        "Add a line to its pg_hba.conf; if it wants encryption, end DATABASE_URL with ?sslmode=require.",
    ),
    (
        r"too many clients|connection slots|too many connections",
        "PostgreSQL has no connection left.",
        "Raise max_connections, or close what others hold open: each bot takes up to 30.",
    ),
    (
        r"resolve host|translate host name",
        "PostgreSQL does not answer: nobody knows the host that DATABASE_URL names.",
        "Correct it: what stands in DATABASE_URL between @ and the next : or / is taken for the host.",
    ),
    (
        r"permission denied for database",
        "PostgreSQL does not let this user into this database.",
        "As its owner: GRANT CONNECT ON DATABASE … TO ….",
    ),
)


def _in_words(said: str) -> Refused:
    for pattern, message, guidance in _REASONS:
        if re.search(pattern, said):
            return Refused(message, guidance)
    return Refused("PostgreSQL does not answer.")
