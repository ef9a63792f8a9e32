"""What a replica holds, and how soon another one takes it over."""

from __future__ import annotations

import logging
import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from balancer import balancer
from days import rows, said, until
from fleet import USUAL_BEAT, alone, fleet
from process import status
from steps import SNOWFLAKE, card_of, connect_salesforce, snowflake_form
from story import all_told, ask_for_it
from walks import ANNOUNCED, NAME, requests_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from balancer import Balancer
    from member import Member
    from process import Process
    from world import World

log = logging.getLogger(__name__)

CONNECTIONS, SYNCS = "/api/connections", "/api/bulk/syncs"
TAKEN_OVER_SECONDS = 10


class Scene(NamedTuple):
    """Two people, and the replica that works for both of them beside one that does not."""

    ana: Member
    ben: Member
    channel: str
    first: Process
    second: Process
    between: Balancer


@asynccontextmanager
async def hands_full(
    world: World, logs: Path, *, sync_seconds: float, form_seconds: float
) -> AsyncIterator[Scene]:
    """Let the first replica hold a job and a form: so long takes Polytomic for a sync, and a connection."""
    async with (
        fleet(world, logs, 2, poll_interval_seconds=USUAL_BEAT) as (first, second),
        balancer(world.settings.port, (first, second)) as between,
    ):
        ana, ben, channel = (
            await world.member(),
            await world.member(world.users[1]),
            world.channel("data-ops"),
        )
        await ask_for_it(ana, channel)
        await connect_salesforce(ben, channel)
        form = await snowflake_form(ben)
        await all_told(world)
        async with alone(first, second):
            await to_creating(world, ana, seconds=sync_seconds)
            slow = {"method": "POST", "path": f"^{CONNECTIONS}$", "delay_seconds": form_seconds}
            await world.at_polytomic("faults", **slow, times=1)
            between.believes_in = first
            assert (await ben.submit(form, SNOWFLAKE))["ok"]
            await until(partial(is_being_made, world), "the request for the connection")
            between.believes_in = None
        yield Scene(ana, ben, channel, first, second, between)


async def is_being_made(world: World) -> bool:
    """Tell whether the fourth connection was asked for."""
    return await asked(world, "POST", CONNECTIONS) == 4


async def one_sync_and_two_of_each(world: World, scene: Scene) -> None:
    """Check that Ana's sync was made and announced once, and each connection made once."""
    there = await world.state_of_polytomic()
    kinds = sorted(one["type"] for one in there["connections"])
    assert kinds == ["salesforce", "salesforce", "snowflake", "snowflake"]
    assert ([sync["name"] for sync in there["syncs"]], there["executions"]) == ([NAME], [])
    assert len(await said(scene.ana, scene.channel, ANNOUNCED)) == 1


async def beat(world: World) -> None:
    """Let the next beat come at once."""
    await rows(world, "UPDATE beats SET next_at = now() WHERE name = 'poll'")


async def asked(world: World, method: str, path: str) -> int:
    """Count the requests of one kind that have reached Polytomic."""
    return len(await requests_for(world, method, path))


async def to_creating(world: World, ana: Member, *, seconds: float) -> None:
    """Sign in, and wait until somebody waits for Polytomic to create the sync, which takes so long."""
    await world.at_polytomic("config", schema_delay_seconds=0)
    await world.at_polytomic("faults", method="POST", path=f"^{SYNCS}$", delay_seconds=seconds, times=1)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await beat(world)
    await until(partial(asked, world, "POST", SYNCS), "the request for the sync")


async def seconds_until(holds: Callable[[], Coroutine[None, None, object]], what: str) -> float:
    """Measure how long something takes to come true."""
    began = time.monotonic()
    await until(holds, what)
    seconds = time.monotonic() - began
    log.info("%s after %.1f s", what, seconds)
    return seconds


async def is_looked_for(world: World, *, before: int) -> bool:
    """Tell whether somebody asks whether the sync exists, which nobody does who has just asked for it."""
    return await asked(world, "GET", SYNCS) > before


async def seconds_until_taken_over(world: World) -> float:
    """Measure how long it takes until another replica looks for the sync that was being created."""
    is_looking = partial(is_looked_for, world, before=await asked(world, "GET", SYNCS))
    return await seconds_until(is_looking, "another replica at the job")


async def is_ready(replica: Process) -> bool:
    """Tell whether a replica is ready."""
    return await status(replica.url) == 200
