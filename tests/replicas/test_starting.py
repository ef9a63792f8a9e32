"""Replicas start together, and say when they cannot work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from days import until, well
from fleet import fleet
from process import status
from sqlalchemy.engine import make_url
from world import World, stand_ins

from bot.store import migrations
from bot.store.checkup import Tables, look

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from conftest import Server
    from process import Process

CLOSED = "ALTER DATABASE {} ALLOW_CONNECTIONS false"
OPEN = "ALTER DATABASE {} ALLOW_CONNECTIONS true"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
MANY = 1_000_000


@pytest.fixture
async def world(empty_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins beside a database without a table."""
    async with stand_ins(empty_url, way="http") as made:
        yield made


async def are(replicas: list[Process], wanted: int) -> bool:
    """Tell whether all replicas answer so at /readyz."""
    return {await status(replica.url) for replica in replicas} == {wanted}


async def test_replicas_start_together_and_a_balancer_knows_when_to_leave_them_alone(
    world: World, empty_url: str, postgres_server: Server, tmp_path: Path
) -> None:
    """On an empty database one makes the tables; without the database, or Slack, /readyz says 503."""
    async with fleet(world, tmp_path, 2) as replicas:
        checkup = await look(empty_url)
        assert (checkup.version, checkup.tables) == (migrations.known()[-1], Tables.CURRENT)

        name = str(make_url(empty_url).database)
        postgres_server.execute(CLOSED, name)
        postgres_server.execute(CUT.format(name))
        await until(partial(are, replicas, 503), "both without a database")
        postgres_server.execute(OPEN, name)
        await until(partial(are, replicas, 200), "both with it again")

        await world.fault_at_slack(method="auth.test", status=503, times=MANY)
        await until(partial(are, replicas, 503), "both without Slack")
        await well(world)
        await until(partial(are, replicas, 200), "both with it again")
