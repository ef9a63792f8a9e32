"""A replica that dies, or is asked to end, with its hands full: nothing is lost, and nothing done twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from balancer import balancer
from days import until
from fleet import USUAL_BEAT, alone, fleet
from holding import (
    TAKEN_OVER_SECONDS,
    hands_full,
    is_ready,
    one_sync_and_two_of_each,
    seconds_until_taken_over,
    to_creating,
)
from steps import plan
from story import all_told, ask_for_it, happened_once
from walks import ANNOUNCED, NAME

if TYPE_CHECKING:
    from pathlib import Path

    from process import Process
    from world import World


@pytest.fixture
def way() -> str:
    """Let a balancer decide which replica gets a click: the one that is not frozen."""
    return "http"


async def has_no_way_in(replica: Process) -> bool:
    """Tell whether a balancer would send nothing more to a replica."""
    return not await is_ready(replica)


async def test_a_killed_replica_s_job_is_done_by_another(world: World, tmp_path: Path) -> None:
    """SIGKILL while Polytomic creates the sync: the other finds it within ten seconds, and announces it."""
    async with (
        fleet(world, tmp_path, 2, poll_interval_seconds=USUAL_BEAT) as (first, second),
        balancer(world.settings.port, (first, second)),
    ):
        ana, channel = await world.member(), world.channel("data-ops")
        await ask_for_it(ana, channel)
        await all_told(world)
        async with alone(first, second):
            await to_creating(world, ana, seconds=3)
        await first.kill()
        assert await seconds_until_taken_over(world) < TAKEN_OVER_SECONDS
        await ana.message(NAME, ANNOUNCED, channel=channel)
        await all_told(world)
        await happened_once(world, ana, channel, runs=0)


async def test_a_replica_that_is_asked_to_end_finishes_what_it_can_and_hands_on_the_rest(
    world: World, tmp_path: Path
) -> None:
    """SIGTERM with a form and a long job in its hands: the one is answered, the other done by another."""
    async with hands_full(world, tmp_path, sync_seconds=12, form_seconds=5.5) as scene:
        scene.first.ask_to_end()
        await until(partial(has_no_way_in, scene.first), "no more clicks for the one that ends")
        await scene.ben.modal("plan")
        ended = await scene.first.end()
        assert ended.code == 0
        assert ended.seconds < TAKEN_OVER_SECONDS
        assert await seconds_until_taken_over(world) < TAKEN_OVER_SECONDS
        await scene.ana.message(NAME, ANNOUNCED, channel=scene.channel)
        await plan(scene.ben, scene.channel, "Another sync")
        await all_told(world)
        await one_sync_and_two_of_each(world, scene)
