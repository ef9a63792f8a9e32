"""The command line: starts that work or say why not, and ends in time."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import psutil

from bot import web
from bot.manifest import text

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox import polytomic, slack

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@asynccontextmanager
async def bot(*arguments: str, **variables: str) -> AsyncIterator[Process]:
    """Run the program with nothing of ours in its environment but these variables; kill it at the end."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        env={**kept, "COLUMNS": "200", **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def run(*arguments: str, **variables: str) -> tuple[int | None, str, str]:
    """Run the program to its end; return its exit code and both outputs."""
    async with bot(*arguments, **variables) as process:
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()


async def line_with(process: Process, pattern: re.Pattern[str]) -> str:
    """Wait for the program to print something, and return it."""
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        if found := pattern.search(line):
            return found.group()
    raise AssertionError(f"the program ended without {pattern.pattern}")


async def end(process: Process, number: signal.Signals) -> float:
    """Send a signal and return how many seconds the end took."""
    began = time.monotonic()
    process.send_signal(number)
    await process.wait()
    assert process.returncode == 0
    return time.monotonic() - began


async def status(session: aiohttp.ClientSession, address: str) -> int:
    """Return what an address answers; 0 while nobody does."""
    try:
        async with session.get(address) as answer:
            return answer.status
    except aiohttp.ClientConnectionError:
        return 0


def demo_folder(temporary: Path) -> Path:
    """Return the folder that the demo made for itself."""
    (folder,) = temporary.glob("polytomic-demo-*")
    return folder


def postmaster(folder: Path) -> psutil.Process:
    """Return the database's own process."""
    return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


async def test_incomplete_settings_are_words_and_no_traceback() -> None:
    """The first thing a new user sees must say what to do."""
    code, out, err = await run("serve", SLACK_BOT_TOKEN="xoxb-1")
    assert (code, out) == (1, "")
    assert "POLYTOMIC_API_KEY is not set" in err
    assert "Traceback" not in err


async def test_the_manifest_is_printed_for_one_s_own_names() -> None:
    """It must be exactly what is pasted: nothing else on standard output."""
    assert await run("manifest") == (0, text(), "")
    code, out, _ = await run("manifest", "--http", "https://bot.example.com", SLASH_COMMAND="/syncs")
    assert (code, out) == (0, text("/syncs", "https://bot.example.com"))
    code, out, _ = await run("manifest", "--command", "/mine", SLASH_COMMAND="/syncs")
    assert out == text("/mine")


async def test_serve_is_ready_and_ends_in_time(
    slack_sandbox: slack.Running, polytomic_sandbox: polytomic.Running, data_dir: Path
) -> None:
    """An orchestrator waits for readiness, and kills what does not end within ten seconds."""
    with web.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    variables = {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": slack_sandbox.api_url,
        "POLYTOMIC_API_KEY": "sandbox-key",
        "POLYTOMIC_API_URL": polytomic_sandbox.url,
        "BOT_DATA_DIR": str(data_dir),
        "PORT": str(port),
    }
    async with bot("serve", **variables) as process, aiohttp.ClientSession() as session:
        async with asyncio.timeout(30):
            while await status(session, f"http://127.0.0.1:{port}/readyz") != 200:
                assert process.returncode is None
                await asyncio.sleep(0.05)
        server = postmaster(data_dir)
        assert await end(process, signal.SIGTERM) < 10
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE


async def test_a_start_loads_little_before_its_database_starts() -> None:
    """PostgreSQL and the rest of the program take seconds each: they must start beside one another."""
    heavy = {"aiohttp", "httpx", "matplotlib", "slack_bolt", "slack_sdk", "sqlalchemy", "bot.models"}
    code = f"import sys, bot.cli; print(sorted({heavy} & sys.modules.keys()))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out == b"[]\n"


async def test_migrate_may_be_repeated(database_url: str) -> None:
    """A deployment runs it each time, whether or not there is something to do."""
    needed = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "POLYTOMIC_API_KEY": "key"}
    for _ in range(2):
        code, out, _ = await run("migrate", DATABASE_URL=database_url, **needed)
        assert code == 0
        assert "up to date" in out
    code, _, err = await run("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", **needed)
    assert code == 1
    assert "Traceback" not in err


async def test_the_doctor_s_exit_code_tells_whether_all_is_well(
    slack_sandbox: slack.Running, polytomic_sandbox: polytomic.Running, database_url: str
) -> None:
    """A deployment asks before it goes on, and a person reads what is wrong and what to do."""
    variables = {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": slack_sandbox.api_url,
        "POLYTOMIC_API_KEY": "sandbox-key",
        "POLYTOMIC_API_URL": polytomic_sandbox.url,
        "DATABASE_URL": database_url,
        "PORT": "0",
    }
    code, out, _ = await run("doctor", "--json", **variables)
    assert code == 0
    assert {"name", "is_well", "says", "guidance"} == set(json.loads(out)[0])
    code, out, _ = await run("doctor", **{**variables, "POLYTOMIC_API_KEY": "wrong", "COLUMNS": "40"})
    assert code == 1
    said, guidance = out[out.index("FAIL") :].splitlines()[:2]
    assert said.startswith("FAIL Polytomic: ")
    assert "POLYTOMIC_API_KEY" in guidance


async def test_the_webhook_is_pointed_here_and_its_secret_told_to_nobody(
    polytomic_sandbox: polytomic.Running,
) -> None:
    """Whoever runs the command sees where the events go now, or why not and what to do."""
    there = {"POLYTOMIC_API_KEY": "sandbox-key", "POLYTOMIC_API_URL": polytomic_sandbox.url}
    known = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", **there}
    code, out, err = await run("webhook", "https://bot.example.com", **known)
    assert (code, out) == (1, "")
    assert "POLYTOMIC_WEBHOOK_SECRET is not set" in err
    known["POLYTOMIC_WEBHOOK_SECRET"] = "correct-horse"
    code, out, err = await run("webhook", "https://bot.example.com", **known)
    assert (code, out) == (0, "Polytomic sends its events to https://bot.example.com/polytomic/events\n")
    assert "correct-horse" not in err


async def test_doctor_fails_aloud() -> None:
    """A script must be able to ask whether the settings work."""
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-hunter2",
        "SLACK_APP_TOKEN": "xapp-hunter2",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "POLYTOMIC_API_KEY": "hunter2",
        "POLYTOMIC_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": "postgresql://bot:hunter2@127.0.0.1:1/bot",
    }
    code, out, err = await run("doctor", **settings)
    assert code == 1
    assert out.count("FAIL") == 4
    assert "hunter2" not in out + err


async def test_the_demo_starts_alone_and_leaves_nothing(data_dir: Path) -> None:
    """One command, no account: the page is there, and at the end neither files nor a server remain."""
    settings = {"SLACK_BOT_TOKEN": "xoxb-real", "DATABASE_URL": "postgresql://real@127.0.0.1:1/real"}
    async with bot("demo", "--port", "0", "--no-browser", TMPDIR=str(data_dir), **settings) as process:
        address = await line_with(process, ADDRESS)
        folder = demo_folder(data_dir)
        server = postmaster(folder)
        async with aiohttp.ClientSession() as session:
            assert await status(session, address) == 200
            assert await status(session, f"{address}/polytomic/") == 200
        assert await end(process, signal.SIGINT) < 10
    assert not folder.exists()
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE


async def test_a_killed_demo_is_cleared_by_the_next(data_dir: Path) -> None:
    """A closed laptop lid kills the demo; trying it ten times must not leave ten databases."""
    arguments = ("demo", "--port", "0", "--no-browser")
    async with bot(*arguments, TMPDIR=str(data_dir)) as killed:
        await line_with(killed, ADDRESS)
        left_over = demo_folder(data_dir)
        killed.kill()
        await killed.wait()
    async with (
        bot(*arguments, TMPDIR=str(data_dir)) as running,
        bot(*arguments, TMPDIR=str(data_dir)) as beside,
    ):
        await line_with(running, ADDRESS)
        await line_with(beside, ADDRESS)
        assert not left_over.exists()
        assert await end(running, signal.SIGTERM) < 10
        assert await end(beside, signal.SIGTERM) < 10


async def test_a_taken_port_is_words_and_no_traceback() -> None:
    """The demo is started twice more often than anything else."""
    with web.listen("127.0.0.1", 0) as listener:
        port = str(listener.getsockname()[1])
        for arguments in (("demo", "--no-browser"), ("sandbox", "slack"), ("sandbox", "polytomic")):
            code, _, err = await run(*arguments, "--port", port)
            assert code == 1
            assert f"Port {port}" in err
            assert "Traceback" not in err


async def test_each_stand_in_serves_alone() -> None:
    """Developers of other tools want only one of them."""
    for name, path, expected in (("polytomic", "/api/me", 200), ("slack", "/", 200)):
        async with bot("sandbox", name, "--port", "0") as process, aiohttp.ClientSession() as session:
            address = await line_with(process, ADDRESS)
            headers = {"Authorization": "Bearer sandbox-key", "X-Polytomic-Version": "2025-09-18"}
            async with session.get(f"{address}{path}", headers=headers) as answer:
                assert answer.status == expected
            assert await end(process, signal.SIGTERM) < 10
