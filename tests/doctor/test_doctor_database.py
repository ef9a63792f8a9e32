"""`doctor` on the database: who is let in, with which rights, to which tables; and room on the disk."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest
from diagnosis import failures, findings
from sqlalchemy.engine import make_url

from bot import postgres
from bot.doctor import database as check
from bot.store import Database, migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Server
    from diagnosis import Given


def execute(url: str, *statements: str) -> None:
    """Run statements."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def move(url: str, version: str) -> None:
    """Pretend that the tables are of another version."""
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", [version])


@pytest.fixture
def guest(postgres_server: Server, database_url: str) -> Iterator[str]:
    """Return the address of the test's database for a user without any rights."""
    name = f"guest_{uuid.uuid4().hex}"
    execute(postgres_server.url, f"CREATE ROLE {name} LOGIN")
    yield make_url(database_url).set(username=name).render_as_string(hide_password=False)
    execute(database_url, f"DROP OWNED BY {name}")
    execute(postgres_server.url, f"DROP ROLE {name}")


@pytest.mark.parametrize(
    ("url", "said", "advice"),
    [
        ("postgresql://bot:hunter2@127.0.0.1:1/bot", "does not answer", "DATABASE_URL"),
        ("postgresql://bot:hunter2@no-such-host.invalid/bot", "host", "DATABASE_URL"),
        ("postgresql://bot:hunter2@127.0.0.1:port/bot", "cannot be read", "postgresql://user:password@host"),
        ("postgresql://bot:hunter2@127.0.0.1:1/bot?no_such=1", "cannot be read", "%40"),
    ],
)
async def test_a_server_that_is_not_there_is_told(given: Given, url: str, said: str, advice: str) -> None:
    """What is wrong is named, and nothing else is; a mistyped address never shows its password."""
    failed = await failures(given(database_url=url), check.examine)
    assert set(failed) == {"Database"}
    assert said in failed["Database"].says
    assert advice in failed["Database"].guidance


async def test_who_is_not_let_in_is_told_why(given: Given, data_dir: Path) -> None:
    """A wrong password, a database that nobody made, and a rule of the server's are mended differently."""
    async with await postgres.start(data_dir) as server:
        rules = data_dir / "postgres" / "pg_hba.conf"
        only = "local all bot scram-sha-256\nlocal all guest reject\n"
        rules.write_text(only + rules.read_text())
        execute(server.url, "CREATE ROLE bot LOGIN PASSWORD 'right'", "SELECT pg_reload_conf()")
        there = make_url(server.url)

        async def wrong(**changed: str) -> tuple[str, str]:
            url = there.set(**changed).render_as_string(hide_password=False)
            failed = await failures(given(database_url=url), check.examine)
            return failed["Database"].says, failed["Database"].guidance

        for password in ({}, {"password": "hunter2"}):
            assert "the password" in " ".join(await wrong(username="bot", **password))
        assert "the user" in " ".join(await wrong(username="nobody"))
        assert "createdb" in " ".join(await wrong(database="elsewhere"))
        assert "pg_hba.conf" in " ".join(await wrong(username="guest"))
        execute(server.url, "ALTER DATABASE postgres CONNECTION LIMIT 0")
        right = there.set(username="bot", password="right").render_as_string(hide_password=False)
        failed = await failures(given(database_url=right), check.examine)
        assert "no connection left" in failed["Database"].says


async def test_missing_rights_are_named(given: Given, guest: str, database_url: str) -> None:
    """A user of a restored database often owns nothing in it."""
    settings = given(database_url=guest)
    failed = await failures(settings, check.examine)
    assert re.search(r"guest_\w+ may not read and write the tables .* more", failed["Database"].says)
    assert "GRANT ALL ON ALL TABLES" in failed["Database"].guidance
    execute(database_url, "GRANT ALL ON ALL TABLES IN SCHEMA public TO public")
    assert await failures(settings, check.examine) == {}


async def test_a_user_who_may_make_no_tables_is_told(given: Given, guest: str, database_url: str) -> None:
    """PostgreSQL gives nobody that right by itself since its version 15; the first start would fail."""
    execute(database_url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    settings = given(database_url=guest)
    assert "GRANT CREATE" in (await failures(settings, check.examine))["Database"].guidance
    execute(database_url, "GRANT CREATE, USAGE ON SCHEMA public TO public")
    assert await failures(settings, check.examine) == {}


async def test_tables_of_another_version_are_told(given: Given, database_url: str) -> None:
    """An older program breaks what a newer one wrote; a newer one only has to be let migrate."""
    older, newest = migrations.known()[-2:]
    move(database_url, older)
    failed = await failures(given(), check.examine)
    assert f"version {older}, older" in failed["Database"].says
    assert "polytomic-bot migrate" in failed["Database"].guidance
    move(database_url, "9999")
    assert "newer" in (await failures(given(), check.examine))["Database"].guidance
    move(database_url, newest)
    assert await failures(given(), check.examine) == {}


async def test_looking_changes_nothing(given: Given, postgres_server: Server) -> None:
    """Whoever checks an empty database has not yet decided to use it."""
    name = f"test_{uuid.uuid4().hex}"
    postgres_server.execute("CREATE DATABASE {}", name)
    url = postgres_server.named(name)
    (found,) = await findings(given(database_url=url), check.examine)
    assert "is empty" in found.says
    async with await Database.open(url) as database:
        await database.migrate()
    assert await failures(given(database_url=url), check.examine) == {}
    postgres_server.execute("DROP DATABASE {} WITH (FORCE)", name)


async def test_the_embedded_server_is_tried(given: Given, data_dir: Path) -> None:
    """Without DATABASE_URL the folder must be usable; one that is not is named."""
    assert await failures(given(database_url=None, bot_data_dir=data_dir / "new"), check.examine) == {}
    taken = data_dir / "a-file"
    taken.touch()
    failed = await failures(given(database_url=None, bot_data_dir=taken), check.examine)
    assert str(taken) in failed["Database"].says


async def test_a_disk_that_is_almost_full_is_told(
    given: Given, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL stops at a full disk, and with it everything."""
    monkeypatch.setattr(check, "NEEDED_BYTES", 2**70)
    taken = data_dir / "a-file"
    taken.touch()
    failed = await failures(given(database_url=None, bot_data_dir=taken), check.examine)
    assert "almost full" in failed["Disk"].says
    assert "BOT_DATA_DIR" in failed["Disk"].guidance
