"""Cells of the machine's bad days: played, and drawn as a table of their own."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from days import well
from rich.table import Table

from tests.chaos.cells import LIMIT, Outcome, judged, until_done
from tests.chaos.clocks import jumping
from tests.chaos.machine import DAYS, can_mount, machine
from tests.chaos.stories.connecting import ByPage
from tests.chaos.stories.following import Watch
from tests.chaos.stories.running import Run
from tests.chaos.stories.setting_up import SetUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chaos.machine import Day, Machine
    from tests.chaos.stories import Story

STORIES: dict[Callable[[], Story], int] = {SetUp: 10, Run: 4, Watch: 4, ByPage: 4}
"""The stories, and after how many calls to Slack it happens at the latest; all of them make as many."""
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Happening:
    """What happens in which story, after how many calls to Slack."""

    day: Day
    story: Callable[[], Story]
    after: int

    def __str__(self) -> str:
        when = "from the start" if self.day.from_the_start else f"after {self.after} calls to Slack"
        return f"{self.day.name}, {when}, in “{self.story().name}”"


async def happened(wish_weather: str, wish_story: str, seed: int, at_once: int) -> list[Outcome]:
    """Play every day in every story, at moments that the seed chooses."""
    dice = random.Random(seed)  # noqa: S311 - a run is repeated by it
    days = [one for one in DAYS if wish_weather in one.name and (can_mount() or not one.on_a_small_disk)]
    told = [one for one in STORIES if wish_story in one().name]
    cells = [Happening(day, story, dice.randint(1, STORIES[story])) for day in days for story in told]
    turn = asyncio.Semaphore(at_once)

    async def play(cell: Happening) -> Outcome:
        async with turn:
            return await _played(cell)

    with jumping():
        return list(await asyncio.gather(*(asyncio.create_task(play(cell)) for cell in cells)))


async def _played(cell: Happening) -> Outcome:
    outcome = Outcome(cell)
    async with judged(outcome, LIMIT * 2), machine(cell.day) as here:
        outcome.told, outcome.end = here.scene.told, here.scene.end
        await _tell(cell, here, outcome)
    return outcome


async def _tell(cell: Happening, here: Machine, outcome: Outcome) -> None:
    story = cell.story()
    await story.before(here.scene)
    if cell.day.from_the_start:
        await cell.day.begin(here)
        await until_done(story, here.scene)
    else:
        telling = asyncio.create_task(until_done(story, here.scene))
        try:
            outcome.was_met = await _in_the_middle(cell, here, telling)
            await telling
        finally:
            telling.cancel()
    await well(here.scene.world)
    outcome.wrongs += await story.wrongs(here.scene)


async def _in_the_middle(cell: Happening, here: Machine, telling: asyncio.Task[None]) -> bool:
    """Let it happen after so many calls; False if the story was over before."""
    calls = here.scene.world.slack.workspace.requests.calls
    before = len(calls())
    while len(calls()) - before < cell.after:
        if telling.done():
            return False
        await asyncio.sleep(LOOK_SECONDS)
    here.scene.is_well.clear()
    await cell.day.begin(here)
    here.scene.is_well.set()
    return True


def table(outcomes: list[Outcome]) -> Table:
    """Draw the days by stories."""
    drawn = Table(
        title="Bad days of the machine", caption="✓ right  · over before  L lost  D doubled  U unexplained"
    )
    drawn.add_column("what happens in the middle")
    names = [story().name for story in STORIES]
    for name in names:
        drawn.add_column(name, justify="center")
    for day in DAYS:
        here = {one.cell.story().name: one for one in outcomes if one.cell.day is day}
        if here:
            drawn.add_row(day.name, *(here[name].mark if name in here else "" for name in names))
    return drawn
