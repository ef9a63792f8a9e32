"""Setups: what each beat, and each wish, finds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from builders import ANNA, BEN, NOON, a_plan, a_setup, an_end, ids, run_out_of_lease
from sqlalchemy import text

from bot.models import Question, State

if TYPE_CHECKING:
    from uuid import UUID

    from bot.store import Database, Setups

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def test_a_deleted_connection_is_noticed(setups: Setups) -> None:
    """Somebody deletes the connection at Polytomic: its setup would wait for ever for a sign-in."""
    waiting = State.AWAITING_AUTHORIZATION
    await setups.add(a_setup(state=waiting, source=an_end("conn-1")))
    deleted = await setups.add(a_setup(state=waiting, source=an_end("conn-2")))
    assert ids(await setups.awaiting_on_none_of(["conn-1", "conn-9"])) == {deleted.id}


async def test_work_that_was_cut_off_is_found(setups: Setups, database: Database) -> None:
    """A crash while a form is being checked must be told: held and over time, never released ones."""
    cut_off = await setups.add(a_setup())
    released = await setups.add(a_setup())
    later = await setups.add(a_setup(state=State.CREATING))
    leases = {one.id: await setups.leases.take(one.id, seconds=30) for one in (cut_off, released, later)}
    assert await setups.interrupted() == []
    lease = leases[released.id]
    assert lease is not None
    await setups.leases.release(lease)
    await run_out_of_lease(database)
    assert ids(await setups.interrupted()) == {cut_off.id}


async def test_a_person_sees_their_unfinished_ones(setups: Setups) -> None:
    """`setups` lists one's own, the newest first, and nothing that is over."""
    older = await setups.add(a_setup())
    newer = await setups.add(a_setup(created_at=NOON + HOUR, state=State.AWAITING_AUTHORIZATION))
    await setups.add(a_setup(state=State.CREATED))
    await setups.add(a_setup(BEN))
    assert [setup.id for setup in await setups.open_of(ANNA)] == [newer.id, older.id]


async def test_a_beat_loads_only_what_moves(setups: Setups) -> None:
    """Healthy connections name the rows to load, at either end; the others stay in the database."""
    waiting = State.AWAITING_AUTHORIZATION
    source = await setups.add(a_setup(state=waiting, source=an_end("conn-1")))
    destination = await setups.add(a_setup(state=waiting, destination=an_end("conn-2")))
    await setups.add(a_setup(state=waiting, source=an_end("conn-3")))
    await setups.add(a_setup(state=State.AWAITING_SCHEMAS, source=an_end("conn-1")))
    assert await setups.count_awaiting_authorization() == 3
    found = await setups.awaiting_by_connection({"conn-1", "conn-2", "conn-9"})
    assert ids(found) == {source.id, destination.id}
    assert await setups.awaiting_by_connection([]) == []


async def test_those_that_wait_for_schemas_are_found_oldest_first(setups: Setups) -> None:
    """A beat looks at a few sources only, so the one that has waited longest must be among them."""
    waiting = {"state": State.AWAITING_SCHEMAS, "next_try_at": NOON + HOUR}
    old = await setups.add(a_setup(**waiting, plan=a_plan("old"), created_at=NOON - DAY))
    trying = await setups.add(a_setup(state=State.CREATING, plan=a_plan("trying")))
    await setups.add(a_setup(**waiting, plan=a_plan("asked"), question=Question.OBJECTS))
    await setups.add(a_setup(state=State.AWAITING_AUTHORIZATION, plan=a_plan("not yet")))
    assert ids(await setups.awaiting_schemas(most=10)) == {old.id, trying.id}
    assert ids(await setups.awaiting_schemas(most=1)) == {old.id}


async def test_reminders_after_an_hour_and_a_day(setups: Setups) -> None:
    """Forgotten sign-ins: one reminder after an hour, one after a day, the end after a week."""
    since = {"state": State.AWAITING_AUTHORIZATION, "waiting_since": NOON}
    setup = await setups.add(a_setup(**since))
    assert await setups.to_remind(NOON + HOUR / 2) == []
    assert ids(await setups.to_remind(NOON + HOUR)) == {setup.id}
    setup = await setups.save(setup.model_copy(update={"reminders": 1}))
    assert await setups.to_remind(NOON + 2 * HOUR) == []
    assert ids(await setups.to_remind(NOON + DAY)) == {setup.id}
    await setups.save(setup.model_copy(update={"reminders": 2}))
    assert await setups.to_remind(NOON + 2 * DAY) == []
    assert await setups.to_expire(NOON + 6 * DAY) == []
    assert ids(await setups.to_expire(NOON + 7 * DAY)) == {setup.id}


async def test_an_expired_sign_in_is_not_reminded_of(setups: Setups) -> None:
    """After a week of downtime nobody is reminded of what ends in the same moment."""
    await setups.add(a_setup(state=State.AWAITING_AUTHORIZATION, waiting_since=NOON))
    assert await setups.to_remind(NOON + 7 * DAY) == []


async def test_abandoned_modals_left_nothing_behind(setups: Setups) -> None:
    """Rows of modals that were just closed may go; one with a connection made for it may not."""
    closed = await setups.add(a_setup(source=an_end("conn-1")))
    await setups.add(a_setup(source=an_end("conn-2", made_here=True)))
    await setups.add(a_setup(state=State.AWAITING_AUTHORIZATION))
    saved_at = await _saved_at(setups, closed.id)
    assert await setups.abandoned(saved_at) == []
    assert ids(await setups.abandoned(saved_at + HOUR)) == {closed.id}
    await setups.leases.take(closed.id, seconds=30)
    assert await setups.abandoned(saved_at + HOUR) == []


async def _saved_at(setups: Setups, setup_id: UUID):  # noqa: ANN202 - a moment of the database's clock
    async with setups._database.transaction() as connection:  # noqa: SLF001 - no interface shows it
        return await connection.scalar(text("SELECT saved_at FROM setups WHERE id = :id"), {"id": setup_id})


async def test_setups_are_found_by_what_they_use(setups: Setups) -> None:
    """Whoever deletes a connection, or hears that it broke, hears what it is used for."""
    source = await setups.add(a_setup(source=an_end("conn-1")))
    destination = await setups.add(a_setup(destination=an_end("conn-2"), state=State.CREATED))
    await setups.add(a_setup(source=an_end("conn-3")))
    await setups.add(a_setup())
    used = ["conn-1", "conn-2", "conn-9"]
    assert ids(await setups.using(used)) == {source.id, destination.id}
    assert ids(await setups.using(used, unfinished=True)) == {source.id}
    assert await setups.using([]) == []


async def test_a_setup_is_found_by_the_sync_it_made(setups: Setups) -> None:
    """Whoever runs the sync from anywhere finds its announcement."""
    made = await setups.add(a_setup(state=State.CREATED, sync_id="sync-1"))
    await setups.add(a_setup(state=State.CREATED, sync_id="sync-2"))
    assert await setups.of_sync("sync-1") == made
    assert await setups.of_sync("sync-3") is None
