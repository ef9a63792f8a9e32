"""What follows from executions for those who watch them, whatever order they are heard in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_run
from sqlalchemy import Engine, event
from watch_feed import NOW, Feed, heard

from bot.models import Person, RunState, Tells
from bot.store import Consequences, Facts, Following, Runs, SeenExecutions
from bot.store.jobs import TELL_REPORT, TELL_RUN, TELL_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Iterator


async def test_a_failure_is_told_once_however_often_it_is_heard(feed: Feed) -> None:
    """The feed may bring everything twice, and two replicas may act on it at the same moment."""
    await feed.watch()
    one = heard()
    await SeenExecutions(feed.database).hear([one])
    await asyncio.gather(feed.round.notice(), feed.round.notice())
    assert [task for task, _ in feed.jobs.deferred] == [TELL_TROUBLE]
    assert await feed.hear(one) == []
    assert (await feed.trouble()).streak == 1


async def test_a_crash_in_the_middle_loses_nothing(feed: Feed) -> None:
    """What follows is written together with the note that it was acted on, or neither is."""
    await feed.watch()
    await SeenExecutions(feed.database).hear([heard()])

    def dies(_: Facts) -> Consequences:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await Following(feed.database).decide(dies)
    assert await feed.act() == [TELL_TROUBLE]
    assert await feed.act() == []


async def test_only_so_many_failures_in_a_row_make_an_alert(feed: Feed) -> None:
    """Whoever asks for the third failure is not woken by the first; a success begins the count anew."""
    await feed.watch(after_failures=3)
    assert await feed.hear(heard(minute=1), heard(minute=2)) == []
    assert await feed.hear(heard("completed", 3)) == []
    assert await feed.open_troubles() == []
    assert await feed.hear(heard(minute=4), heard(minute=5)) == []
    assert await feed.hear(heard(minute=6)) == [TELL_TROUBLE]
    trouble = await feed.trouble()
    assert (trouble.streak, trouble.alerted_streak) == (3, 3)
    assert trouble.began_at == NOW + timedelta(minutes=4)


@pytest.mark.parametrize(
    ("fields", "is_failure"),
    [
        ({"status": "errors"}, True),
        ({"status": "interrupted"}, True),
        ({"status": "completed", "errors": 3}, True),
        ({"status": "completed", "errors": 0}, False),
        ({"status": "canceled"}, False),
        ({"status": "brand_new"}, False),
        ({"status": "running"}, False),
    ],
)
async def test_what_counts_as_a_failure(feed: Feed, fields: dict[str, object], *, is_failure: bool) -> None:
    """Errors and interruptions do; a cancellation is somebody's wish, and a new word means nothing yet."""
    await feed.watch()
    assert await feed.hear(heard(**fields)) == [TELL_TROUBLE] * is_failure  # type: ignore[arg-type]


async def test_a_cancellation_neither_ends_a_row_nor_adds_to_it(feed: Feed) -> None:
    """Cancelling a run of a broken sync repairs nothing."""
    await feed.watch(after_failures=2)
    assert await feed.hear(heard(minute=1), heard("canceled", 2)) == []
    assert (await feed.trouble()).streak == 1
    assert await feed.hear(heard(minute=3)) == [TELL_TROUBLE]


async def test_a_success_ends_it_and_the_next_failure_begins_another(feed: Feed) -> None:
    """One message for each problem: the old one is edited, the new one is a new one."""
    await feed.watch()
    await feed.hear(heard(minute=1), heard(minute=2))
    first = await feed.trouble()
    assert await feed.hear(heard("completed", 3), heard(minute=4)) == [TELL_TROUBLE] * 2
    second = await feed.trouble()
    over = await feed.troubles.get(first.id)
    assert over is not None
    assert over.over_at == NOW + timedelta(minutes=3)
    assert (second.id != first.id, second.streak) == (True, 1)


@pytest.mark.parametrize("off", [timedelta(), timedelta(hours=-7), timedelta(hours=9)])
async def test_a_failure_heard_after_a_newer_success_is_history(feed: Feed, off: timedelta) -> None:
    """Events come out of order; Polytomic's clock, however far off, is only compared with itself."""
    await feed.watch()
    when = off / timedelta(minutes=1)
    assert await feed.hear(heard("completed", when + 5)) == []
    assert await feed.hear(heard(minute=when + 3)) == []
    assert await feed.hear(heard(minute=when + 6)) == [TELL_TROUBLE]


async def test_without_times_the_order_of_hearing_decides(feed: Feed) -> None:
    """Polytomic may not say when an execution ended."""
    await feed.watch()
    unknown = {"began_at": None, "ended_at": None}
    good, bad = heard("completed", **unknown), heard(**unknown)
    assert await feed.hear(good) == []
    assert await feed.hear(bad) == [TELL_TROUBLE]
    assert await feed.hear(heard("completed", **unknown)) == [TELL_TROUBLE]
    assert await feed.open_troubles() == []


async def test_a_success_heard_late_shortens_the_row(feed: Feed) -> None:
    """It failed before and after that: only what came after counts."""
    await feed.watch()
    await feed.hear(heard(minute=1), heard(minute=2), heard(minute=6))
    assert (await feed.trouble()).streak == 3
    await feed.hear(heard("completed", 4))
    trouble = await feed.trouble()
    assert (trouble.streak, trouble.began_at) == (1, NOW + timedelta(minutes=6))
    assert [failure.number for failure in trouble.failures] == [1]


async def test_a_long_row_keeps_its_count_but_not_every_failure(feed: Feed) -> None:
    """A sync that fails every five minutes for a week must not fill a row of the database."""
    await feed.watch()
    for begin in range(0, 60, 15):
        await feed.hear(*(heard(minute=minute) for minute in range(begin, begin + 15)))
    trouble = await feed.trouble()
    assert (trouble.streak, len(trouble.failures)) == (60, 20)
    assert trouble.failures[-1].number == 60
    assert trouble.began_at == NOW
    await feed.hear(heard("completed", 90))
    assert await feed.open_troubles() == []


async def test_a_channel_that_watches_all_and_one_is_told_once(feed: Feed) -> None:
    """The watch of the sync itself goes before: it was asked for more exactly."""
    await feed.watch(sync_id=None)
    own = await feed.watch(after_failures=2)
    await feed.watch(channel_id="C2", sync_id=None)
    assert await feed.hear(heard(minute=1)) == [TELL_TROUBLE], "the other channel"
    assert await feed.hear(heard(minute=2)) == [TELL_TROUBLE] * 2
    assert (await feed.trouble()).watch_id == own.id


async def test_a_start_is_followed_as_a_run(feed: Feed) -> None:
    """Whoever started it: the channel sees the same card as for a run from Slack, once."""
    watch = await feed.watch(tells=(Tells.STARTS, Tells.SUCCESSES))
    start = heard("running", 1, trigger="scheduled")
    assert await feed.hear(start) == [TELL_RUN]
    ((run, _),) = await Runs(feed.database).followed()
    assert (run.watch_id, run.execution_id, run.trigger) == (watch.id, start.execution_id, "scheduled")
    assert (run.channel_id, run.thread_ts, run.state) == ("C1", None, RunState.RUNNING)
    ended = start.model_copy(update={"status": "completed", "ended_at": NOW})
    assert await feed.hear(ended) == [], "its card's thread tells that"


@pytest.mark.parametrize("execution_id", ["e-1", None])
async def test_what_a_run_in_the_channel_tells_is_not_told_beside_it(
    feed: Feed, execution_id: str | None
) -> None:
    """Somebody pressed Run here: one card is enough; in another channel it is news, and so is a failure."""
    every = tuple(Tells)
    await feed.watch(tells=every)
    state = RunState.RUNNING if execution_id else RunState.STARTING
    run = await Runs(feed.database).add(a_run(sync_id="s-1", execution_id=execution_id, state=state))
    start = heard("running", 1, execution_id="e-1")
    assert await feed.hear(start) == []
    await feed.watch(channel_id="C2", tells=every)
    await Runs(feed.database).save(run.model_copy(update={"execution_id": "e-1", "state": RunState.OVER}))
    ended = start.model_copy(update={"status": "completed", "ended_at": NOW + timedelta(minutes=2)})
    assert await feed.hear(ended) == [TELL_REPORT], "the other channel's"
    assert await feed.hear(heard(minute=3)) == [TELL_TROUBLE] * 2


async def test_plain_outcomes_are_told_to_those_who_asked(feed: Feed) -> None:
    """Several of one round are one message."""
    await feed.watch(sync_id=None, tells=(Tells.SUCCESSES, Tells.CANCELLATIONS))
    ended = [heard("completed", 1, sync_id=f"s-{number}") for number in range(8)]
    assert await feed.hear(*ended, heard("canceled", 2)) == [TELL_REPORT] * 2
    report = await feed.troubles.report(feed.jobs.deferred[0][1])
    assert report is not None
    assert (report.tells, set(report.executions)) == (Tells.SUCCESSES, set(ended))
    assert await feed.hear(heard(minute=3)) == [], "failures were not asked for"


async def test_a_recovery_alone_is_told_after_enough_failures(feed: Feed) -> None:
    """Whoever wants only good news gets it, though there is no alert to edit."""
    await feed.watch(tells=(Tells.RECOVERIES,), after_failures=2)
    await feed.hear(heard(minute=1))
    assert await feed.hear(heard("completed", 2)) == []
    await feed.hear(heard(minute=3), heard(minute=4))
    assert await feed.hear(heard("completed", 5)) == [TELL_REPORT]


@pytest.mark.parametrize(
    ("in_threads", "told"), [(True, [TELL_TROUBLE]), (False, [TELL_TROUBLE, TELL_REPORT])]
)
async def test_a_success_that_is_a_recovery_is_told_once(
    feed: Feed, told: list[str], *, in_threads: bool
) -> None:
    """The thread tells it; without threads the alert is only edited, which nobody notices."""
    await feed.watch(tells=tuple(Tells), in_threads=in_threads)
    await feed.hear(heard(minute=1))
    assert await feed.hear(heard("completed", 2)) == told


async def test_a_lower_threshold_counts_what_has_failed_already(feed: Feed) -> None:
    """Somebody turns the watch sharper while a sync fails: it is told with the next beat."""
    watch = await feed.watch(after_failures=5)
    await feed.hear(heard(minute=1), heard(minute=2))
    await feed.watches.save(watch.model_copy(update={"after_failures": 2}))
    assert await feed.troubles.stir(watch.id) == []
    assert await feed.act() == [TELL_TROUBLE]


async def test_a_sync_that_nobody_watches_is_acted_on_in_silence(feed: Feed) -> None:
    """Its watch ended a moment ago: what was heard must not be looked at for ever."""
    await feed.watch(sync_id="s-2", asked_by=Person(team_id="T1", user_id="UBEN"))
    assert await feed.hear(heard()) == []
    assert not await Following(feed.database).is_due()


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Write down what any engine asks its database."""
    said: list[str] = []

    def note(*arguments: Any) -> None:
        said.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


async def test_a_beat_without_news_asks_one_question(feed: Feed, statements: list[str]) -> None:
    """Ten thousand watched syncs, some failing for days: nothing new costs what nothing at all does."""
    await feed.watch(sync_id=None)
    await feed.hear(*(heard(sync_id=f"s-{number}") for number in range(50)))
    statements.clear()
    assert await feed.act() == []
    assert len(statements) == 1
