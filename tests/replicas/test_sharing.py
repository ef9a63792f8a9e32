"""Replicas share the work: whoever takes a click, people meet one bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from balancer import balancer
from bench.rows import BeatLog, awaiting_sign_in, put
from days import forget_requests, in_polytomic, rows, until
from fleet import fleet, taken
from story import all_told, happened_once, tell
from walks import requests_for

from bot.store import Database

if TYPE_CHECKING:
    from pathlib import Path

    from world import World

MANY, BEATS = 200, 12


async def test_by_socket_each_click_may_land_on_another_replica(world: World, tmp_path: Path) -> None:
    """The local Slack gives envelopes to the sockets in turn, so that no two steps meet the same memory."""
    async with fleet(world, tmp_path, 2) as replicas:
        ana, channel = await world.member(), world.channel("data-ops")
        await tell(world, ana, channel)
        await all_told(world)
        await happened_once(world, ana, channel, runs=1)
        assert min([await taken(world, one) for one in replicas]) >= 3
        beats, asked = await beat_while_many_wait(world)
        assert beats - 1 <= asked <= beats + 1, "one request in each beat, by whichever replica"


async def beat_while_many_wait(world: World) -> tuple[int, int]:
    """Let many setups wait for sign-ins for a while; returns the beats, and the requests for connections."""
    url = world.settings.database_url
    assert url is not None
    where = {
        "name": "Nobody's",
        "type": "salesforce",
        "configuration": {"domain": "https://x.salesforce.com"},
    }
    made = (await in_polytomic(world, "POST", "connections", **where))["data"]
    async with await Database.open(url.get_secret_value()) as database:
        await put(database, [awaiting_sign_in(number, made["id"], made["id"]) for number in range(MANY)])
        await rows(world, "UPDATE beats SET next_at = now() + interval '1 hour' WHERE name = 'health'")
        log = BeatLog(database)
        await log.install()
        await forget_requests(world)

        async def are_enough() -> bool:
            return len(await log.moments()) >= BEATS

        await until(are_enough, f"{BEATS} beats")
        return len(await log.moments()), len(await requests_for(world, "GET", "/api/connections"))


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
