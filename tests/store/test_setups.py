"""Setups: what is kept, who may write, and what each beat finds."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import ANNA, BEN, NOON, a_plan, a_setup, an_end
from sqlalchemy import text

from bot.models import Person, Problem, Question, Setup, State
from bot.store import Changed, Database, NameInUse, NoSuchSetup, Setups

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def setups(database: Database) -> Setups:
    """Return the repository under test."""
    return Setups(database)


def ids(found: Iterable[Setup]) -> set[UUID]:
    """Return which setups were found."""
    return {setup.id for setup in found}


async def run_out_of_lease(database: Database) -> None:
    """Let the time of every lease be over, as if its holder had died a while ago."""
    async with database.transaction() as connection:
        await connection.execute(
            text("UPDATE setups SET claimed_until = now() - interval '1 s' WHERE claimed_until IS NOT NULL")
        )


async def test_every_field_survives(setups: Setups) -> None:
    """A restart must find what was known: each field comes back as it was written."""
    written = a_setup(
        state=State.AWAITING_SCHEMAS,
        source=an_end("conn-1", made_here=True, answers={"domain": "https://x.my.salesforce.com", "n": 3}),
        destination=an_end("conn-2", had_secrets=True, attempt=2, answers={"keep": True}),
        plan=a_plan(),
        auth_url="https://app.polytomic.com/oauth/abc",
        question=Question.OBJECTS,
        problem=Problem(message="Two objects do not exist.", guidance="Pick others."),
        suggestions={"Acount": "Account", "Xyz": ""},
        attempt=3,
        waits=4,
        next_try_at=NOON + HOUR,
        sync_id="sync-1",
        sync_url="https://app.polytomic.com/syncs/1",
        origin_channel_id="C2",
        reminders=1,
        waiting_since=NOON - HOUR,
    )
    await setups.add(written)
    assert await setups.get(written.id) == written
    saved = await setups.save(written.model_copy(update={"state": State.CREATED}))
    assert await setups.get(written.id) == saved


async def test_a_missing_setup_is_said(setups: Setups) -> None:
    """A click on an old message must get an answer, not a crash; a setup that is there is found again."""
    with pytest.raises(NoSuchSetup):
        await setups.get(uuid4())
    with pytest.raises(NoSuchSetup):
        await setups.save(a_setup())
    kept = await setups.add(a_setup())
    await setups.delete(kept.id)
    with pytest.raises(NoSuchSetup):
        await setups.get(kept.id)


async def test_an_older_version_cannot_overwrite(setups: Setups) -> None:
    """Two clicks at once: the second save is refused, and works after reading again."""
    read_by_both = await setups.add(a_setup())
    first = await setups.save(read_by_both.model_copy(update={"state": State.CANCELLED}))
    assert first.version == 1
    with pytest.raises(Changed):
        await setups.save(read_by_both.model_copy(update={"state": State.CREATING}))
    again = await setups.get(read_by_both.id)
    assert again.state is State.CANCELLED
    assert (await setups.save(again)).version == 2


async def test_one_of_many_saves_wins(setups: Setups) -> None:
    """The check and the write are one statement: of ten at the same time exactly one succeeds."""
    setup = await setups.add(a_setup())
    results = await asyncio.gather(*(setups.save(setup) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(result, Setup) for result in results) == 1
    assert sum(isinstance(result, Changed) for result in results) == 9


async def test_a_name_is_free_again_when_its_setup_ends(setups: Setups) -> None:
    """Two people with one name for two syncs: the second hears who has it, until that one is done."""
    first = await setups.add(a_setup(ANNA, plan=a_plan("Sales to Lake")))
    with pytest.raises(NameInUse) as refused:
        await setups.add(a_setup(BEN, plan=a_plan("  SALES to  lake ")))
    assert (refused.value.setup_id, refused.value.requester) == (first.id, ANNA)
    await setups.save(first.model_copy(update={"state": State.CREATED}))
    await setups.add(a_setup(BEN, plan=a_plan("sales to lake")))


async def test_a_name_is_refused_on_save_too(setups: Setups) -> None:
    """The plan comes with the last form, hence with a save; another workspace has names of its own."""
    await setups.add(a_setup(plan=a_plan("Ärger")))
    second = await setups.add(a_setup(BEN))
    with pytest.raises(NameInUse):
        await setups.save(second.model_copy(update={"plan": a_plan("ärger")}))
    await setups.save(second.model_copy(update={"plan": a_plan("Another")}))
    await setups.add(a_setup(Person(team_id="T2", user_id="U9"), plan=a_plan("Ärger")))


async def test_the_unfinished_one_is_found_by_name(setups: Setups) -> None:
    """The form warns before it is sent: in any case, only unfinished, only this workspace."""
    kept = await setups.add(a_setup(plan=a_plan("Straße")))
    found = await setups.unfinished_named("T1", "STRASSE")
    assert found is not None
    assert found.id == kept.id
    assert await setups.unfinished_named("T2", "Straße") is None
    await setups.save(kept.model_copy(update={"state": State.FAILED}))
    assert await setups.unfinished_named("T1", "Straße") is None


async def test_only_one_holds_a_setup(setups: Setups) -> None:
    """Double submission and two replicas: one of ten claims succeeds, and release lets the next in."""
    setup = await setups.add(a_setup())
    claims = await asyncio.gather(*(setups.claim(setup.id, seconds=30) for _ in range(10)))
    assert [claim for claim in claims if claim] == [setup]
    await setups.release(setup.id)
    assert await setups.claim(setup.id, seconds=30) == setup
    assert await setups.claim(uuid4(), seconds=30) is None


async def test_a_dead_holder_loses_its_claim(setups: Setups, database: Database) -> None:
    """A killed replica never releases: its lease runs out, and others may go on."""
    setup = await setups.add(a_setup())
    await setups.claim(setup.id, seconds=30)
    assert await setups.claim(setup.id, seconds=30) is None
    await run_out_of_lease(database)
    assert await setups.claim(setup.id, seconds=30) == setup


async def test_more_time_for_who_holds_it(setups: Setups, database: Database) -> None:
    """A slow Polytomic must not let a second worker in: the holder asks for more time."""
    setup = await setups.add(a_setup())
    await setups.claim(setup.id, seconds=0.001)
    await setups.renew(setup.id, seconds=30)
    assert await setups.claim(setup.id, seconds=30) is None
    await run_out_of_lease(database)
    assert await setups.claim(setup.id, seconds=30) == setup


async def test_every_version_is_told(setups: Setups) -> None:
    """A crash between a save and its telling leaves the row untold; a late, older telling changes nothing."""
    first = await setups.add(a_setup())
    assert await setups.untold() == [first.id]
    await setups.told(first)
    assert await setups.untold() == []
    second = await setups.save(first)
    assert await setups.untold() == [first.id]
    await setups.told(second)
    await setups.told(first)
    assert await setups.untold() == []


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
    for setup in (cut_off, released, later):
        await setups.claim(setup.id, seconds=30)
    assert await setups.interrupted() == []
    await setups.release(released.id)
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
    other = await setups.add(a_setup(state=waiting, source=an_end("conn-3")))
    await setups.add(a_setup(state=State.AWAITING_SCHEMAS, source=an_end("conn-1")))
    assert await setups.count_awaiting_authorization() == 3
    assert ids(await setups.awaiting_authorization()) == {source.id, destination.id, other.id}
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


async def test_what_is_due_waits_for_nobody(setups: Setups) -> None:
    """The poller takes exactly those that need neither a person, nor time, nor another holder."""
    ready = {"state": State.AWAITING_SCHEMAS, "plan": None}
    now = await setups.add(a_setup(**ready | {"plan": a_plan("now")}))
    past = await setups.add(a_setup(**ready | {"plan": a_plan("past"), "next_try_at": NOON}))
    creating = await setups.add(a_setup(plan=a_plan("creating"), state=State.CREATING))
    await setups.add(a_setup(**ready | {"plan": a_plan("later"), "next_try_at": NOON + HOUR}))
    await setups.add(a_setup(**ready | {"plan": a_plan("asked"), "question": Question.OBJECTS}))
    await setups.add(a_setup(**ready))
    await setups.add(a_setup(plan=a_plan("waiting"), state=State.AWAITING_AUTHORIZATION))
    held = await setups.add(a_setup(**ready | {"plan": a_plan("held")}))
    await setups.claim(held.id, seconds=30)
    assert ids(await setups.due(NOON)) == {now.id, past.id, creating.id}
    await setups.release(held.id)
    assert held.id in ids(await setups.due(NOON))


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
    await setups.claim(closed.id, seconds=30)
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


async def test_a_plan_from_when_every_destination_had_a_schema_is_read(
    setups: Setups, database: Database
) -> None:
    """A setup that waits over an update of the bot must not be lost by it."""
    made = await setups.add(a_setup(plan=a_plan("old")))
    old = text("UPDATE setups SET plan = (plan - 'settings') || '{\"schema_name\": \"SF\"}' WHERE id = :id")
    async with database.transaction() as connection:
        await connection.execute(old.bindparams(id=made.id))
    read = (await setups.get(made.id)).plan
    assert read is not None
    assert read.settings == {"schema": "SF"}
    assert not read.is_accepted
