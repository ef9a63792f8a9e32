"""Replicas share the work: whoever takes a click, people meet one bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from balancer import balancer
from fleet import fleet, taken
from story import all_told, happened_once, tell

if TYPE_CHECKING:
    from pathlib import Path

    from world import World


async def test_by_socket_each_click_may_land_on_another_replica(world: World, tmp_path: Path) -> None:
    """The local Slack gives envelopes to the sockets in turn, so that no two steps meet the same memory."""
    async with fleet(world, tmp_path, 2) as replicas:
        ana, channel = await world.member(), world.channel("data-ops")
        await tell(world, ana, channel)
        await all_told(world)
        await happened_once(world, ana, channel, runs=1)
        assert min([await taken(world, one) for one in replicas]) >= 3


@pytest.mark.parametrize("way", ["http"])
async def test_behind_a_balancer_no_stickiness_is_needed(world: World, tmp_path: Path) -> None:
    """Requests go round; one that comes once more, to the other replica, does nothing."""
    async with fleet(world, tmp_path, 2) as replicas, balancer(world.settings.port, replicas) as between:
        ana, channel = await world.member(), world.channel("data-ops")
        await tell(world, ana, channel)
        await all_told(world)
        await happened_once(world, ana, channel, runs=1)
        assert min([await taken(world, one) for one in replicas]) >= 3

        for one in list(between.passed):
            (other,) = [replica for replica in replicas if replica is not one.replica]
            await between.send(other, one)
        await all_told(world)
        await happened_once(world, ana, channel, runs=1)
