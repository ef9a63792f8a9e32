"""Migrations: they make exactly the tables that the code uses, in any number of replicas at once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import NamedTuple

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.store import Database, migrations
from bot.store.tables import metadata


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


class Table(NamedTuple):
    """What a program relies on that reads and writes a table."""

    types: dict[str, str]
    nullable: set[str]
    given: set[str]  # columns that need no value: nullable, or with a default
    unique: set[tuple[str | None, ...]]  # columns


def tables(connection: Connection) -> dict[str, Table]:
    """Read our tables as they are in the database."""
    found, seen = {}, inspect(connection)
    for name in set(seen.get_table_names()) & set(metadata.tables):
        columns = seen.get_columns(name)
        nullable = {one["name"] for one in columns if one["nullable"]}
        found[name] = Table(
            types={one["name"]: str(one["type"]) for one in columns},
            nullable=nullable,
            given=nullable | {one["name"] for one in columns if one["default"] is not None},
            unique={tuple(one["column_names"]) for one in seen.get_indexes(name) if one["unique"]},
        )
    return found


def broken_by(before: Table, after: Table) -> list[str]:
    """List what a program that knows the table as it was before cannot do any more.

    What shall be unique together with a new column, which it leaves empty, is no hindrance.
    """
    hindrances = [names for names in after.unique - before.unique if before.types.keys() >= set(names)]
    return [
        *(f"read {name}" for name, kind in before.types.items() if after.types.get(name) != kind),
        *(f"leave {name} empty" for name in before.nullable - after.nullable),
        *(f"write without {name}" for name in after.types.keys() - before.types.keys() - after.given),
        *(f"write twice {names}" for names in hindrances),
    ]


async def test_each_version_s_tables_serve_the_version_before(empty_url: str) -> None:
    """Replicas are replaced one by one: for a while old ones work on tables that a new one has migrated."""
    broken: list[str] = []

    def climb(connection: Connection) -> None:
        known: dict[str, Table] = {}
        for version in migrations.known():
            command.upgrade(migrations.config(connection), version)
            now = tables(connection)
            for name, table in known.items():
                broken.extend(f"{version}: {name}: {what}" for what in broken_by(table, now[name]))
            known = now
        assert set(known) == set(metadata.tables)

    async with await Database.open(empty_url) as database, database.transaction() as connection:
        await connection.run_sync(climb)
    assert broken == []
