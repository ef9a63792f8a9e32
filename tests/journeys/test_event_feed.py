"""What happens at Polytomic without the bot reaches the channels that watch, on good days and on bad ones."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bulk_syncs import both_ends, make_sync
from days import beats, in_polytomic, rows, said, until, well
from walks import words_of
from watching import begin_watch
from world import bot_in, stand_ins

from bot.handlers.webhooks import PATH

if TYPE_CHECKING:
    import pytest
    from member import Member
    from shown import Json
    from world import World

FAILED, WHY = "*Orders* failed", "The warehouse is full."
SECRET = "a-webhook-secret"


async def watched(world: World, ana: Member) -> str:
    """Let the channel watch a sync, and the feed begin; returns the sync's id."""
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)

    async def has_begun() -> bool:
        return bool(await rows(world, "SELECT 1 FROM cursors WHERE name = 'events'"))

    await until(has_begun, "the first look at the events")
    return orders


async def fails(world: World, sync_id: str, outcome: str = "failed") -> None:
    """Let the schedule begin a run that ends badly, and let it end."""
    await world.at_polytomic("executions/next", outcome=outcome, message=WHY)
    await world.at_polytomic(f"syncs/{sync_id}/run")
    await world.at_polytomic("clock", advance_seconds=2)


async def alerts(world: World, ana: Member) -> list[Json]:
    """List what the channel was told of the sync's failures."""
    return await said(ana, world.channel("data-ops"), ":rotating_light:", "Orders")


async def test_what_nobody_here_started_is_told_with_its_true_reason(world: World) -> None:
    """The event says that it failed; that it was interrupted, after so many rows, only the status says."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await watched(world, ana)
    await fails(world, orders, "interrupted")
    await ana.message("Orders", "interrupted", WHY, channel=channel)
    ((status, records, trigger),) = await rows(world, "SELECT status, records, trigger FROM executions")
    assert (status, trigger) == ("interrupted", "scheduled")
    assert records > 0
    await beats(world, 3)
    assert len(await alerts(world, ana)) == 1


async def test_what_happened_while_the_bot_was_away_is_told_at_its_return(database_url: str) -> None:
    """The cursor survives: nothing is lost, and what was told is not told again."""
    async with stand_ins(database_url) as world:
        async with bot_in(world):
            ana = await world.member()
            orders = await watched(world, ana)
            await fails(world, orders)
            alert = await ana.message(FAILED, WHY, channel=world.channel("data-ops"))
        await fails(world, orders)
        async with bot_in(world):
            await ana.message("failed again", channel=world.channel("data-ops"), thread=alert["ts"])
            await beats(world, 3)
            assert len(await alerts(world, ana)) == 1


async def test_an_outage_is_logged_once_and_loses_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Several rounds suffer from it, and one line says so; afterwards all of it is told."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await watched(world, ana)
    with caplog.at_level(logging.INFO, "bot"):
        await world.at_polytomic("faults", path="^/api/", status=500)
        await rows(world, "UPDATE beats SET next_at = now() WHERE name = 'health'")
        await beats(world, 3)
        await fails(world, orders)
        await beats(world, 2)
        assert await alerts(world, ana) == []
        await well(world)
        await ana.message(FAILED, WHY, channel=channel)
    assert caplog.text.count("Waiting for Polytomic") == 1
    assert caplog.text.count("Polytomic answers again") == 1


async def test_a_gap_is_told_once_with_how_things_stand(database_url: str) -> None:
    """After more than two days away: what cannot be known is said, and what is known is told."""
    async with stand_ins(database_url) as world:
        async with bot_in(world):
            ana, channel = await world.member(), world.channel("data-ops")
            orders = await watched(world, ana)
        await fails(world, orders)
        await world.at_polytomic("clock", advance_seconds=3 * 86_400)
        await rows(world, "UPDATE cursors SET read_at = read_at - interval '3 days'")
        async with bot_in(world):
            gap = await ana.message("I could not see what happened", channel=channel)
            assert f"*Orders* failed: {WHY}" in words_of(gap)
            await ana.message(FAILED, WHY, ":rotating_light:", channel=channel)
            await rows(world, "UPDATE gaps SET told_version = -1")  # killed before this was noted
            await beats(world, 3)
            assert len(await said(ana, channel, "I could not see")) == 1
            assert len(await alerts(world, ana)) == 1


async def test_the_webhook_tells_at_once_and_the_poll_says_nothing_twice(database_url: str) -> None:
    """It comes while the events cannot be read, in disorder and twice; then they are read after all."""
    async with stand_ins(database_url, polytomic_webhook_secret=SECRET) as world, bot_in(world):
        ana, channel = await world.member(), world.channel("data-ops")
        orders = await watched(world, ana)
        door = f"http://127.0.0.1:{world.settings.port}{PATH}"
        await in_polytomic(world, "POST", "webhooks", endpoint=door, secret=SECRET)
        disorder = {"webhook_held": True, "webhook_newest_first": True, "webhook_copies": 2}
        await world.at_polytomic("config", **disorder)
        await world.at_polytomic("faults", path="^/api/", status=500)
        await fails(world, orders)
        await world.at_polytomic("config", webhook_held=False)
        await ana.message(FAILED, WHY, channel=channel)
        forged = {"type": "bulk_sync.failed", "event": {"sync_id": orders, "execution_id": "forged"}}
        async with world.http.post(door, json=forged, headers={"Polytomic-Signature": "00"}) as response:
            assert response.status == 401
        await well(world)

        async def is_complete() -> bool:
            found = await rows(world, "SELECT ended_at IS NOT NULL AND records > 0 FROM executions")
            return found == [(True,)]

        await until(is_complete, "the poll to add what the webhook left out")
        await beats(world, 2)
        assert len(await alerts(world, ana)) == 1
