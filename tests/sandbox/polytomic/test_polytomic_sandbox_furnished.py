"""What a demonstration begins with: an organization with a past, as the official SDK reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.polytomic import Config, Running, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polytomic import AsyncPolytomic


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    """Serve an organization as the demonstration does."""
    running = await serve(Config(is_furnished=True))
    yield running
    await running.stop()


async def test_a_demonstration_begins_with_a_past(sdk: AsyncPolytomic) -> None:
    """Whoever tries the bot finds syncs to run, a failure to look at, and a connection to mend."""
    syncs = {one.name: one.id for one in (await sdk.bulk_sync.list()).data}
    assert set(syncs) == {"Shop orders to Analytics", "Customers to Analytics", "Shop archive"}
    failing = await sdk.bulk_sync.get_status(syncs["Customers to Analytics"])
    assert failing.data.last_execution.status == "failed"
    assert failing.data.last_execution.status_message == "Permission denied for the table customers."
    past = await sdk.bulk_sync.executions.list(syncs["Shop orders to Analytics"])
    assert len(past.data) >= 45
    assert (await sdk.bulk_sync.get_status(syncs["Shop archive"])).data.last_execution is None
    connections = (await sdk.connections.list()).data
    assert [one.name for one in connections if one.status != "healthy"] == ["Marketing exports"]


async def test_what_it_begins_with_can_be_used(sdk: AsyncPolytomic) -> None:
    """A sync of the past runs as any other."""
    (archive,) = [one for one in (await sdk.bulk_sync.list()).data if one.name == "Shop archive"]
    run = (await sdk.bulk_sync.start(archive.id)).data
    assert len(run.schemas) == 5
