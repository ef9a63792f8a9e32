"""A replica that freezes with its hands full, and thaws when others have gone on: nothing is done twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from days import rows, until
from fleet import alone
from holding import (
    TAKEN_OVER_SECONDS,
    Scene,
    hands_full,
    is_ready,
    one_sync_and_two_of_each,
    seconds_until_taken_over,
)
from steps import SNOWFLAKE, card_of, snowflake_form
from story import all_told
from walks import ANNOUNCED, NAME

if TYPE_CHECKING:
    from pathlib import Path

    from process import Process
    from shown import Json
    from world import World

CHANGED = "This changed in the meantime"
SETUPS = "SELECT id, version, state FROM setups ORDER BY id"


@pytest.fixture
def way() -> str:
    """Let a balancer decide which replica gets a click: the one that is not frozen."""
    return "http"


async def has_logged(replica: Process, *words: str) -> bool:
    """Tell whether one line of a replica's log says all of this."""
    return any(all(word in line for word in words) for line in replica.log.splitlines())


async def test_a_frozen_replica_is_replaced_and_doubles_nothing_when_it_thaws(
    world: World, tmp_path: Path
) -> None:
    """SIGSTOP with a job, a form and a click in its hands: the other goes on; what comes late is dropped."""
    async with hands_full(world, tmp_path, sync_seconds=9, form_seconds=9) as scene:
        await scene.first.freeze()
        assert await seconds_until_taken_over(world) < TAKEN_OVER_SECONDS
        await scene.ben.close(await scene.ben.modal())
        card = await card_of(world, scene.ben, "'continue_setup'")
        announcement = await scene.ana.message(NAME, ANNOUNCED, channel=scene.channel)
        scene.between.believes_in = scene.first
        pressed = await scene.ana.try_to_click(announcement, "run_now")
        assert pressed["error"] == "operation_timeout"
        before = await rows(world, SETUPS)

        scene.first.thaw()
        await until(partial(has_logged, scene.first, "create_bulk_sync", CHANGED), "the job")
        await until(partial(has_logged, scene.first, "stood still"), "the click")
        await until(partial(is_ready, scene.first), "the thawed one ready")
        await all_told(world)
        assert await rows(world, SETUPS) == before
        await one_sync_and_two_of_each(world, scene)
        await works_again(world, scene, announcement, card)


async def works_again(world: World, scene: Scene, announcement: Json, card: Json) -> None:
    """Let the thawed replica do what people asked for in vain before, as if nothing had been."""
    async with alone(scene.first, scene.second):
        await scene.ana.click(announcement, "run_now")
        await scene.ben.click(card, "continue_setup")
        form = await snowflake_form(scene.ben)
        assert (await scene.ben.submit(form, SNOWFLAKE))["ok"]
        await scene.ben.modal("plan")
        await scene.ana.message(NAME, "finished", channel=scene.channel, thread=announcement["ts"])
    there = await world.state_of_polytomic()
    assert (len(there["connections"]), len(there["executions"])) == (4, 1)
