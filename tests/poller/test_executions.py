"""The look at all running executions: one request, few writes, and any word that Polytomic may say."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest
from builders import NOON, a_run
from job_doubles import Jobs
from polytomic_doubles import API_KEY, refused, said
from pydantic import SecretStr
from sqlalchemy import text

from bot.handlers.progress import Progress
from bot.models import Run, RunState
from bot.poller.cadence import pause
from bot.poller.executions import Executions
from bot.polytomic import Polytomic
from bot.store import Runs, Setups
from bot.store.jobs import ESTIMATE_RUN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store import Database

SYNCS = "/api/bulk/syncs"


class There:
    """A Polytomic whose executions are as they are now."""

    def __init__(self) -> None:
        self.batch: list[dict[str, Any]] = []
        self.executions: dict[str, dict[str, Any]] = {}
        self.past: list[dict[str, Any]] = []
        self.asked: Counter[str] = Counter()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer what the poller asks."""
        path = request.url.path
        self.asked[path.removeprefix(SYNCS)] += 1
        if path == f"{SYNCS}/status":
            return said(self.batch)
        if path.endswith("/executions"):
            return said(self.past[: int(request.url.params["limit"])])
        one = self.executions.get(path.rsplit("/", 1)[-1])
        return said(one) if one else refused(404, "not found")


class Bot:
    """The poller on a database, as far as it follows executions."""

    def __init__(self, database: Database, there: There) -> None:
        self.there = there
        self.database = database
        self.jobs: Any = Jobs()
        self.runs = Runs(database)
        transport = httpx.MockTransport(there)
        self.polytomic = Polytomic(url="https://a.example", key=SecretStr(API_KEY), transport=transport)
        setups = Setups(database)
        progress = Progress(setups, self.jobs)
        self.executions = Executions(self.runs, setups, self.polytomic, progress, self.jobs)

    async def going(self, number: int = 1, **fields: object) -> list[Run]:
        """Let executions be under way, each of a sync of its own."""
        return [
            await self.runs.add(
                a_run(
                    sync_id=f"s-{at}",
                    execution_id=f"e-{at}",
                    **{"state": RunState.RUNNING, "status": "running", "expected_seconds": 0.0} | fields,
                )
            )
            for at in range(number)
        ]

    async def time_passes(self, seconds: float) -> None:
        """Let the rows be older."""
        async with self.database.transaction() as connection:
            await connection.execute(
                text("UPDATE runs SET saved_at = saved_at - make_interval(secs => :s)"), {"s": seconds}
            )

    async def all(self) -> list[Run]:
        """Read every run."""
        return [one.run for one in await self.runs.followed()]


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    """Run the poller's part that is tested."""
    one = Bot(database, There())
    yield one
    await one.polytomic.aclose()


def part(at: int, name: str, status: str = "running", **more: Any) -> dict[str, Any]:
    """Describe an object of an execution as the batch status does."""
    return {"schema": name, "status": status, "execution_id": f"e-{at}", **more}


def batch(at: int, *parts: dict[str, Any], status: str = "running") -> dict[str, Any]:
    """Describe a sync as the batch status does."""
    return {"sync_id": f"s-{at}", "status": status, "schemas": list(parts)}


async def test_all_running_executions_cost_one_request(bot: Bot) -> None:
    """However many there are, and nothing is written for numbers that were just told."""
    await bot.going(30, created_at=NOON)
    bot.there.batch = [batch(at, part(at, "Account", record_count=at)) for at in range(30)]
    await bot.executions.follow()
    assert bot.there.asked == {"/status": 1}
    assert {run.version for run in await bot.all()} == {0}
    await bot.time_passes(90)
    await bot.executions.follow()
    assert [run.records for run in await bot.all()] == list(range(30))
    assert {run.version for run in await bot.all()} == {1}
    await bot.executions.follow()
    assert {run.version for run in await bot.all()} == {1}
    assert bot.there.asked == {"/status": 3}


async def test_a_new_status_and_the_end_do_not_wait(bot: Bot) -> None:
    """What happens is told at once, however short ago the card was edited."""
    await bot.going(created_at=NOON)
    bot.there.batch = [batch(0, part(0, "Account"), status="exporting")]
    await bot.executions.follow()
    (run,) = await bot.all()
    assert run.status == "exporting"
    bot.there.batch = [batch(0, part(0, "Account", "completed"), status="completed")]
    bot.there.executions["e-0"] = {"id": "e-0", "status": "completed"}
    await bot.executions.follow()
    assert (await bot.runs.get(run.id)).state is RunState.OVER


async def test_time_that_passes_is_told_although_no_number_changes(bot: Bot) -> None:
    """A card that stands still must still say for how long."""
    (run,) = await bot.going(created_at=NOON)
    bot.there.batch = [batch(0, part(0, "Account"))]
    for version in (1, 2):
        await bot.time_passes(61)
        await bot.executions.follow()
        assert (await bot.runs.get(run.id)).version == version


async def test_an_unknown_status_with_an_end_is_one(bot: Bot) -> None:
    """A word that nobody knows is shown as it is, and followed no longer than Polytomic says it goes on."""
    (run,) = await bot.going()
    nap = part(0, "Account", "napping")
    bot.there.batch = [batch(0, nap, status="napping")]
    await bot.executions.follow()
    assert (await bot.runs.get(run.id)).status == "napping"
    ends = {"completed_at": "2026-11-02T13:00:00Z"}
    bot.there.batch = [batch(0, nap | ends, status="napping")]
    bot.there.executions["e-0"] = {"id": "e-0", "status": "napping", **ends}
    await bot.executions.follow()
    over = await bot.runs.get(run.id)
    assert (over.state, over.status) == (RunState.OVER, "napping")


async def test_counters_that_nobody_knows_stay_unknown(bot: Bot) -> None:
    """Null is not zero; what is known of some objects is added up."""
    await bot.going()
    bot.there.batch = [batch(0, part(0, "Account", record_count=None), part(0, "Lead"), status="exporting")]
    await bot.executions.follow()
    (run,) = await bot.all()
    assert (run.records, run.errors, run.objects_done, run.objects_total) == (None, None, 0, 2)
    some = part(0, "Lead", "completed", record_count=7)
    bot.there.batch = [batch(0, part(0, "Account"), some, status="processing")]
    await bot.executions.follow()
    (run,) = await bot.all()
    assert (run.records, run.errors, run.objects_done) == (7, None, 1)


async def test_an_execution_that_several_channels_follow_is_asked_for_once(bot: Bot) -> None:
    """Two hundred channels may watch one sync: its end is one request, and every one of them is told."""
    for at in range(5):
        watch = UUID(int=at + 1)
        run = a_run(sync_id="s-0", execution_id="e-0", watch_id=watch, state=RunState.RUNNING)
        await bot.runs.add(run)
    bot.there.executions["e-0"] = {"id": "e-0", "status": "failed", "status_message": "No."}
    await bot.executions.follow()
    assert bot.there.asked == {"/status": 1, "/s-0/executions/e-0": 1}
    assert await bot.all() == []


async def test_an_answer_that_cannot_be_read_holds_up_nobody(bot: Bot) -> None:
    """One execution is garbled or forbidden for days: the others are told, and it is once it is readable."""
    await bot.going(3)
    bot.there.executions |= {"e-0": {"no": "id"}, "e-2": {"id": "e-2", "status": "completed"}}
    bot.there.executions["e-1"] = {"id": "e-1", "status": {"what": "is this"}, "schemas": "no list"}
    await bot.executions.follow()
    assert [run.execution_id for run in await bot.all()] == ["e-0", "e-1"]
    for name in ("e-0", "e-1"):
        bot.there.executions[name] = {"id": name, "status": "failed"}
    await bot.executions.follow()
    assert await bot.all() == []


async def test_five_thousand_objects_leave_a_small_row(bot: Bot) -> None:
    """What is kept of ten syncs with that many is their sums."""
    await bot.going(10)
    names = [f"Object_{number:04}__c" for number in range(5000)]
    bot.there.batch = [
        batch(at, *(part(at, name, record_count=3) for name in names), status="exporting") for at in range(10)
    ]
    await bot.executions.follow()
    runs = await bot.all()
    assert {(run.records, run.objects_total) for run in runs} == {(15_000, 5000)}
    assert len(json.dumps(runs[0].model_dump(mode="json"))) < 1500


def ended(at: int, seconds: float, status: str = "completed", **more: Any) -> dict[str, Any]:
    """Describe a past execution that took so long."""
    begun = NOON - timedelta(days=at)
    times = {
        "created_at": begun.isoformat(),
        "completed_at": (begun + timedelta(seconds=seconds)).isoformat(),
    }
    return {"id": f"past-{at}", "status": status, **times, **more}


async def test_the_past_is_asked_once_and_compared_with_its_like(bot: Bot) -> None:
    """The median of whole, completed runs: no test, no refresh, no part, no failure moves the guess."""
    (run,) = await bot.going(expected_seconds=None)
    bot.there.past = [
        {"id": "e-0", "status": "running"},
        ended(1, 100),
        ended(2, 5, is_test=True),
        ended(3, 9000, is_resync=True),
        ended(4, 1, is_partial=True, schemas=[{"schema": "Lead"}]),
        ended(5, 2, "failed"),
        ended(6, 300),
        ended(7, 110),
    ]
    bot.there.batch = [batch(0, part(0, "Account"))]
    await bot.executions.follow()
    assert (ESTIMATE_RUN, run.id) in bot.jobs.deferred
    for _ in range(2):
        await bot.executions.estimate(run.id)
    assert (await bot.runs.get(run.id)).expected_seconds == 110
    assert bot.there.asked["/s-0/executions"] == 1


def going_for(begun: datetime, seconds: float) -> dict[str, str]:
    """Say for how long an execution has been going on, by a clock that is years off."""
    begun -= timedelta(days=900)
    return {"created_at": begun.isoformat(), "updated_at": (begun + timedelta(seconds=seconds)).isoformat()}


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        ({"is_test": True}, 5),
        ({"is_partial": True, "schemas": [{"schema": "Lead"}]}, 1),
        ({"is_partial": True, "schemas": [{"schema": "Account"}]}, 0),
        ({"is_resync": True}, 0),
        ({"is_test": True, **going_for(NOON, 3600)}, 0),
        ({"is_test": True, **going_for(NOON, 30)}, 5),
        (None, 0),
    ],
)
async def test_what_cannot_be_compared_is_no_guess(
    bot: Bot, current: dict[str, Any] | None, expected: float
) -> None:
    """A run of one object is compared with those of the same; without any, nobody knows."""
    (run,) = await bot.going(expected_seconds=None, created_at=datetime.now(UTC))
    bot.there.past = [
        *([{"id": "e-0", "status": "running", **current}] if current is not None else []),
        ended(1, 100),
        ended(2, 5, is_test=True),
        ended(4, 1, is_partial=True, schemas=[{"schema": "Lead"}]),
    ]
    await bot.executions.estimate(run.id)
    assert (await bot.runs.get(run.id)).expected_seconds == expected


async def test_of_huge_runs_less_is_asked(bot: Bot) -> None:
    """Twenty times five thousand objects would be a hundred thousand, for one guess."""
    (run,) = await bot.going(expected_seconds=None, objects_total=5000)
    bot.there.past = [{"id": "e-0", "status": "running"}, *(ended(at, at) for at in range(1, 20))]
    await bot.executions.estimate(run.id)
    assert (await bot.runs.get(run.id)).expected_seconds == 2, "the median of three"


def test_cards_are_edited_ever_more_rarely() -> None:
    """A few seconds at first, a minute after an hour, and never more than Slack takes of all together."""
    ages = [pause(age, 1) for age in (0, 119, 300, 1800, 4000, 10**6)]
    assert ages == sorted(ages)
    assert (ages[0], ages[-1]) == (4.0, 60.0)
    for cards in (1, 10, 200):
        assert cards * 60 / pause(0, cards) <= 40 or cards == 1
