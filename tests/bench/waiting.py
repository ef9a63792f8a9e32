"""What setups that wait for a sign-in and watched syncs cost while nothing happens to them.

Either has a bot of its own, and the machine to itself: side by side, each would pay for the other's caches.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import psutil

from tests.bench import watched
from tests.bench.crowd import Crowd, crowded_polytomic
from tests.bench.figures import Figure, milliseconds
from tests.bench.processes import local_slack, the_bot, until
from tests.bench.rows import BeatLog, awaiting_sign_in, empty, fresh_database, put

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.store import Database

T = TypeVar("T")

SETUPS, SYNCS = "setups waiting for sign-in", "watched syncs"
SIZES = (0, 10, 1_000, 10_000)
QUICK_BEAT, USUAL_BEAT = 0.5, 5.0
BEATS = 5
WATCHED_SECONDS, LOOK_EVERY_SECONDS = 15.0, 0.1
JUDGED_SECONDS = 60.0  # all twelve beats: that of connections' health, and that of the chores, among them
MOST_MEGABYTES, MOST_PERCENT = 200, 3.0
BEATS_SECONDS = 60  # until a beat that does not come counts as missing


@dataclass(frozen=True)
class Ground:
    """A bot whose beats are counted, and the Polytomic that it asks."""

    bot: psutil.Process
    database: Database
    beats: BeatLog
    polytomic: Crowd

    async def crowd(self, what: str, count: int) -> None:
        """Let so many setups wait, each for a connection of its own, or so many syncs be watched."""
        if what == SYNCS:
            await watched.watch(self.database, count)
        else:
            await empty(self.database)
            self.polytomic.grow_to(count)
            ids = enumerate(self.polytomic.ids)
            await put(self.database, (awaiting_sign_in(number, key, "warehouse") for number, key in ids))
        await self.see_beats(2)  # the first with these rows reads what is new to it, which is done once

    async def see_beats(self, count: int) -> list[float]:
        """Wait until so many more beats have begun; returns when they did."""
        before = len(await self.beats.moments())

        async def have_begun() -> bool:
            return len(await self.beats.moments()) >= before + count

        await until(have_begun, seconds=BEATS_SECONDS)
        return (await self.beats.moments())[before:]

    def processor_seconds(self) -> float:
        """Tell how long the bot has used a processor so far."""
        times = self.bot.cpu_times()
        return float(times.user + times.system)


class Beats(NamedTuple):
    """What some beats came to."""

    requests: list[int]  # to Polytomic, in each
    processor_seconds: float  # for each, all that the bot does between two of them included


class Footprint(NamedTuple):
    """What was seen of the serving process."""

    megabytes: float
    percent: float

    def __str__(self) -> str:
        """Write both."""
        return f"{self.megabytes:.0f} MB, {self.percent:.1f} %"


async def ground(server_url: str, stack: AsyncExitStack, *, beat: float) -> Ground:
    """Start a bot with nothing to wait for."""
    url, database = await stack.enter_async_context(fresh_database(server_url))
    slack = await stack.enter_async_context(local_slack())
    polytomic = await stack.enter_async_context(crowded_polytomic())
    beats = BeatLog(database)
    await beats.install()
    bot = await stack.enter_async_context(
        the_bot(
            slack_api_url=f"{slack.url}/api/",
            polytomic_api_url=polytomic.url,
            database_url=url,
            poll_interval_seconds=beat,
        )
    )
    return Ground(psutil.Process(bot.process.pid), database, beats, polytomic)


async def requests(server_url: str) -> list[Figure]:
    """Count what Polytomic is asked in each beat and what the beat costs, with ever more rows."""
    pairs = [_beat_figures(*one) for one in await _seen(server_url, QUICK_BEAT, _beats)]
    return [figure for pair in pairs for figure in pair]


async def footprint(server_url: str) -> list[Figure]:
    """Watch the serving process with ever more rows, at the usual beat."""
    return [_footprint_figure(*one) for one in await _seen(server_url, USUAL_BEAT, _watch)]


async def _seen(
    server_url: str, beat: float, look: Callable[[Ground, int], Awaitable[T]]
) -> list[tuple[str, dict[int, T]]]:
    """Look at both kinds of rows, at each of the sizes."""
    found: list[tuple[str, dict[int, T]]] = []
    for what in (SETUPS, SYNCS):
        async with AsyncExitStack() as stack:
            here, seen = await ground(server_url, stack, beat=beat), dict[int, T]()
            for size in SIZES:
                await here.crowd(what, size)
                seen[size] = await look(here, size)
            found.append((what, seen))
    return found


async def _beats(here: Ground, _: int) -> Beats:
    """Count from the start of one beat to the start of the next."""
    used = here.processor_seconds()
    moments = await here.see_beats(BEATS + 1)
    used = here.processor_seconds() - used
    asked_at = list(here.polytomic.asked_at)
    counts = [sum(begin <= at < end for at in asked_at) for begin, end in pairwise(moments)]
    return Beats(counts, used / len(moments))


def _beat_figures(what: str, seen: dict[int, Beats]) -> list[Figure]:
    asked = {size: _between(one.requests) for size, one in seen.items()}
    cost = {size: milliseconds(one.processor_seconds) for size, one in seen.items()}
    return [
        Figure(
            command=f"Requests to Polytomic in each of {BEATS} beats: {what}",
            figure=_by_size(asked),
            baseline=f"none: {asked[0]}",
            target="1 whatever waits, 0 when nothing does; one more in every 12th, for connections' health",
            holds=all(_is_as_meant(one.requests, int(size > 0)) for size, one in seen.items()),
        ),
        Figure(
            command=f"Processor time per beat of {QUICK_BEAT} s, all the bot's: {what}",
            figure=_by_size(cost),
            baseline=f"none: {cost[0]}",
        ),
    ]


def _is_as_meant(counts: list[int], each: int) -> bool:
    """Tell whether all beats ask so, but one in which the health of connections may have been looked at."""
    *others, most = sorted(counts)
    return set(others) == {each} and most - each in {0, 1}


def _between(counts: list[int]) -> str:
    least, most = min(counts), max(counts)
    return str(most) if least == most else f"{least} to {most}"


async def _watch(here: Ground, size: int) -> Footprint:
    """Return the most memory seen and the share of a core that was used, over three beats or a minute's."""
    began, used, most = time.monotonic(), here.processor_seconds(), 0.0
    seconds = JUDGED_SECONDS if size == SIZES[-1] else WATCHED_SECONDS
    while (passed := time.monotonic() - began) < seconds:
        most = max(most, here.bot.memory_info().rss / 2**20)
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    return Footprint(most, (here.processor_seconds() - used) / passed * 100)


def _footprint_figure(what: str, seen: dict[int, Footprint]) -> Figure:
    worst = seen[SIZES[-1]]
    return Figure(
        command=f"Most memory, and processor at the usual beat of {USUAL_BEAT:.0f} s: {what}",
        figure=_by_size(seen),
        baseline=f"none: {seen[0]}",
        target=f"{SIZES[-1]:,}: ≤ {MOST_MEGABYTES} MB, ≤ {MOST_PERCENT:.0f} % of a core",
        holds=worst.megabytes <= MOST_MEGABYTES and worst.percent <= MOST_PERCENT,
    )


def _by_size(values: Mapping[int, object]) -> str:
    return "; ".join(f"{size:,}: {value}" for size, value in values.items() if size)
