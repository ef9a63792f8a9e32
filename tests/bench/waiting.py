"""What it costs that setups wait for a sign-in: requests to Polytomic, memory, and processor time."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from tests.bench.crowd import LIST, Crowd, crowded_polytomic
from tests.bench.figures import Figure
from tests.bench.processes import Server, local_slack, the_bot
from tests.bench.rows import BeatLog, awaiting_sign_in, empty, fresh_database, put

if TYPE_CHECKING:
    from bot.store import Database

SIZES = (0, 10, 100, 1_000, 10_000)
QUICK_BEAT, USUAL_BEAT = 0.5, 5.0
BEATS = 6
WATCHED_SECONDS, LOOK_EVERY_SECONDS = 35.0, 0.1
MOST_MEGABYTES, MOST_PERCENT = 200, 3.0
BEAT_SECONDS = 30  # until a beat that does not come counts as missing


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
        await put(self.database, (awaiting_sign_in(number, key, "warehouse") for number, key in enumerate(ids)))

    async def see_beats(self, count: int) -> None:
        """Wait until so many more beats have begun."""
        wanted = await self.beats.count() + count
        async with asyncio.timeout(BEAT_SECONDS):
            while await self.beats.count() < wanted:
                await asyncio.sleep(0.05)


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
    """Count what Polytomic is asked per beat, with ever more setups waiting."""
    counted: dict[int, float] = {}
    async with AsyncExitStack() as stack:
        here = await ground(server_url, stack, beat=QUICK_BEAT)
        for size in SIZES:
            await here.crowd(size)
            counted[size] = await _requests_per_beat(here)
    said = ", ".join(f"{size:,}: {each:.2f}" for size, each in counted.items() if size)
    return [
        Figure(
            command="Requests to Polytomic per beat, by setups waiting for sign-in",
            figure=said,
            baseline=f"nothing waits: {counted[0]:.2f}",
            target="1 whatever waits, 0 when nothing does",
            holds=all(abs(each - bool(size)) < 1 / BEATS for size, each in counted.items()),
        )
    ]


async def _requests_per_beat(here: Ground) -> float:
    """Count from the start of one beat to the start of another, so that whole beats are counted."""
    await here.see_beats(2)  # what the beat under way began with is none of ours
    beats, asked = await here.beats.count(), here.polytomic.requests.total()
    await here.see_beats(BEATS)
    return (here.polytomic.requests.total() - asked) / (await here.beats.count() - beats)


async def footprint(server_url: str) -> list[Figure]:
    """Watch the serving process with nothing and with ten thousand setups waiting, at the usual beat."""
    async with AsyncExitStack() as stack:
        here = await ground(server_url, stack, beat=USUAL_BEAT)
        await here.see_beats(1)
        idle_megabytes, idle_percent = await _watch(here, 10.0)
        await here.crowd(SIZES[-1])
        await here.see_beats(1)
        megabytes, percent = await _watch(here, WATCHED_SECONDS)
    asked = here.polytomic.requests[LIST]
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
