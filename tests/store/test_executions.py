"""Executions that were heard of: each counts once, whatever order it is heard in."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING
from uuid import uuid4

from builders import NOON

from bot.models import SeenExecution
from bot.store import SeenExecutions
from bot.store.executions import act_on

if TYPE_CHECKING:
    from bot.store import Database

LATER = NOON + timedelta(minutes=3)


def heard(status: str = "running", execution_id: str = "e1", **fields: object) -> SeenExecution:
    """Hear of an execution."""
    at = {"began_at": NOON} if status == "running" else {"ended_at": LATER}
    known = {"id": uuid4(), "sync_id": "sync-1", "sync_name": "Nightly", "created_at": NOON, **at}
    return SeenExecution.model_validate({**known, "execution_id": execution_id, "status": status, **fields})


async def acted_on(database: Database, news: list[SeenExecution]) -> None:
    """Note that somebody deals with it."""
    async with database.transaction() as connection:
        await act_on(connection, news)


async def test_any_order_and_any_repeats_come_to_the_same(database: Database) -> None:
    """Neither events nor webhooks come in order, and both come again."""
    told = [heard(), heard("failed", reason="No warehouse", records=3), heard()]
    for number, order in enumerate(permutations(told)):
        executions = SeenExecutions(database)
        for one in order:
            await executions.hear([one.model_copy(update={"id": uuid4(), "execution_id": f"e{number}"})])
        known = (await executions.known([f"e{number}"]))[f"e{number}"]
        assert (known.status, known.reason, known.records) == ("failed", "No warehouse", 3)
        assert (known.began_at, known.ended_at) == (NOON, LATER)


async def test_both_ends_in_one_answer_are_one_execution(database: Database) -> None:
    """A short run begins and ends between two looks."""
    executions = SeenExecutions(database)
    await executions.hear([heard("completed"), heard()])
    [known] = await executions.news()
    assert (known.status, known.began_at, known.ended_at) == ("completed", NOON, LATER)


async def test_an_end_without_its_time_is_completed_later(database: Database) -> None:
    """A webhook says neither when it was nor how many rows; the poll does, and that is no news."""
    executions = SeenExecutions(database)
    await executions.hear([heard("failed", ended_at=None, reason="Full")])
    await acted_on(database, await executions.news())
    await executions.hear([heard("interrupted", reason="Full", records=3)])
    known = (await executions.known(["e1"]))["e1"]
    assert (known.status, known.reason, known.records, known.ended_at) == ("interrupted", "Full", 3, LATER)
    assert await executions.news() == []
    await executions.hear([heard("failed", ended_at=None)])
    assert (await executions.known(["e1"]))["e1"].ended_at == LATER


async def test_a_sync_is_called_what_it_was_called_last(database: Database) -> None:
    """People rename syncs; a status does not say the name."""
    executions = SeenExecutions(database)
    await executions.hear([heard(sync_name="Old"), heard(execution_id="e2", sync_id="sync-2", sync_name="B")])
    await executions.hear([heard(execution_id="e3", sync_name="New", created_at=LATER)])
    assert await executions.names(["sync-1", "sync-3"]) == {"sync-1": "New"}


async def test_news_is_told_once(database: Database) -> None:
    """What was acted on comes again only when more was heard."""
    executions = SeenExecutions(database)
    assert await executions.hear([heard()]) == 1
    assert await executions.hear([heard()]) == 0
    start = await executions.news()
    assert await executions.hear([heard("completed")]) == 1
    await acted_on(database, start)
    assert [one.status for one in await executions.news()] == ["completed"]
    await acted_on(database, await executions.news())
    await executions.hear([heard("failed"), heard()])
    assert await executions.news() == []


async def test_old_ones_are_forgotten(database: Database) -> None:
    """The table must not grow for ever."""
    executions = SeenExecutions(database)
    await executions.hear([heard(), heard(execution_id="e2", created_at=LATER)])
    await executions.forget(LATER)
    assert [one.execution_id for one in await executions.since(NOON, None)] == ["e2"]
    assert await executions.since(NOON, ["sync-2"]) == []
