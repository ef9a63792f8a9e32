"""How long people wait for the acknowledgement, beside a bare Bolt echo that the same people use in turn."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from tests.bench.apps import HTTP, SOCKET, Ground, opened
from tests.bench.figures import Figure, both, percentile
from tests.bench.users import Crowd

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.bench.doors import Door

T = TypeVar("T")

MOST_TIMES_THE_ECHO = 1.3
TARGET_PEOPLE = 50  # whom the target is for
ROUNDS = 3
JUDGED_ROUNDS = 9  # where a target is held against the middle one: this machine has better and worse minutes
WARM_UP = 50  # payloads
WAYS = {HTTP: "over HTTP", SOCKET: "in Socket Mode"}


@dataclass(frozen=True)
class Load:
    """What people do at once, in rounds that go to the bot and to the echo in turn."""

    people: int
    pause_seconds: float
    sent_per_round: int

    @property
    def is_judged(self) -> bool:
        """True if a target is held against it."""
        return self.people == TARGET_PEOPLE

    @property
    def rounds(self) -> int:
        """How many of them are played."""
        return JUDGED_ROUNDS if self.is_judged else ROUNDS


FORM = Load(TARGET_PEOPLE, pause_seconds=5, sent_per_round=100)
COMMANDS = (
    Load(1, pause_seconds=0, sent_per_round=100),
    Load(TARGET_PEOPLE, pause_seconds=2, sent_per_round=100),
    Load(200, pause_seconds=2, sent_per_round=400),
)


@dataclass(frozen=True)
class Round:
    """The seconds that each acknowledgement took, of the bot and right before or after it of the echo."""

    bot: list[float]
    echo: list[float]

    @property
    def ratio(self) -> float:
        """Compare both 99th percentiles."""
        return percentile(self.bot, 0.99) / percentile(self.echo, 0.99)


async def measure(server_url: str) -> list[Figure]:
    """Measure the command at each number of people and the form, and the command by socket at fifty."""
    figures: list[Figure] = []
    for way, said in WAYS.items():
        async with AsyncExitStack() as stack:
            ground = await opened(server_url, stack, way)
            for load in COMMANDS:
                if way == HTTP or load.people == TARGET_PEOPLE:
                    rounds, speed = await _waits(ground, load), await _speed(ground, load)
                    figures.append(_figure(f"/polytomic help {said}", load, rounds, speed))
            if way == HTTP:
                figures.append(_figure(f"Connection form {said}", FORM, await _waits(ground, FORM)))
    return figures


async def _waits(ground: Ground, load: Load) -> list[Round]:
    """Time acknowledgements; a shorter round of each warms it up."""
    crowd = Crowd(load.people, load.pause_seconds)

    async def use(door: Door, seed: int, count: int = load.sent_per_round) -> list[float]:
        payloads = await (ground.forms(count) if load is FORM else ground.commands(count))
        waits = await crowd.wait_for(door, payloads, seed=seed)
        await ground.until_answered(count)
        return waits

    for door in (ground.bot, ground.echo):
        await use(door, 0, WARM_UP)
    return [Round(*pair) for pair in await _in_turn(ground, use, load.rounds)]


async def _speed(ground: Ground, load: Load) -> tuple[float, float]:
    """Let people type without a pause; returns how many commands a second each app takes and answers."""
    crowd, count = Crowd(load.people, pause_seconds=0), max(2 * load.people, 2 * WARM_UP)

    async def use(door: Door, seed: int) -> float:
        payloads, began = await ground.commands(count), time.monotonic()
        await crowd.wait_for(door, payloads, seed=seed)
        await ground.until_answered(count)
        return count / (time.monotonic() - began)

    speeds = await _in_turn(ground, use, ROUNDS)
    return median(bot for bot, _ in speeds), median(echo for _, echo in speeds)


async def _in_turn(
    ground: Ground, use: Callable[[Door, int], Awaitable[T]], rounds: int
) -> list[tuple[T, T]]:
    """Use the bot and the echo in turn, now the one first and now the other."""
    found = []
    for seed in range(rounds):
        order = [ground.bot, ground.echo] if seed % 2 else [ground.echo, ground.bot]
        of = {id(door): await use(door, seed) for door in order}
        found.append((of[id(ground.bot)], of[id(ground.echo)]))
    return found


def _figure(what: str, load: Load, rounds: list[Round], speed: tuple[float, float] | None = None) -> Figure:
    """Judge by the middle round, as a round in which this machine had something else to do tells nothing."""
    ratio = median(one.ratio for one in rounds)
    bot, echo = [s for one in rounds for s in one.bot], [s for one in rounds for s in one.echo]
    fastest = [f"; {each:.0f} commands/s without pauses" for each in speed] if speed else ["", ""]
    habit = f"each every {load.pause_seconds:.0f} s" if load.pause_seconds else "one after the other"
    return Figure(
        command=f"{what}, {load.people} people, {habit}" if load.people > 1 else f"{what}, 1 person, {habit}",
        figure=f"ack {both(bot)}; p99 is {ratio:.2f} times the echo's (median of {load.rounds}){fastest[0]}",
        baseline=f"bare Bolt echo {both(echo)}{fastest[1]}; {len(echo)} requests each",
        target=f"p99 ≤ {MOST_TIMES_THE_ECHO} times the echo's" if load.is_judged else "",
        holds=ratio <= MOST_TIMES_THE_ECHO if load.is_judged else None,
    )
