"""A replica that dies, freezes or is asked to end with a setup in its hands: nothing is lost or doubled."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from balancer import balancer
from days import rows, said, until
from fleet import USUAL_BEAT, alone, fleet
from process import status
from steps import SNOWFLAKE, card_of, connect_salesforce, plan, snowflake_form
from story import all_told, ask_for_it, happened_once
from walks import ANNOUNCED, NAME, requests_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from member import Member
    from process import Process
    from world import World

log = logging.getLogger(__name__)

CONNECTIONS, SYNCS = "/api/connections", "/api/bulk/syncs"
TWO_OF_EACH = ["salesforce", "salesforce", "snowflake", "snowflake"]
TAKEN_OVER_SECONDS = 10


@pytest.fixture
def way() -> str:
    """Let a balancer decide which replica gets a click: the one that is not frozen."""
    return "http"


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


async def has_logged(replica: Process, *words: str) -> bool:
    """Tell whether one line of a replica's log says all of this."""
    return any(all(word in line for word in words) for line in replica.log.splitlines())


async def is_being_made(world: World) -> bool:
    """Tell whether the fourth connection was asked for."""
    return await asked(world, "POST", CONNECTIONS) == 4


async def has_no_way_in(replica: Process) -> bool:
    """Tell whether a balancer would send nothing more to a replica."""
    return await status(replica.url) != 200


async def is_ready(replica: Process) -> bool:
    """Tell whether a replica is ready."""
    return await status(replica.url) == 200


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


async def test_a_killed_replica_s_job_is_done_by_another(world: World, tmp_path: Path) -> None:
    """SIGKILL while Polytomic creates the sync: the other finds it within ten seconds, and announces it."""
    async with (
        fleet(world, tmp_path, 2, poll_interval_seconds=USUAL_BEAT) as (first, second),
        balancer(world.settings.port, (first, second)),
    ):
        ana, channel = await world.member(), world.channel("data-ops")
        await ask_for_it(ana, channel)
        async with alone(first, second):
            await to_creating(world, ana, seconds=3)
        await first.kill()
        assert await seconds_until_taken_over(world) < TAKEN_OVER_SECONDS
        await ana.message(NAME, ANNOUNCED, channel=channel)
        await all_told(world)
        await happened_once(world, ana, channel, runs=0)


async def test_a_frozen_replica_is_replaced_and_doubles_nothing_when_it_thaws(
    world: World, tmp_path: Path
) -> None:
    """SIGSTOP with a job, a form and a click in its hands: the other goes on; what comes late is dropped."""
    async with (
        fleet(world, tmp_path, 2, poll_interval_seconds=USUAL_BEAT) as (first, second),
        balancer(world.settings.port, (first, second)) as between,
    ):
        ana, ben = await world.member(), await world.member(world.users[1])
        channel = world.channel("data-ops")
        await ask_for_it(ana, channel)
        await connect_salesforce(ben, channel)
        form = await snowflake_form(ben)
        await world.at_polytomic("faults", method="POST", path=f"^{CONNECTIONS}$", delay_seconds=9, times=1)
        async with alone(first, second):
            between.believes_in = first
            assert (await ben.submit(form, SNOWFLAKE))["ok"]
            await to_creating(world, ana, seconds=9)
            await first.freeze()
        between.believes_in = None

        assert await seconds_until_taken_over(world) < TAKEN_OVER_SECONDS
        await ben.close(await ben.modal())
        await ben.click(await card_of(world, ben, "'continue_setup'"), "continue_setup")
        announcement = await ana.message(NAME, ANNOUNCED, channel=channel)
        between.believes_in = first
        pressed = await ana.try_to_click(announcement, "run_now")
        assert pressed["error"] == "operation_timeout"
        between.believes_in = None
        before = await rows(world, "SELECT id, version, state FROM setups ORDER BY id")

        first.thaw()
        await until(partial(has_logged, first, "create_bulk_sync", "This changed in the meantime"), "the job")
        await until(partial(has_logged, first, "stood still"), "the click")
        await until(partial(is_ready, first), "the thawed one ready")
        await all_told(world)
        assert await rows(world, "SELECT id, version, state FROM setups ORDER BY id") == before
        there = await world.state_of_polytomic()
        assert sorted(one["type"] for one in there["connections"]) == [
            "salesforce",
            "salesforce",
            *["snowflake"] * 2,
        ]
        assert ([sync["name"] for sync in there["syncs"]], there["executions"]) == ([NAME], [])
        assert len(await said(ana, channel, ANNOUNCED)) == 1
        async with alone(first, second):
            between.believes_in = first
            await ana.click(announcement, "run_now")
            await until(
                partial(asked, world, "POST", f"{SYNCS}/{there['syncs'][0]['id']}/executions"), "a run"
            )


async def test_a_replica_that_is_asked_to_end_finishes_what_it_can_and_hands_on_the_rest(
    world: World, tmp_path: Path
) -> None:
    """SIGTERM with a form and a long job in its hands: the one is answered, the other done by another."""
    async with (
        fleet(world, tmp_path, 2, poll_interval_seconds=USUAL_BEAT) as (first, second),
        balancer(world.settings.port, (first, second)) as between,
    ):
        ana, ben = await world.member(), await world.member(world.users[1])
        channel = world.channel("data-ops")
        await ask_for_it(ana, channel)
        await connect_salesforce(ben, channel)
        form = await snowflake_form(ben)
        async with alone(first, second):
            await to_creating(world, ana, seconds=12)
            await world.at_polytomic(
                "faults", method="POST", path=f"^{CONNECTIONS}$", delay_seconds=3, times=1
            )
            between.believes_in = first
            assert (await ben.submit(form, SNOWFLAKE))["ok"]
            await until(partial(is_being_made, world), "the request for the connection")
        between.believes_in = None
        first.ask_to_end()
        await until(partial(has_no_way_in, first), "no more clicks for the one that ends")
        await ben.modal("plan")
        ended = await first.end()
        assert ended.code == 0
        assert ended.seconds < TAKEN_OVER_SECONDS
        assert await seconds_until_taken_over(world) < TAKEN_OVER_SECONDS
        await ana.message(NAME, ANNOUNCED, channel=channel)
        await plan(ben, channel, "Another sync")
        await all_told(world)
        there = await world.state_of_polytomic()
        assert sorted(one["type"] for one in there["connections"]) == [
            "salesforce",
            "salesforce",
            *["snowflake"] * 2,
        ]
        assert [sync["name"] for sync in there["syncs"]] == [NAME]
        assert len(await said(ana, channel, ANNOUNCED)) == 1
