"""How long people wait for the announcement once Polytomic is ready to create the bulk sync.

Beside the bot, the tutorial's loop asks for a sync from the same source; it began at any moment of its pause.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from random import Random
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, percentile
from tests.bench.processes import until
from tests.bench.rows import awaiting_sign_in, put, sync_name
from tests.bench.scene import Scene, announcements, opened
from tests.bench.tutorial import PAUSE_SECONDS, Tutorial

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

BEAT = 5.0
SETUPS = 20
SIGN_INS_WITHIN_SECONDS = 3 * BEAT
CACHING_SECONDS = (0.0, 25.0)  # the second is long enough for the back-off to have grown
GRACE_SECONDS = 0.5
ANNOUNCED_SECONDS = 60


async def measure(server_url: str) -> list[Figure]:
    """Let setups be signed in to at many moments of a beat, and wait for all announcements."""
    async with AsyncExitStack() as stack:
        here = await opened(server_url, stack, beat=BEAT)
        tutorial = Tutorial.at(here.polytomic.url)
        stack.push_async_callback(tutorial.http.aclose)
        warehouse, sources = await _waiting(here)
        loops = asyncio.gather(*_loops(tutorial, warehouse, sources))
        ready_at = await _signed_in(here, sources)
        arrived = await _all_announced(here, len(ready_at))
        created_at = await loops
    late = [arrived[name] - ready for name, ready in ready_at.items()]
    by_loop = [at - ready for at, ready in zip(created_at, ready_at.values(), strict=True)]
    return [_figure(group, late, by_loop) for group in range(len(CACHING_SECONDS))]


def _loops(tutorial: Tutorial, warehouse: str, sources: list[str]) -> Iterator[Coroutine[None, None, float]]:
    """Begin a loop for each source, each at a moment of its own."""
    chance = Random(1)  # noqa: S311 - the same moments in each run
    for number, source in enumerate(sources):
        first_after = chance.uniform(0, PAUSE_SECONDS)
        yield tutorial.until_created(f"Tutorial {number}", source, warehouse, first_after=first_after)


async def _waiting(here: Scene) -> tuple[str, list[str]]:
    """Make setups that wait for a sign-in; returns the destination and their sources, in their order."""
    warehouse = await here.warehouse()
    count = len(CACHING_SECONDS) * SETUPS
    sources = [await here.source(f"Source {number}") for number in range(count)]
    await put(here.database, (awaiting_sign_in(number, key, warehouse) for number, key in enumerate(sources)))
    return warehouse, sources


async def _signed_in(here: Scene, sources: list[str]) -> dict[str, float]:
    """Sign in to one source after the other; returns when each bulk sync could be created, by its name."""
    ready_at: dict[str, float] = {}
    for number, source in enumerate(sources):
        caching = CACHING_SECONDS[number % len(CACHING_SECONDS)]
        await here.let_caching_take(caching)
        ready_at[sync_name(number)] = await here.sign_in(source) + caching
        await asyncio.sleep(SIGN_INS_WITHIN_SECONDS / len(sources))
    return ready_at


async def _all_announced(here: Scene, count: int) -> dict[str, float]:
    async def are_all() -> bool:
        return len(announcements(await here.calls())) >= count

    await until(are_all, seconds=ANNOUNCED_SECONDS)
    return dict(announcements(await here.calls()))


def _figure(group: int, late: list[float], by_loop: list[float]) -> Figure:
    caching, step = CACHING_SECONDS[group], len(CACHING_SECONDS)
    mine, loop = late[group::step], by_loop[group::step]
    p95 = percentile(mine, 0.95)
    return Figure(
        command=f"Announcement of {len(mine)} setups after readiness; caching takes {caching:.0f} s",
        figure=f"beat {BEAT:.0f} s: {_spread(mine)}",
        baseline=f"created by the tutorial's loop, pause {PAUSE_SECONDS:.0f} s: {_spread(loop)}",
        target=f"p95 ≤ one beat + {GRACE_SECONDS} s",
        holds=p95 <= BEAT + GRACE_SECONDS,
    )


def _spread(late: list[float]) -> str:
    p50, p95 = percentile(late, 0.5), percentile(late, 0.95)
    return f"p50 {p50:.2f} s, p95 {p95:.2f} s, worst {max(late):.2f} s"
