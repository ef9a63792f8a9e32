"""The event feed: what happened is heard once each, whatever the order and the number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from event_bot import Bot
from polytomic_history import EVENTS, STATUSES, History

if TYPE_CHECKING:
    from bot.store import Database


async def test_a_run_is_heard_from_its_start_to_its_end(bot: Bot, there: History) -> None:
    """The end brings its counters and its true reason, which events leave out, at one request more."""
    there.happens("running", "e1", trigger_source="scheduled")
    assert await bot.hears() == {"e1": "running"}
    there.pass_time(minutes=3)
    there.asked.clear()
    there.happens("failed", "e1", error="No warehouse", word="interrupted", rows=7)
    [ended] = await bot.beat()
    assert (ended.status, ended.reason, ended.records) == ("interrupted", "No warehouse", 7)
    assert (ended.sync_name, ended.trigger) == ("Sync s-1", "scheduled")
    assert ended.began_at == there.now - timedelta(minutes=3)
    assert ended.ended_at == there.now
    assert there.asked == {EVENTS: 1, STATUSES: 1}


@pytest.mark.parametrize(
    ("kind", "status"),
    [("completed", "completed"), ("completed_with_error", "errors"), ("canceled", "canceled")],
)
async def test_every_end_has_its_word(bot: Bot, there: History, kind: str, status: str) -> None:
    """Events and executions spell them differently; a kind that nobody knows yet is passed over."""
    there.happens("rescheduled", "e0")
    there.happens(kind, "e1", word=status)
    assert await bot.hears() == {"e1": status}


async def test_it_costs_one_request_per_beat_and_none_when_nothing_is_watched(
    bot: Bot, there: History
) -> None:
    """However many syncs there are; and what happened while nobody watched is no news to who begins to."""
    there.asked.clear()
    for _ in range(3):
        assert await bot.hears() == {}
    assert there.asked == {EVENTS: 3}
    [watch] = await bot.rows.watches.every()
    await bot.rows.watches.delete(watch.id)
    there.happens("failed", "e1")
    assert await bot.hears() == {}
    assert there.asked == {EVENTS: 3}
    await bot.watch()
    assert await bot.hears() == {}
    assert await bot.hears() == {}, "not even within the overlap"
    there.pass_time(seconds=1)
    there.happens("failed", "e2")
    assert await bot.hears() == {"e2": "failed"}


async def test_watching_begins_where_nothing_ever_happened(database: Database, there: History) -> None:
    """A new organization has no event to begin from: its first one is news."""
    bot = Bot(database, there)
    await bot.watch(None)
    assert await bot.hears() == {}
    there.happens("running", "e1")
    assert await bot.hears() == {"e1": "running"}
    await bot.polytomic.aclose()


async def test_other_syncs_are_passed_over_unless_all_are_watched(bot: Bot, there: History) -> None:
    """What nobody watches needs no row."""
    there.happens("failed", "e1", "s-2")
    assert await bot.hears() == {}
    await bot.watch(None, channel_id="C2")
    there.happens("failed", "e2", "s-3")
    assert await bot.hears() == {"e1": "failed", "e2": "failed"}, "e1 is within the overlap"


async def test_a_restart_goes_on_where_the_last_look_was(bot: Bot, there: History) -> None:
    """What happened while the bot was away is heard, and nothing twice."""
    there.happens("failed", "e1")
    assert await bot.hears() == {"e1": "failed"}
    there.pass_time(hours=20)
    there.happens("failed", "e2", ago=3600 * 12)
    again = Bot(bot.database, there)
    await again.was_away(timedelta(hours=20))
    assert await again.hears() == {"e2": "failed"}
    assert await again.hears() == {}
    assert again.jobs.row_ids == []
    await again.polytomic.aclose()


async def test_events_that_come_late_and_in_disorder_are_heard_once(bot: Bot, there: History) -> None:
    """An end may be seen before its start, and both after what happened later."""
    there.happens("running", "e1", ago=9, visible_in=4)
    there.happens("failed", "e1", ago=8, visible_in=2)
    there.happens("completed", "e2")
    assert await bot.hears() == {"e2": "completed"}
    there.pass_time(seconds=2)
    assert await bot.hears() == {"e1": "failed"}
    there.pass_time(seconds=2)
    assert await bot.hears() == {}
    known = (await bot.rows.executions.known(["e1"]))["e1"]
    assert known.began_at == there.now - timedelta(seconds=13)


async def test_what_is_too_late_for_the_events_is_found_by_the_standing(bot: Bot, there: History) -> None:
    """An event that is hours late is lost to any cursor; how the sync stands tells all the same."""
    there.happens("failed", "e1", ago=120, visible_in=9999, error="Full")
    there.happens("completed", "e2", "s-2")
    assert await bot.hears() == {}
    await bot.was_away(timedelta(minutes=11))
    [found] = await bot.beat()
    assert (found.execution_id, found.status, found.reason) == ("e1", "failed", "Full")
    assert found.sync_name == "Sync s-1"
    there.pass_time(seconds=9999)
    assert await bot.hears() == {}


async def test_an_end_behind_a_newer_run_is_asked_for(bot: Bot, there: History) -> None:
    """How a sync stands tells of its newest run only; one that was heard to begin is asked for by itself."""
    there.happens("running", "e0")
    there.happens("running", "e1")
    there.strange = {"/api/bulk/syncs/s-1/executions/e0"}  # it must not hold up the others
    await bot.hears()
    there.pass_time(minutes=2)
    there.happens("failed", "e1", visible_in=9999, error="Full")
    there.pass_time(minutes=2)
    there.happens("running", "e2")
    assert await bot.hears() == {"e2": "running"}
    for _ in range(2):  # the first look notes how far it has come
        await bot.was_away(timedelta(minutes=11))
        heard = await bot.hears()
    assert heard == {"e1": "failed"}


async def test_the_standing_is_no_news_of_what_was_not_watched_then(bot: Bot, there: History) -> None:
    """Who begins to watch a sync that failed a while ago is not told that it fails."""
    there.happens("failed", "e1", "s-2", ago=60)
    there.pass_time(minutes=1)
    there.happens("running", "e2", "s-1")
    assert await bot.hears() == {"e2": "running"}
    await bot.watch("s-2", channel_id="C2", created_at=datetime.now(UTC) + timedelta(hours=1))
    await bot.was_away(timedelta(minutes=11))
    assert await bot.hears() == {}


@pytest.mark.parametrize("by_token", [True, False])
async def test_more_than_a_page_is_read_to_the_end(database: Database, *, by_token: bool) -> None:
    """A busy minute brings hundreds of events, many of one instant; not one is left out."""
    there = History(pages_by_token=by_token)
    bot = Bot(database, there)
    await bot.watch(None)
    await bot.beat()
    for number in range(450):
        there.happens("running", f"e{number}", f"s-{number}", ago=number // 40)
    assert len(await bot.hears()) == 450
    await bot.polytomic.aclose()


async def test_what_one_beat_cannot_read_the_next_goes_on_with(bot: Bot, there: History) -> None:
    """After a day away there are thousands; a crash in between begins anew and loses nothing."""
    for number in range(5000):
        there.happens("running", f"e{number}", ago=(5000 - number) / 2)
    there.asked.clear()
    await bot.was_away(timedelta(minutes=11))
    first = await bot.hears()
    assert there.asked == {EVENTS: 20}, "what was not read yet is not missed"
    again = Bot(bot.database, there)
    heard = [first, *[await again.hears() for _ in range(12)]]  # one look at the news takes five hundred
    assert sum(map(len, heard)) == len({key for some in heard for key in some}) == 5000
    there.asked.clear()
    await again.hears()
    assert there.asked == {EVENTS: 1}
    await again.polytomic.aclose()


async def test_an_end_without_its_counters_is_still_heard(bot: Bot, there: History) -> None:
    """That Polytomic does not say how many rows must not hide a failure."""
    there.is_silent_on_status = True
    there.happens("failed", "e1", error="Full", rows=3)
    [heard] = await bot.beat()
    assert (heard.status, heard.reason, heard.records) == ("failed", "Full", None)
