"""What many tests share: one PostgreSQL with a fresh database per test, and both stand-ins."""

from __future__ import annotations

import asyncio
import os
import uuid
from typing import TYPE_CHECKING, NamedTuple

import hypothesis
import psycopg
import pytest
import pytest_asyncio
from folders import server_folder
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from bot import postgres
from bot.store import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from playwright.async_api import Browser

    from bot.sandbox import polytomic, slack

TEMPLATE = "migrated"

hypothesis.settings.register_profile("any machine", deadline=None)  # a busy one is no defect
hypothesis.settings.register_profile("long", deadline=None)  # many and new examples, where a test asks
hypothesis.settings.load_profile("any machine")


class Server(NamedTuple):
    """The PostgreSQL of this test run."""

    url: str  # of its maintenance database

    def named(self, database: str) -> str:
        """Return the address of one of its databases."""
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def execute(self, statement: str, *names: str) -> None:
        """Run a statement about databases, which no transaction may enclose."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(SQL(statement).format(*map(Identifier, names)))


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Return a folder for a test's own embedded server."""
    with server_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One embedded PostgreSQL for all tests, or the one that TEST_DATABASE_URL names."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield Server(given)
        return
    with server_folder() as folder:
        running = asyncio.run(postgres.start(folder))
        server = Server(running.url)
        server.execute("ALTER SYSTEM SET fsync = off")  # a test's data need not survive a power cut
        server.execute("SELECT pg_reload_conf()")
        yield server
        asyncio.run(running.stop())


@pytest.fixture(scope="session")
def migrated_template(postgres_server: Server) -> str:
    """Make the database that each test's own is copied from."""
    postgres_server.execute("DROP DATABASE IF EXISTS {}", TEMPLATE)
    postgres_server.execute("CREATE DATABASE {}", TEMPLATE)
    asyncio.run(_migrate(postgres_server.named(TEMPLATE)))
    return TEMPLATE


async def _migrate(url: str) -> None:
    async with await Database.open(url) as database:
        await database.migrate()


@pytest.fixture
def database_url(postgres_server: Server, migrated_template: str) -> Iterator[str]:
    """Return the address of a fresh, migrated database, dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    postgres_server.execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, migrated_template)
    yield postgres_server.named(name)
    postgres_server.execute("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def empty_url(postgres_server: Server) -> Iterator[str]:
    """Return the address of a database without a table."""
    name = f"empty_{uuid.uuid4().hex}"
    postgres_server.execute("CREATE DATABASE {}", name)
    yield postgres_server.named(name)
    postgres_server.execute("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open a fresh, migrated database."""
    async with await Database.open(database_url) as opened:
        yield opened


@pytest.fixture
async def polytomic_sandbox() -> AsyncIterator[polytomic.Running]:
    """Serve a local Polytomic."""
    from bot.sandbox import polytomic  # noqa: PLC0415 - store tests need no sandbox

    running = await polytomic.serve(polytomic.Config())
    yield running
    await running.stop()


@pytest.fixture
async def slack_sandbox() -> AsyncIterator[slack.Running]:
    """Serve a local Slack whose workspace has this bot's manifest."""
    from bot.manifest import manifest  # noqa: PLC0415 - store tests need no sandbox
    from bot.sandbox import slack  # noqa: PLC0415 - store tests need no sandbox
    from bot.sandbox.slack.config import AppConfig  # noqa: PLC0415 - store tests need no sandbox

    running = await slack.serve(slack.Config(app=AppConfig(manifest=manifest())))
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Share one browser between all tests of a worker; each gets contexts of its own."""
    from chromium import open_browser  # noqa: PLC0415 - most tests need no browser

    async with open_browser() as opened:
        yield opened
