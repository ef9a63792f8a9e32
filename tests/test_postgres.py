"""The embedded server: it survives its users, and its data survives everything."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import stat
import sys
import textwrap
from pathlib import Path

import psutil
import psycopg
import pytest

from bot import postgres
from bot.store import Database

KEEP_A_ROW_AND_WAIT = textwrap.dedent(
    """
    import asyncio, pathlib, sys
    import psycopg
    from bot import postgres

    async def main():
        server = await postgres.start(pathlib.Path(sys.argv[1]))
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        print("kept", flush=True)
        await asyncio.Event().wait()

    asyncio.run(main())
    """
)


def answer(url: str) -> int:
    """Read the row that the killed process wrote."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT answer FROM kept").fetchone()
    assert row is not None
    return int(row[0])


async def start_and_kill(folder: Path) -> None:
    """Start a server from another process, write a row, and kill that process without warning."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KEEP_A_ROW_AND_WAIT, str(folder), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"kept\n"
    process.kill()
    await process.wait()


def postmaster(folder: Path) -> psutil.Process:
    """Return the server's own process."""
    return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


def is_alive(process: psutil.Process) -> bool:
    """Tell whether a process still works; a zombie does not."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


async def kill(process: psutil.Process) -> None:
    """Kill a process without warning and see it dead."""
    process.send_signal(signal.SIGKILL)
    while is_alive(process):
        await asyncio.sleep(0)


async def test_a_killed_bot_leaves_its_data(data_dir: Path) -> None:
    """A killed bot leaves the server running; the next start joins it and ends it at its own end."""
    await start_and_kill(data_dir)
    left_over = postmaster(data_dir)
    async with await postgres.start(data_dir) as server:
        assert answer(server.url) == 42
        assert postmaster(data_dir) == left_over
    assert not is_alive(left_over)


async def test_a_killed_server_recovers(data_dir: Path) -> None:
    """The whole machine goes down: server and bot die together, and the next start finds the row."""
    await start_and_kill(data_dir)
    left_over = postmaster(data_dir)
    await kill(left_over)
    async with await postgres.start(data_dir) as server:
        assert answer(server.url) == 42


async def test_a_pid_that_is_another_program_s_now(data_dir: Path) -> None:
    """In a restarted container the old server's number is somebody else's: it must not count as running."""
    await start_and_kill(data_dir)
    left_over = postmaster(data_dir)
    pid_file = data_dir / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    await kill(left_over)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    async with await postgres.start(data_dir) as server:
        assert answer(server.url) == 42


async def test_a_folder_with_any_name(data_dir: Path) -> None:
    """Folders are called My Projects, and worse; the address must still be understood by everybody."""
    folder = data_dir / "My Projects 100% a+b&c=d;'ü"
    async with await postgres.start(folder) as server, await Database.open(server.url) as database:
        for address in (server.url, database.conninfo):
            with psycopg.connect(address) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
        assert await database.is_up()


async def test_a_folder_that_cannot_be_used(data_dir: Path) -> None:
    """A wrong BOT_DATA_DIR is said in words; with a right one the start works."""
    taken = data_dir / "a-file"
    taken.touch()
    with pytest.raises(postgres.ServerFailed) as failed:
        await postgres.start(taken)
    assert str(taken) in failed.value.message
    assert "DATABASE_URL" in failed.value.guidance
    async with await postgres.start(data_dir / "a-folder") as server:
        assert server.url


async def test_the_last_user_stops_the_server(data_dir: Path) -> None:
    """`doctor` beside a running bot must not take its database away."""
    bot = await postgres.start(data_dir)
    doctor = await postgres.start(data_dir)
    await doctor.stop()
    with psycopg.connect(bot.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    await bot.stop()
    await bot.stop()
    with pytest.raises(psycopg.OperationalError), contextlib.closing(psycopg.connect(bot.url)):
        pass


async def test_nobody_reaches_it_but_by_a_private_socket(data_dir: Path) -> None:
    """The embedded server trusts whoever reaches it: no TCP, and a socket that only its own user may open."""
    async with await postgres.start(data_dir) as server:
        with psycopg.connect(server.url) as connection:
            settings = connection.execute(
                "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')"
            ).fetchone()
        assert settings is not None
        addresses, socket_folder = settings
        assert addresses == ""
        server_processes = [postmaster(data_dir), *postmaster(data_dir).children()]
        listening = [
            one
            for process in server_processes
            for one in process.net_connections("inet")
            if one.status == psutil.CONN_LISTEN
        ]
        assert listening == []
        for folder in (Path(socket_folder), data_dir / "postgres"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
