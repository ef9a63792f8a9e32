"""All cells together: which there are, playing them, and the table of what came of them."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from folders import server_folder
from rich.table import Table

from bot import postgres
from tests.chaos import weather
from tests.chaos.calls import NO_STORY, all_calls
from tests.chaos.cells import KINDS, Cell, calls_of, played
from tests.chaos.happenings import happened
from tests.chaos.happenings import table as machine_table
from tests.chaos.stage import Databases, hurried
from tests.chaos.stories import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chaos.calls import Call
    from tests.chaos.cells import Outcome
    from tests.chaos.stories import Story

    StoryType = Callable[[], Story]

TIMES = (1, 3)


class Wish(NamedTuple):
    """Which cells shall be played, and how."""

    only: str = ""
    weather: str = ""
    story: str = ""
    cells: int | None = None
    at_once: int = 3
    seed: int = 0
    machine: bool = False  # the machine's bad days alone

    @property
    def is_whole(self) -> bool:
        """True if nothing was chosen but perhaps the story or the weather."""
        return not self.only and self.cells is None


@dataclass
class Matrix:
    """The outcomes of the cells that were played, and the calls that no story makes."""

    outcomes: list[Outcome]
    happened: list[Outcome]
    unreached: list[str]
    seed: int
    seconds: float = 0.0

    @classmethod
    async def played(cls, wish: Wish, say: Callable[[str], None]) -> Matrix:
        """Play what is wished for, on a PostgreSQL of its own."""
        began, matrix = time.monotonic(), cls([], [], [], wish.seed)
        with hurried():
            if not wish.machine:
                await matrix.play_calls(wish, say)
            if wish.machine or wish.is_whole:
                say("The machine's bad days …")
                matrix.happened = await happened(wish.weather, wish.story, wish.seed, wish.at_once)
        matrix.seconds = time.monotonic() - began
        return matrix

    async def play_calls(self, wish: Wish, say: Callable[[str], None]) -> None:
        """Play the cells of the calls."""
        with server_folder() as folder:
            async with await postgres.start(folder) as server:
                await _careless(server.url)
                databases = Databases(server.url)
                await databases.begin()
                stories = await _told(wish, databases, say)
                self.unreached = _unreached(stories, say) if not wish.story else []
                cells = _cells(wish, stories)
                say(f"{len(cells)} cells, seed {wish.seed} …")
                self.outcomes = await _played(cells, databases, wish.at_once, say)

    @property
    def holds(self) -> bool:
        """True if nothing was lost, doubled or left unexplained, and every call was met."""
        is_right = not any(one.wrongs for one in self.every)
        return bool(self.every) and is_right and not self.unreached

    @property
    def every(self) -> list[Outcome]:
        """List what came of all cells."""
        return [*self.outcomes, *self.happened]

    def count(self, kind: str) -> int:
        """Count the cells in which something of a kind went wrong."""
        return sum(one.has(kind) for one in self.every)

    def tables(self) -> list[Table]:
        """Draw what was played."""
        return [
            *([self.table()] if self.outcomes else []),
            *([machine_table(self.happened)] if self.happened else []),
        ]

    def table(self) -> Table:
        """Draw calls by bad days."""
        table = Table(
            title="Calls by bad days", caption="✓ right  · not met  L lost  D doubled  U unexplained"
        )
        table.add_column("call")
        for column in weather.ALL:
            table.add_column(column.short, justify="center")
        by_call: dict[Call, list[Outcome]] = {}
        for outcome in self.outcomes:
            by_call.setdefault(outcome.cell.call, []).append(outcome)
        for call in sorted(by_call, key=str):
            table.add_row(str(call), *(_mark(by_call[call], column.name) for column in weather.ALL))
        return table

    def troubles(self) -> list[str]:
        """Say of each cell that failed how its story ended and what the log says."""
        return [
            "\n  ".join([f"{one.cell}:", *one.wrongs, *(f"log: {line}" for line in one.log)])
            for one in self.every
            if one.wrongs
        ]

    def total(self) -> str:
        """Sum up."""
        met = sum(one.was_met for one in self.every)
        counts = ", ".join(f"{self.count(kind)} {kind}" for kind in KINDS)
        return (
            f"{len(self.every)} cells tried ({met} met their bad day): {counts}. "
            f"Seed {self.seed}, {self.seconds:.0f} s."
        )


def _mark(outcomes: list[Outcome], name: str) -> str:
    here = [one for one in outcomes if one.cell.weather.name == name]
    bad = "".join(kind[0].upper() for kind in KINDS if any(one.has(kind) for one in here))
    if bad or not here:
        return bad
    return "✓" if any(one.was_met for one in here) else "·"


async def _told(wish: Wish, databases: Databases, say: Callable[[str], None]) -> dict[Call, StoryType]:
    """Tell the stories on good days; returns the first story that makes each call."""
    stories: dict[Call, StoryType] = {}
    told = [story for story in STORIES if wish.story in story().name]
    turn = asyncio.Semaphore(wish.at_once)

    async def listed(story: StoryType) -> set[Call]:
        async with turn:
            return await calls_of(story, databases)

    for story, calls in zip(told, await asyncio.gather(*map(listed, told)), strict=True):
        new = [call for call in calls if call not in stories and str(call) not in NO_STORY]
        stories.update(dict.fromkeys(new, story))
        say(f"  “{story().name}” makes {len(calls)} kinds of calls, {len(new)} of them first")
    return stories


def _unreached(stories: dict[Call, StoryType], say: Callable[[str], None]) -> list[str]:
    """Say which calls no story makes, and why; returns those without a reason."""
    missing = sorted(str(call) for call in all_calls() - set(stories))
    for call in missing:
        say(f"  no story makes {call}: {NO_STORY.get(call, 'and nobody knows why')}")
    return [call for call in missing if call not in NO_STORY]


def _cells(wish: Wish, stories: dict[Call, StoryType]) -> list[Cell]:
    cells = [
        Cell(call, column, times, stories[call])
        for call in sorted(stories, key=str)
        if wish.only in str(call)
        for column in weather.ALL
        if wish.weather in column.name
        for times in TIMES
    ]
    dice = random.Random(wish.seed)  # noqa: S311 - a run is repeated by it
    dice.shuffle(cells)
    return cells[: wish.cells]


async def _played(
    cells: list[Cell], databases: Databases, at_once: int, say: Callable[[str], None]
) -> list[Outcome]:
    turn = asyncio.Semaphore(at_once)
    outcomes: list[Outcome] = []

    async def play(cell: Cell) -> None:
        async with turn:
            outcomes.append(await played(cell, databases))
            if outcomes[-1].wrongs:
                say(f"  wrong: {cell}")
            if len(outcomes) % 50 == 0:
                say(f"  {len(outcomes)} cells")

    async with asyncio.TaskGroup() as group:
        for cell in cells:
            group.create_task(play(cell))
    return outcomes


async def _careless(url: str) -> None:
    """Let the server not wait for the disk: what is made up need not survive a power cut."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("ALTER SYSTEM SET fsync = off")
        await connection.execute("SELECT pg_reload_conf()")
