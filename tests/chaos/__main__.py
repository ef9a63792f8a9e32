"""`make chaos`, or `python -m tests.chaos`: let every call meet every bad day, and print what came of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from rich.console import Console

from tests.chaos.matrix import Matrix, Wish

WIDE = 130  # letters, where nobody looks


def main() -> int:
    """Play and print; returns 1 if anything was lost, doubled or left unexplained."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="repeat a run; by default, the time")
    parser.add_argument("--only", default="", help="calls whose name contains this")
    parser.add_argument("--weather", default="", help="bad days whose name contains this")
    parser.add_argument("--story", default="", help="stories whose name contains this")
    parser.add_argument("--cells", type=int, default=None, help="so many cells, chosen by the seed")
    parser.add_argument("--at-once", type=int, default=3, help="cells that are played at the same time")
    parser.add_argument("--machine", action="store_true", help="only the machine's bad days")
    given = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    seed = int(time.time()) if given.seed is None else given.seed
    wish = Wish(given.only, given.weather, given.story, given.cells, given.at_once, seed, given.machine)
    matrix = asyncio.run(Matrix.played(wish, console.print))
    for table in matrix.tables():
        console.print(table)
    for line in matrix.troubles():
        console.print(line, markup=False, highlight=False)
    console.print(matrix.total(), highlight=False)
    return int(not matrix.holds)


if __name__ == "__main__":
    sys.exit(main())
