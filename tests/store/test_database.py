"""The database goes away and comes back: said clearly, healed without a restart."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from builders import a_setup
from psycopg import AsyncConnection
from sqlalchemy import text

from bot import postgres
from bot.store import Database, Setups, StoreDown
from bot.store import database as database_module
from bot.store.troubles import lock

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_minute_without_database_heals(data_dir: Path) -> None:
    """While the server is gone every call says so; when it is back the same pool works again."""
    first = await postgres.start(data_dir)
    database = await Database.open(first.url)
    await database.migrate()
    setups = Setups(database)
    kept = await setups.add(a_setup())
    await first.stop()

    assert not await database.is_up()
    with pytest.raises(StoreDown) as down:
        await setups.get(kept.id)
    assert down.value.message
    assert down.value.guidance
    with pytest.raises(StoreDown):
        await database.wait_until_up(seconds=0)

    second = await postgres.start(data_dir)
    await database.wait_until_up(seconds=10)
    assert await setups.get(kept.id) == kept
    await database.close()
    await second.stop()


async def test_the_end_waits_for_what_is_under_way(database_url: str) -> None:
    """A listener that still writes down what it has shown must not leave a connection behind."""
    database = await Database.open(database_url)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.transaction() as connection:
            begun.set()
            await go_on.wait()
            await connection.execute(text("SELECT 1"))

    writing = asyncio.create_task(write())
    await begun.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    assert not closing.done()
    with pytest.raises(StoreDown):
        await Setups(database).on_page()
    go_on.set()
    await writing
    await closing


async def test_who_stands_still_in_a_transaction_keeps_nobody_waiting(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen replica may hold a lock that all others need; PostgreSQL ends its session, not its life."""
    monkeypatch.setattr(database_module, "IDLE_SECONDS", 1)
    async with await Database.open(database_url) as frozen, await Database.open(database_url) as other:

        async def stand_still() -> None:
            async with frozen.transaction() as held:
                await lock(held)
                async with asyncio.timeout(20), other.transaction() as connection:
                    await lock(connection)
                await held.execute(text("SELECT 1"))

        with pytest.raises(StoreDown):
            await stand_still()
        assert await frozen.is_up()


async def test_an_address_that_nobody_answers() -> None:
    """A wrong DATABASE_URL ends in the same clear error, not in a driver's."""
    async with await Database.open("postgresql://nobody@127.0.0.1:1/none") as database:
        with pytest.raises(StoreDown):
            await database.migrate()


async def test_every_spelling_of_the_address_works(database_url: str) -> None:
    """Hosts give postgres://, postgresql:// or a driver's spelling: all mean the same."""
    bare = database_url.split("://", 1)[1]
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        async with await Database.open(f"{scheme}://{bare}") as database:
            assert await database.is_up()
            async with await AsyncConnection.connect(database.conninfo) as connection:
                assert not connection.closed


async def test_a_connection_that_died_while_nobody_used_it_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firewall that forgets idle connections costs nobody an answer."""
    monkeypatch.setattr("bot.store.database.TRUSTED_SECONDS", 0)
    setups = Setups(database)
    kept = await setups.add(a_setup())
    async with await AsyncConnection.connect(database.conninfo, autocommit=True) as other:
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )
    assert await setups.get(kept.id) == kept


async def test_what_fails_in_the_middle_leaves_nothing(database: Database) -> None:
    """A row and the job that tells of it are written together or not at all."""

    async def fail() -> None:
        async with database.transaction() as connection:
            await connection.execute(text("INSERT INTO posts (key, channel_id) VALUES ('a', 'C1')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.statement() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM posts")) == 0
