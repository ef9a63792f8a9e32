"""What it costs that setups wait for a sign-in: requests to Polytomic, memory, and processor time."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import psutil

from tests.bench.crowd import Crowd, crowded_polytomic
from tests.bench.figures import Figure
from tests.bench.processes import Server, local_slack, the_bot, until
from tests.bench.rows import BeatLog, awaiting_sign_in, empty, fresh_database, put

if TYPE_CHECKING:
    from bot.store import Database

SIZES = (0, 10, 100, 1_000, 10_000)
QUICK_BEAT, USUAL_BEAT = 0.5, 5.0
BEATS = 5
IDLE_SECONDS, WATCHED_SECONDS, LOOK_EVERY_SECONDS = 10.0, 30.0, 0.1
MOST_MEGABYTES, MOST_PERCENT = 200, 3.0
BEATS_SECONDS = 60  # until a beat that does not come counts as missing


@dataclass(frozen=True)
class Ground:
    """A bot whose beats are counted, and the Polytomic that it asks."""

    bot: Server
    database: Database
    beats: BeatLog
    polytomic: Crowd

    async def crowd(self, count: int) -> None:
        """Let so many setups wait, each for a connection of its own."""
        await empty(self.database)
        self.polytomic.grow_to(count)
        ids = self.polytomic.ids
        await put(
            self.database, (awaiting_sign_in(number, key, "warehouse") for number, key in enumerate(ids))
        )

    async def see_beats(self, count: int) -> list[float]:
        """Wait until so many more beats have begun; returns when they did."""
        before = len(await self.beats.moments())

        async def have_begun() -> bool:
            return len(await self.beats.moments()) >= before + count

        await until(have_begun, seconds=BEATS_SECONDS)
        return (await self.beats.moments())[before:]


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
    return Ground(bot, database, beats, polytomic)


async def requests(server_url: str) -> list[Figure]:
    """Count what Polytomic is asked in each beat, with ever more setups waiting."""
    counted: dict[int, list[int]] = {}
    async with AsyncExitStack() as stack:
        here = await ground(server_url, stack, beat=QUICK_BEAT)
        for size in SIZES:
            await here.crowd(size)
            counted[size] = await _requests_by_beat(here)
    said = "; ".join(f"{size:,} wait: {_between(each)}" for size, each in counted.items() if size)
    return [
        Figure(
            command=f"Requests to Polytomic in each of {BEATS} beats",
            figure=said,
            baseline=f"nothing waits: {_between(counted[0])}",
            target="1 whatever waits, 0 when nothing does",
            holds=all(set(each) == {int(size > 0)} for size, each in counted.items()),
        )
    ]


async def _requests_by_beat(here: Ground) -> list[int]:
    """Count from the start of one beat to the start of the next."""
    await here.see_beats(1)  # the beat under way began with another number of rows
    moments = await here.see_beats(BEATS + 1)
    asked_at = list(here.polytomic.asked_at)
    return [sum(begin <= at < end for at in asked_at) for begin, end in pairwise(moments)]


def _between(counts: list[int]) -> str:
    least, most = min(counts), max(counts)
    return str(most) if least == most else f"{least} to {most}"


async def footprint(server_url: str) -> list[Figure]:
    """Watch the serving process with nothing and with ten thousand setups waiting, at the usual beat."""
    async with AsyncExitStack() as stack:
        here = await ground(server_url, stack, beat=USUAL_BEAT)
        await here.see_beats(1)
        idle_megabytes, idle_percent = await _watch(here, IDLE_SECONDS)
        await here.crowd(SIZES[-1])
        await here.see_beats(1)
        before = len(here.polytomic.asked_at)
        megabytes, percent = await _watch(here, WATCHED_SECONDS)
        asked = len(here.polytomic.asked_at) - before
    return [
        Figure(
            command=f"{SIZES[-1]:,} setups waiting for sign-in, beat {USUAL_BEAT:.0f} s: most memory",
            figure=f"{megabytes:.0f} MB",
            baseline=f"nothing waits: {idle_megabytes:.0f} MB",
            target=f"≤ {MOST_MEGABYTES} MB",
            holds=megabytes <= MOST_MEGABYTES,
        ),
        Figure(
            command=f"The same, over {WATCHED_SECONDS:.0f} s: processor ({asked} lists read)",
            figure=f"{percent:.1f} % of a core",
            baseline=f"nothing waits: {idle_percent:.1f} %",
            target=f"≤ {MOST_PERCENT:.0f} %",
            holds=percent <= MOST_PERCENT,
        ),
    ]


async def _watch(here: Ground, seconds: float) -> tuple[float, float]:
    """Return the most megabytes seen and the percentage of a core that was used."""
    process = psutil.Process(here.bot.process.pid)
    began, used, most = time.monotonic(), _processor_seconds(process), 0.0
    while (passed := time.monotonic() - began) < seconds:
        most = max(most, process.memory_info().rss / 2**20)
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    return most, (_processor_seconds(process) - used) / passed * 100


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
