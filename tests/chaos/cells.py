"""A cell of the matrix: one call meets one bad day in the middle of a story."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from days import forget_requests, well

from tests.chaos.calls import Call, calls_in
from tests.chaos.scene import BUG, Silence, Told
from tests.chaos.stage import records, scene_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.chaos.scene import Scene
    from tests.chaos.stage import Databases
    from tests.chaos.stories import Story
    from tests.chaos.weather import Weather

GOES = 6  # times that a person begins again: more than a call goes wrong, as a busy machine is late by itself
PAUSE = 0.5  # seconds before that
LIMIT = 60.0  # seconds for a cell
KINDS = ("lost", "doubled", "unexplained")
BOTS = ("bot", "slack_bolt", "asyncio", "procrastinate", "aiohttp")


@dataclass(frozen=True)
class Cell:
    """Which call meets what, how often, in which story."""

    call: Call
    weather: Weather
    times: int
    story: Callable[[], Story]

    def __str__(self) -> str:
        return f"{self.call} x {self.weather.name} x {self.times}, in “{self.story().name}”"


@dataclass
class Outcome:
    """How a cell ended; `wrongs` begin with "lost", "doubled" or "unexplained"."""

    cell: Any
    wrongs: list[str] = field(default_factory=list)
    was_met: bool = True
    told: list[str] = field(default_factory=list)
    end: Callable[[], str] = str  # what the person sees
    log: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def has(self, kind: str) -> bool:
        """Tell whether something of a kind went wrong."""
        return any(one.startswith(kind) for one in self.wrongs)

    @property
    def mark(self) -> str:
        """Sum it up in one letter for each kind."""
        bad = "".join(kind[0].upper() for kind in KINDS if self.has(kind))
        return bad or ("✓" if self.was_met else "·")


async def played(cell: Cell, databases: Databases) -> Outcome:
    """Play a cell in a world of its own."""
    outcome = Outcome(cell)
    async with judged(outcome, LIMIT), scene_in(databases) as scene:
        outcome.told, outcome.end = scene.told, scene.end
        await _play(cell, scene, outcome)
    return outcome


@asynccontextmanager
async def judged(outcome: Outcome, limit: float) -> AsyncIterator[None]:
    """Write down how a cell ends that is played within, and what the bot wrote meanwhile."""
    kept: list[logging.LogRecord] = []
    records.set(kept)
    began = time.monotonic()
    try:
        async with asyncio.timeout(limit):
            yield
    except Silence as error:
        outcome.wrongs.append(f"lost: {error}")
    except (AssertionError, TimeoutError, Told) as error:
        outcome.wrongs.append(f"lost: {type(error).__name__} {error}; told: {outcome.told}; {outcome.end()}")
    except Exception as error:  # noqa: BLE001 - one cell must not cost what came of the others
        outcome.wrongs.append(f"unexplained: {type(error).__name__} {error}")
    outcome.seconds = time.monotonic() - began
    outcome.log = [_line(one) for one in kept if one.levelno >= logging.WARNING]
    outcome.wrongs += _unexplained(kept, outcome)


async def _play(cell: Cell, scene: Scene, outcome: Outcome) -> None:
    story = cell.story()
    await story.before(scene)
    await _order(cell, scene)
    await until_done(story, scene)
    outcome.was_met = not await _left(cell, scene)
    await well(scene.world)
    outcome.wrongs += await story.wrongs(scene)


async def until_done(story: Story, scene: Scene) -> None:
    """Let the person begin again as long as there is a reason why it did not go."""
    for _ in range(GOES):
        try:
            await story.go(scene)
        except Told:
            await scene.tidy()
            await scene.rest(PAUSE)
        else:
            return
    raise Silence(f"it never went; {scene.told[-1:]}")


async def _order(cell: Cell, scene: Scene) -> None:
    fault = cell.call.fault(cell.weather, cell.times)
    if cell.call.service == "slack":
        await scene.world.fault_at_slack(**fault)
    else:
        await scene.world.at_polytomic("faults", **fault)


async def _left(cell: Cell, scene: Scene) -> bool:
    """Tell whether the bad day waits for its call still, not even once met."""
    url = scene.world.slack.url if cell.call.service == "slack" else scene.world.polytomic.url
    async with scene.world.http.get(f"{url}/_sandbox/faults") as response:
        answer = await response.json()
    waiting = answer["faults"] if isinstance(answer, dict) else answer
    ordered = cell.call.fault(cell.weather, cell.times)["times"]
    return any(one["times"] == ordered for one in waiting)


def _unexplained(kept: list[logging.LogRecord], outcome: Outcome) -> list[str]:
    """List what a log may not hold: tracebacks, errors, and what the person was told without a reason."""
    bad = [
        f"unexplained: {_line(one)}"
        for one in kept
        if one.name.split(".")[0] in BOTS
        and (one.exc_info or one.levelno >= logging.ERROR)
        and not _is_a_stand_ins(one)
    ]
    return bad + [f"unexplained: the person reads {one}" for one in outcome.told if BUG in one]


def _is_a_stand_ins(record: logging.LogRecord) -> bool:
    """Tell whether aiohttp stumbles over a stand-in that ends while it still holds an answer back."""
    ends = record.exc_info and isinstance(record.exc_info[1], asyncio.InvalidStateError)
    return bool(record.name == "aiohttp.server" and ends)


def _line(record: logging.LogRecord) -> str:
    trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
    return f"{record.levelname} {record.name}: {record.getMessage()}\n{trace}".strip()


async def calls_of(story: Callable[[], Story], databases: Databases) -> set[Call]:
    """Tell the story on a good day, and list the calls that the bot makes meanwhile."""
    records.set([])
    async with scene_in(databases) as scene:
        told = story()
        await told.before(scene)
        await forget_requests(scene.world)
        await until_done(told, scene)
        wrongs = await told.wrongs(scene)
        assert not wrongs, (told.name, wrongs, scene.end())
        assert not scene.told, (told.name, scene.told)
        return calls_in(await scene.world.requests_to_polytomic(), await scene.world.requests_to_slack())
