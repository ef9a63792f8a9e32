"""Digests: asked for in a channel, and told once per time that they are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from days import beats, rows, said, until
from digests import come_due, watched
from elsewhere import SNOWFLAKE, make
from walks import words_of
from world import bot_in, stand_ins

if TYPE_CHECKING:
    from member import Member
    from world import World

TITLE = "Daily digest"


async def ask_for_one(ana: Member, channel: str, **answers: str) -> None:
    """Ask for a digest every day."""
    await ana.type(channel, "/polytomic digest")
    form = await ana.modal("digest")
    assert (await ana.submit(form, answers))["ok"]
    await ana.close(await ana.modal("done", saying="gets a digest every day at 09:00 (UTC)"))


async def until_told(world: World) -> None:
    """Wait until no digest is due."""

    async def holds() -> bool:
        return not await rows(world, "SELECT 1 FROM digests WHERE next_at <= now()")

    await until(holds, "the digests to be told")


async def test_a_channel_gets_its_digest_once(world: World) -> None:
    """Asked for in a form, told at its time with numbers and reasons, and not again until the next day."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ask_for_one(ana, channel)
    await come_due(world)
    empty = await ana.message(TITLE, "watches no sync", channel=channel)
    assert "`/polytomic watch`" in words_of(empty)

    await make(world, "snowflake", "Warehouse", SNOWFLAKE, healthy=False)
    heard = [
        {"sync_name": "Orders", "status": "completed"},
        {"sync_name": "Leads", "status": "failed", "reason": "The table is locked."},
    ]
    await watched(world, channel, heard)
    await rows(world, "UPDATE digests SET id = gen_random_uuid()")  # as if it had told nothing yet
    await come_due(world)
    digest = await ana.message(TITLE, "2 runs", channel=channel)
    text = words_of(digest)
    assert "*2 runs* of 2 syncs moved *200 rows*. *1 went wrong*, in 1 sync." in text
    assert ":x: *Leads* went wrong once, and has not recovered: The table is locked." in text
    assert "*Orders*: 12 minutes" in text
    assert ":warning: *Warehouse* (Snowflake): token revoked" in text

    await until_told(world)
    await come_due(world)  # as after a crash between the post and the note that it was made
    await until_told(world)
    assert len(await said(ana, channel, TITLE, "2 runs")) == 1

    await ana.click(digest, "digest")
    form = await ana.modal("digest", saying="The next one comes")
    assert (await ana.submit(form, {"every": "none"}))["ok"]
    await ana.modal("done", saying="gets no digest")
    assert await rows(world, "SELECT 1 FROM digests") == []


async def test_after_a_long_stop_only_the_newest_is_told(database_url: str) -> None:
    """Ten digests at once after the holidays would be noise; none would be a hole."""
    async with stand_ins(database_url) as world:
        ana, channel = await world.member(), world.channel("data-ops")
        async with bot_in(world):
            await ask_for_one(ana, channel)
        await come_due(world, days=10)
        async with bot_in(world):
            await ana.message(TITLE, channel=channel)
            await until_told(world)
            await beats(world, 2)
            assert len(await said(ana, channel, TITLE)) == 1
        ((next_at,),) = await rows(world, "SELECT next_at FROM digests")
        assert timedelta() < next_at - datetime.now(UTC) <= timedelta(days=1)


async def test_a_channel_that_is_lost_ends_its_digest(world: World) -> None:
    """Whoever asked for it hears of that once; nothing is tried for ever."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ask_for_one(ana, channel)
    await world.fault_at_slack(method="chat.postMessage", error="is_archived", times=1)
    await come_due(world)
    private = await ana.dm(world.workspace.app.bot_user_id)
    told = await ana.message("I cannot post the digest", "That channel is archived.", channel=private)
    assert "`/polytomic digest`" in words_of(told)

    async def is_gone() -> bool:
        return await rows(world, "SELECT 1 FROM digests") == []

    await until(is_gone, "the digest to end")
    assert len(await said(ana, private, "I cannot post the digest")) == 1


async def test_where_the_bot_may_not_write_nobody_waits_for_a_digest(world: World) -> None:
    """The refusal comes with the form, not on the next morning."""
    ana = await world.member()
    await world.fault_at_slack(method="chat.postEphemeral", error="channel_not_found", times=1)
    await ana.type(world.channel("data-ops"), "/polytomic digest")
    assert (await ana.submit(await ana.modal("digest")))["ok"]
    await ana.modal("problem", saying="I am not in that channel")
    assert await rows(world, "SELECT 1 FROM digests") == []


async def test_a_digest_is_offered_where_watches_are_listed(world: World) -> None:
    """Whoever sees what the channel watches finds the summary of it there."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ana.type(channel, "/polytomic watch")
    await ana.press(await ana.modal("watches"), "digest")
    form = await ana.modal("digest", saying=f"<#{channel}>")
    assert (await ana.submit(form, {"every": "friday", "hour": "17"}))["ok"]
    await ana.modal("done", saying="gets a digest every Friday at 17:00 (UTC)")
