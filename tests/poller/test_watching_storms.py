"""Silences, and many failures at once: how little a channel is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import owed
from watch_feed import ALWAYS, NOW, Feed, heard

from bot.models import Tells
from bot.store import Following
from bot.store.jobs import TELL_TROUBLE


@pytest.mark.parametrize("silence", [{"quiet": ALWAYS}, {"muted_until": NOW + timedelta(hours=1)}])
async def test_after_a_silence_only_what_is_still_broken_is_told(
    feed: Feed, silence: dict[str, object]
) -> None:
    """In the morning one message says how often it failed; what has recovered by then is history."""
    watch = await feed.watch(**silence, tells=tuple(Tells))
    await feed.watch(**silence, sync_id="s-2")
    await feed.hear(heard(minute=1), heard(minute=2), heard(minute=1, sync_id="s-2"), heard("running", 3))
    assert await feed.hear(heard("completed", 3, sync_id="s-2"), heard("canceled", 4)) == []
    trouble = await feed.trouble()
    assert trouble.alerted_at is None
    assert trouble.silent_until is not None
    await feed.let_silence_end()
    assert await feed.act() == [], "it is still silent"

    await feed.watches.save(watch.model_copy(update={"quiet": None, "muted_until": None}))
    await feed.troubles.stir(watch.id)
    assert await feed.act() == [TELL_TROUBLE]
    assert ((await feed.trouble()).alerted_streak, (await feed.trouble()).silent_until) == (2, None)


async def test_a_watch_that_ended_leaves_nothing_that_waits(feed: Feed) -> None:
    """Its silence is over some day: nobody is told, and nothing is looked at again and again."""
    watch = await feed.watch(quiet=ALWAYS)
    await feed.hear(heard())
    await feed.watches.delete(watch.id)
    await feed.let_silence_end()
    assert await feed.act() == []
    assert await feed.open_troubles() == []
    assert not await Following(feed.database).is_due()


async def test_what_was_told_is_ended_though_its_watch_is_gone(feed: Feed) -> None:
    """An alert that stays red for ever would be a lie."""
    watch = await feed.watch()
    await feed.hear(heard(minute=1))
    await feed.watches.delete(watch.id)
    assert await feed.hear(heard(minute=2)) == []
    assert await feed.hear(heard("completed", 3)) == [TELL_TROUBLE]


async def test_many_alerts_at_once_are_one_message(feed: Feed) -> None:
    """Forty syncs on one broken connection must not flood the channel; their recoveries change its count."""
    await feed.watch(sync_id=None)
    many = [heard(minute=1, sync_id=f"s-{number}") for number in range(37)]
    assert await feed.hear(*many) == [TELL_TROUBLE]
    (lead_id,) = {one.lead_id for one in await feed.open_troubles()}
    assert lead_id is not None
    assert len(await feed.troubles.led_by(lead_id)) == 37

    assert await feed.hear(heard(minute=2, sync_id="s-99")) == [TELL_TROUBLE], "a late one belongs to it"
    assert len(await feed.troubles.led_by(lead_id)) == 38
    assert await owed(feed.database, TELL_TROUBLE) == [lead_id]
    lead = await feed.troubles.get(lead_id)
    assert lead is not None
    await feed.troubles.told(lead, streak=38)
    assert await feed.hear(heard("completed", 3, sync_id=lead.sync_id)) == [TELL_TROUBLE]
    assert await feed.hear(heard("completed", 3, sync_id="s-99")) == [TELL_TROUBLE], "though the lead is over"
    assert set(feed.jobs.row_ids) == {lead_id}


async def test_few_alerts_at_once_are_told_singly(feed: Feed) -> None:
    """Each of them has its own story."""
    await feed.watch(sync_id=None)
    assert await feed.hear(*(heard(sync_id=f"s-{number}") for number in range(5))) == [TELL_TROUBLE] * 5


async def test_thousands_of_failures_are_taken_in_one_round(feed: Feed) -> None:
    """More than one look takes: the channel still gets one message."""
    await feed.watch(sync_id=None)
    await feed.hear(*(heard(sync_id=f"s-{number}") for number in range(1200)))
    assert len({one.lead_id for one in await feed.open_troubles()}) == 1
    assert not await Following(feed.database).is_due()
