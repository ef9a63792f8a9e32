"""What becomes of five hundred people who all say yes to their last form within a minute."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack, suppress
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.doors import HttpDoor
from tests.bench.figures import Figure, both
from tests.bench.processes import until
from tests.bench.rows import CHANNELS, at_summary, put, sync_name
from tests.bench.scene import Scene, announcements, opened
from tests.bench.tutorial import Tutorial
from tests.bench.users import yes

if TYPE_CHECKING:
    from bot.models import Setup

SETUPS, WITHIN_SECONDS = 500, 60.0
BEAT = 5.0
ALL_SECONDS = 240


class Burst(NamedTuple):
    """What came of it."""

    waits: list[float]  # for each acknowledgement
    announced: list[tuple[str, float]]
    wall: float  # seconds from the first yes to the last announcement
    created: Counter[str]
    messages: int  # posts and edits, those in direct messages included


async def measure(server_url: str) -> list[Figure]:
    """Let people say yes, then create as many syncs with a plain loop at the same Polytomic."""
    async with AsyncExitStack() as stack:
        here = await opened(server_url, stack, beat=BEAT)
        warehouse, source = await here.warehouse(), await here.source("Salesforce")
        await here.sign_in(source)
        setups = [at_summary(number, source, warehouse) for number in range(SETUPS)]
        await put(here.database, setups)
        burst = await _submitted(here, setups)
        return [_figure(burst, await _plain_loop(here, source, warehouse))]


async def _submitted(here: Scene, setups: list[Setup]) -> Burst:
    chance, door, began = Random(1), HttpDoor(here.http, here.bot.url), time.time()  # noqa: S311 - moments

    async def person(number: int, setup: Setup) -> float:
        await asyncio.sleep(chance.uniform(0, WITHIN_SECONDS))
        return await door.acknowledged(yes(setup, number))

    async def are_all() -> bool:
        return len({name for name, _ in announcements(await here.calls())}) >= len(setups)

    waits = await asyncio.gather(*(person(number, setup) for number, setup in enumerate(setups)))
    with suppress(TimeoutError):  # the figure tells how many are missing
        await until(are_all, seconds=ALL_SECONDS, every=0.5)
    await asyncio.sleep(2 * BEAT)  # what is said twice may come with a later beat
    calls = await here.calls()
    said = announcements(calls)
    messages = sum(call["method"] in {"chat.postMessage", "chat.update"} for call in calls)
    return Burst(waits, said, max(at for _, at in said) - began, await here.syncs(), messages)


async def _plain_loop(here: Scene, source: str, warehouse: str) -> float:
    """Create as many syncs one after the other; returns the seconds that took."""
    tutorial, began = Tutorial.at(here.polytomic.url), time.monotonic()
    async with tutorial.http:
        for number in range(SETUPS):
            if not await tutorial.create(f"Tutorial {number}", source, warehouse):
                raise RuntimeError("Polytomic refuses a sync that it should create")
    return time.monotonic() - began


def _figure(burst: Burst, plain: float) -> Figure:
    each, said = Counter(map(sync_name, range(SETUPS))), Counter(name for name, _ in burst.announced)
    lost = (each - burst.created).total() + (each - said).total()
    doubled = (burst.created - each).total() + (said - each).total()
    late, per_second = burst.wall - WITHIN_SECONDS, burst.messages / burst.wall
    return Figure(
        command=f"{SETUPS} setups submitted in {WITHIN_SECONDS:.0f} s, announced in {CHANNELS} channels",
        figure=f"all announced after {burst.wall:.1f} s, {late:.1f} s after the minute; {lost} lost, "
        f"{doubled} doubled; {per_second:.1f} messages and edits/s to Slack; ack {both(burst.waits)}",
        baseline=f"a plain loop creates as many in {plain:.1f} s, without a word to anybody",
        target="0 lost, 0 doubled",
        holds=not lost and not doubled,
    )
