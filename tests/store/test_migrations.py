"""Migrations: they make exactly the tables that the code uses, in any number of replicas at once."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.store import Database, migrations
from bot.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Server


@pytest.fixture
def empty_url(postgres_server: Server) -> Iterator[str]:
    """Return the address of a database without a table."""
    name = f"empty_{uuid.uuid4().hex}"
    postgres_server.execute("CREATE DATABASE {}", name)
    yield postgres_server.named(name)
    postgres_server.execute("DROP DATABASE {} WITH (FORCE)", name)


def differences(connection: Connection) -> list[object]:
    """Compare our tables with the database's; Procrastinate's are its own affair."""
    ours = set(metadata.tables)
    context = MigrationContext.configure(
        connection,
        opts={"include_name": lambda name, kind, _: kind != "table" or name in ours, "compare_type": True},
    )
    return list(compare_metadata(context, metadata))


async def test_the_migrated_tables_are_the_code_s(database: Database) -> None:
    """A column that was forgotten in a migration must not be found by the first user."""
    async with database.transaction() as connection:
        assert await connection.run_sync(differences) == []
        conditions = await connection.run_sync(_partial_indexes)
    assert set(conditions) == {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["postgresql"]["where"] is not None
    }


def _partial_indexes(connection: Connection) -> list[str]:
    found = connection.execute(
        text("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
    )
    return [name for name in found.scalars() if "procrastinate" not in name]


async def test_many_replicas_migrate_at_once(empty_url: str) -> None:
    """Replicas start together on an empty database: one makes the tables, the others wait for it."""
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(await Database.open(empty_url)) for _ in range(5)]
        migrations_at_once = (database.migrate() for database in opened)
        async with asyncio.timeout(60):  # without the lock they wait for each other for ever
            ends = await asyncio.gather(*migrations_at_once, return_exceptions=True)
        assert ends == [None] * 5
        async with opened[0].transaction() as connection:
            names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert {*metadata.tables, "procrastinate_jobs", "alembic_version"} <= set(names)


async def test_the_queue_s_tables_may_exist(empty_url: str) -> None:
    """Somebody ran Procrastinate's own schema command first: the migration leaves it as it is."""
    async with await Database.open(empty_url) as database:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE procrastinate_jobs (id int)"))
        await database.migrate()
        assert await database.is_up()


def test_there_is_one_newest_step() -> None:
    """Two branches of migrations would leave replicas with different tables."""
    assert len(ScriptDirectory.from_config(migrations.config()).get_heads()) == 1
