"""`make simulate`, or `python -m tests.simulation`: replay a day, and print what came of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from rich.console import Console

from bot import postgres
from tests.simulation.day import plan
from tests.simulation.outcome import Outcome, replayed


async def simulated(syncs: int, channels: int, hours: int, console: Console) -> Outcome:
    """Replay a day on a PostgreSQL of its own."""
    day = plan(syncs, channels, hours)
    runs, minutes = f"{len(day.runs):,} runs of {syncs:,} syncs", hours * 60
    console.print(f"{hours} hours with {runs} and {channels} watching channels …")
    with tempfile.TemporaryDirectory() as folder:
        async with await postgres.start(Path(folder)) as server:
            await _careless(server.url)
            began = time.monotonic()

            def say(minute: int) -> None:
                if minute % 240 == 0:
                    console.print(f"  {minute // 60:02}:00  ({time.monotonic() - began:.0f} s)")

            return await replayed(server.url, day, minutes, say)


async def _careless(url: str) -> None:
    """Let the server not wait for the disk: a day that is made up need not survive a power cut."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("ALTER SYSTEM SET fsync = off")
        await connection.execute("SELECT pg_reload_conf()")


def main() -> int:
    """Replay and print; returns 1 if a report was lost or doubled, or a limit exceeded."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--syncs", type=int, default=10_000)
    parser.add_argument("--channels", type=int, default=200)
    parser.add_argument("--hours", type=int, default=24)
    given, console = parser.parse_args(), Console()
    outcome = asyncio.run(simulated(given.syncs, given.channels, given.hours, console))
    console.print(outcome.table())
    for line in outcome.troubles():
        console.print(line, markup=False, highlight=False)
    return int(not outcome.holds)


if __name__ == "__main__":
    sys.exit(main())
