"""`make bench`, or `python -m tests.bench [NAME …]`: measure, and print one table."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot import postgres
from tests.bench import acks, announcing, burst, client, finding, starting, waiting
from tests.bench.figures import table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.bench.figures import Figure

MEASUREMENTS: dict[str, Callable[[str], Awaitable[list[Figure]]]] = {
    "starting": starting.measure,
    "client": client.measure,
    "requests": waiting.requests,
    "footprint": waiting.footprint,
    "announcing": announcing.measure,
    "burst": burst.measure,
    "finding": finding.measure,
    "acks": acks.measure,
}
LONGEST_ROW = 1000  # characters; into a file, each row is one line of Markdown


async def measured(names: list[str], console: Console) -> list[Figure]:
    """Take the measurements one after the other, and say how it goes."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        async with await postgres.start(Path(folder)) as server:
            for number, name in enumerate(names, 1):
                began = time.monotonic()
                console.print(f"{number}/{len(names)} {name} …", end=" ")
                figures += await MEASUREMENTS[name](server.url)
                console.print(f"{time.monotonic() - began:.0f} s")
    return figures


def main() -> int:
    """Run what is asked for, by default everything; returns 1 when a target is missed."""
    console = Console(width=None if sys.stdout.isatty() else LONGEST_ROW)
    names = sys.argv[1:] or list(MEASUREMENTS)
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        console.print(f"I can measure {', '.join(MEASUREMENTS)}, not {', '.join(sorted(unknown))}.")
        return 2
    figures = asyncio.run(measured(names, console))
    console.print(table(figures, for_a_page=not console.is_terminal))
    return int(any(one.holds is False for one in figures))


if __name__ == "__main__":
    sys.exit(main())
