"""Setups: what is kept, and who may write."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from builders import ANNA, BEN, NOON, a_plan, a_setup, an_end
from sqlalchemy import text

from bot.models import Person, Problem, Question, Setup, State
from bot.store import Changed, Database, NameInUse, NoSuchSetup, Setups

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


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
