"""Leases: one holder at a time, for as long as it lives; who lost a row does nothing to it any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import a_setup, run_out_of_lease

if TYPE_CHECKING:
    from uuid import UUID

    from bot.store import Database, Lease, Leases, Setups


@pytest.fixture
def leases(setups: Setups) -> Leases:
    """Return the leases on setups."""
    return setups.leases


@pytest.fixture
async def row_id(setups: Setups) -> UUID:
    """Write a setup, and return its id."""
    return (await setups.add(a_setup())).id


async def taken(leases: Leases, row_id: UUID) -> Lease:
    """Take a row that must be free."""
    lease = await leases.take(row_id, seconds=30)
    assert lease is not None
    return lease


async def test_only_one_holds_a_row(leases: Leases, row_id: UUID) -> None:
    """Double submission and two replicas: one of ten gets it, and release lets the next in."""
    wishes = await asyncio.gather(*(leases.take(row_id, seconds=30) for _ in range(10)))
    (lease,) = [one for one in wishes if one]
    await leases.release(lease)
    await taken(leases, row_id)
    assert await leases.take(uuid4(), seconds=30) is None


async def test_a_dead_holder_loses_its_row(leases: Leases, row_id: UUID, database: Database) -> None:
    """A killed replica never releases: its lease runs out, and others may go on."""
    await taken(leases, row_id)
    assert await leases.take(row_id, seconds=30) is None
    await run_out_of_lease(database)
    await taken(leases, row_id)


async def test_more_time_for_who_holds_it(leases: Leases, row_id: UUID, database: Database) -> None:
    """A slow Polytomic must not let a second worker in: the holder asks for more time, again and again."""
    lease = await leases.take(row_id, seconds=0.001)
    for _ in range(2):
        assert lease is not None
        lease = await leases.renew(lease, seconds=30)
    assert await leases.take(row_id, seconds=30) is None
    await run_out_of_lease(database)
    await taken(leases, row_id)


async def test_who_was_frozen_leaves_the_next_holder_alone(
    leases: Leases, row_id: UUID, database: Database
) -> None:
    """A replica that thaws after its lease ran out must neither prolong nor end the lease of another one."""
    lost = await taken(leases, row_id)
    await run_out_of_lease(database)
    mine = await taken(leases, row_id)
    assert await leases.renew(lost, seconds=3000) is None
    await leases.release(lost)
    assert await leases.take(row_id, seconds=30) is None
    await leases.release(mine)
    await taken(leases, row_id)
