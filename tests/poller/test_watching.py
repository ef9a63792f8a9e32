"""What follows from executions for those who watch them, whatever order they are heard in."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from builders import ANNA, a_run
from sqlalchemy import Engine, event, text

from bot.models import Person, QuietHours, RunState, SeenExecution, Tells, Trouble, Watch
from bot.poller.watching import Watching
from bot.store import Consequences, Database, Facts, Following, Runs, SeenExecutions, Troubles, Watches
from bot.store.jobs import TELL_REPORT, TELL_RUN, TELL_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime.now(UTC)
ALWAYS = QuietHours(begin=time(0), end=time(23, 59, 59, 999_999))


class Jobs:
    """Takes jobs down instead of queueing them."""

    def __init__(self) -> None:
        self.deferred: list[tuple[str, UUID]] = []

    async def defer(self, task: str, row_id: UUID) -> None:
        """Take one down."""
        self.deferred.append((task, row_id))


class Feed:
    """Channels that watch, and what is heard in front of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.watches, self.troubles = Watches(database), Troubles(database)
        self.jobs = Jobs()
        jobs: Any = self.jobs
        self.round = Watching(Following(database), jobs)

    async def watch(self, **fields: object) -> Watch:
        """Let a channel watch a sync."""
        known = {"id": uuid4(), "asked_by": ANNA, "channel_id": "C1", "sync_id": "s-1", "created_at": NOW}
        return await self.watches.add(Watch.model_validate(known | fields))

    async def hear(self, *heard: SeenExecution) -> list[str]:
        """Hear of executions and act on them; returns what is told."""
        await SeenExecutions(self.database).hear(heard)
        return await self.act()

    async def act(self) -> list[str]:
        """Act on what was heard; returns the tasks that tell of it."""
        self.jobs.deferred.clear()
        await self.round.notice()
        return [task for task, _ in self.jobs.deferred]

    async def trouble(self) -> Trouble:
        """Return what keeps failing in front of the channel."""
        (found,) = await self.troubles.open_in("T1", "C1")
        return found

    async def let_silence_end(self) -> None:
        """Let the time pass until which troubles are silent."""
        async with self.database.transaction() as connection:
            await connection.execute(text("UPDATE troubles SET silent_until = now()"))


@pytest.fixture
def feed(database: Database) -> Feed:
    """Return a feed without a watch."""
    return Feed(database)


def heard(status: str = "failed", minute: float = 0, **fields: object) -> SeenExecution:
    """Make an execution that ended in this minute, by Polytomic's clock."""
    ended = NOW + timedelta(minutes=minute)
    known = {
        "id": uuid4(),
        "execution_id": str(uuid4()),
        "sync_id": "s-1",
        "sync_name": "Orders",
        "status": status,
        "reason": "token revoked",
        "began_at": ended - timedelta(seconds=30),
        "ended_at": None if status == "running" else ended,
        "created_at": datetime.now(UTC),
    }
    return SeenExecution.model_validate(known | fields)


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
    assert await feed.troubles.open_in("T1", "C1") == []
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
    assert await feed.troubles.open_in("T1", "C1") == []


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
    assert await feed.troubles.open_in("T1", "C1") == []


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
    assert await feed.troubles.open_in("T1", "C1") == []
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
    (lead_id,) = {one.lead_id for one in await feed.troubles.open_in("T1", "C1")}
    assert lead_id is not None
    assert len(await feed.troubles.led_by(lead_id)) == 37

    assert await feed.hear(heard(minute=2, sync_id="s-99")) == [TELL_TROUBLE], "a late one belongs to it"
    assert len(await feed.troubles.led_by(lead_id)) == 38
    assert await feed.troubles.untold() == [lead_id]
    lead = await feed.troubles.get(lead_id)
    assert lead is not None
    await feed.troubles.told(lead, streak=38)
    assert await feed.hear(heard("completed", 3, sync_id=lead.sync_id)) == [TELL_TROUBLE]
    assert await feed.hear(heard("completed", 3, sync_id="s-99")) == [TELL_TROUBLE], "though the lead is over"
    assert {row_id for _, row_id in feed.jobs.deferred} == {lead_id}


async def test_few_alerts_at_once_are_told_singly(feed: Feed) -> None:
    """Each of them has its own story."""
    await feed.watch(sync_id=None)
    assert await feed.hear(*(heard(sync_id=f"s-{number}") for number in range(5))) == [TELL_TROUBLE] * 5


async def test_thousands_of_failures_are_taken_in_one_round(feed: Feed) -> None:
    """More than one look takes: the channel still gets one message."""
    await feed.watch(sync_id=None)
    await feed.hear(*(heard(sync_id=f"s-{number}") for number in range(1200)))
    assert len({one.lead_id for one in await feed.troubles.open_in("T1", "C1")}) == 1
    assert not await Following(feed.database).is_due()


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
    (run,) = await Runs(feed.database).running()
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
