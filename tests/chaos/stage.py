"""Where cells are played: a fresh database, both stand-ins and the bot, none of them patient."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import uuid4

import psycopg
from folders import README_PICTURE
from member import Member
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url
from world import bot_in, stand_ins

from bot import charts
from bot.app import parts
from bot.listeners import beside
from bot.notifier import refusals
from bot.poller import setups
from bot.polytomic import Polytomic
from bot.store import Database
from tests.chaos.scene import Scene
from tests.chaos.weather import POLYTOMIC_SECONDS, SLACK_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from shown import Json

TEMPLATE = "chaos_template"
NOT_THROUGH = {"dispatch_failed", "operation_timeout"}
REPEATS, SOON = 60, 0.3  # the SDK may need ten seconds to notice that its socket is gone
HURRY = 0.1  # of a wait is waited

MIGRATE, migrating = Database.migrate, asyncio.Lock()
records: ContextVar[list[logging.LogRecord] | None] = ContextVar("records", default=None)


class ByCell(logging.Handler):
    """Keeps what the bot of each cell writes, by the context that its tasks inherit."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        kept = records.get()
        if kept is not None:
            kept.append(record)


async def migrate(database: Database) -> None:
    """Migrate one database at a time: Alembic keeps what it works on where all of a process find it."""
    async with migrating:
        await MIGRATE(database)


@contextmanager
def hurried() -> Iterator[None]:
    """Let the bot of this process wait little for others, and between its own repeats."""

    async def pause(seconds: float) -> None:
        await asyncio.sleep(seconds * HURRY)

    polytomic = partial(Polytomic, time_limit=POLYTOMIC_SECONDS, pause=pause)
    handler, root = ByCell(logging.INFO), logging.getLogger()
    level = root.level
    with ExitStack() as stack:
        for place, name, value in (
            (Database, "migrate", migrate),
            (parts, "Polytomic", polytomic),
            (parts, "SLACK_SECONDS", SLACK_SECONDS),
            (refusals, "LONGEST_WAIT", 0.2),
            (setups, "LONGEST_WAIT", 0.5),
            (beside, "PAUSE_SECONDS", 0.05),
            (beside, "SECONDS", SLACK_SECONDS),
            (charts, "COMMAND", ("cat", str(README_PICTURE))),
        ):
            stack.enter_context(patch.object(place, name, value))
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.removeHandler(handler)
            root.setLevel(level)


class Databases:
    """A fresh database for each cell, copied from one that is migrated."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._turn = asyncio.Lock()  # PostgreSQL copies one at a time

    async def begin(self) -> None:
        """Migrate the one that all are copied from."""
        await self._do("CREATE DATABASE {}", TEMPLATE)
        async with await Database.open(self._named(TEMPLATE)) as database:
            await database.migrate()

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        """Make a database, and drop it in the end."""
        name = f"cell_{uuid4().hex}"
        async with self._turn:
            await self._do("CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
        try:
            yield self._named(name)
        finally:
            with suppress(psycopg.OperationalError):  # a server that is gone has nothing to drop
                await self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _named(self, database: str) -> str:
        return make_url(self._url).set(database=database).render_as_string(hide_password=False)

    async def _do(self, statement: str, *names: str) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(SQL(statement).format(*map(Identifier, names)))


class Persistent(Member):
    """A person who does again what Slack says has not got through."""

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        seen = self._views(body)
        for _ in range(REPEATS):
            answer: dict[str, Any] = await super()._post(path, **body)
            if answer.get("error") not in NOT_THROUGH:
                break
            await asyncio.sleep(SOON)
            if path == "submit" and self._views(body) != seen:  # the form got through all the same
                break
        return answer

    def _views(self, body: dict[str, Any]) -> list[Json]:
        return [view for view in self.stack if view["id"] == body.get("view_id")]


@asynccontextmanager
async def scene_in(databases: Databases) -> AsyncIterator[Scene]:
    """Build a world with a person in it."""
    async with (
        databases.fresh() as url,
        stand_ins(url, schema_delay=0.05, unfurl_links=True) as world,
        bot_in(world),
    ):
        await world.at_polytomic("config", execution_seconds=0.2)
        async with Persistent.present(world.slack.url, world.users[0]) as person:
            yield Scene(world, person)
