from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import ask, both_ends, make_sync
from days import in_polytomic
from walks import words_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def form_of(world: World, person: Member, words: str = "orders") -> Json:
    """Ask to edit a sync and wait for the form."""
    await ask(world, person, f"edit {words}")
    return await person.modal("edit_sync")


async def sync_at(world: World, sync_id: str) -> Json:
    """Look at a sync behind the scenes."""
    state = await world.state_of_polytomic()
    (found,) = [one for one in state["syncs"] if one["id"] == sync_id]
    return dict(found)


async def hourly(person: Member, form: Json, minute: str = "30") -> Json:
    """Choose an hourly schedule, and submit the form that this brings."""
    await person.choose(form, "frequency", "hourly")
    form = await person.modal("edit_sync", saying="Minute (UTC)")
    assert (await person.submit(form, {"minute": minute}))["ok"]
    return await person.modal("review_edit")


async def test_the_schedule_is_changed_after_a_look_at_before_and_after(world: World) -> None:
    """The whole journey: form, review, save; and nothing else of the sync is different."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    before = await sync_at(world, orders)
    review = await hourly(ana, await form_of(world, ana))
    said = words_of(review)
    assert "*Schedule*: Only when someone runs it → *Every hour, 30 minutes past*" in said
    assert "*Name*" not in said
    assert await sync_at(world, orders) == before, "nothing is written before the yes"
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders”: schedule.")
    after = await sync_at(world, orders)
    assert after["schedule"] == before["schedule"] | {"frequency": "hourly", "minute": "30"}
    same = ("schedule", "settings")
    assert {k: v for k, v in after.items() if k not in same} == {
        k: v for k, v in before.items() if k not in same
    }


async def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(world: World) -> None:
    """Theirs is told with before and after, mine is kept typed; after another look both are there."""
    ana = await world.member()
    ends = await both_ends(world)
    orders = await make_sync(world, "Orders", ends)
    form = await form_of(world, ana)
    await world.at_polytomic("config", user_name="Grace Hopper")
    theirs = {
        "name": "Orders of today",
        "source_connection_id": ends[0],
        "destination_connection_id": ends[1],
    }
    theirs |= {"default_schedule": {"frequency": "manual"}, "destination_configuration": {"schema": "S"}}
    await in_polytomic(world, "PUT", f"bulk/syncs/{orders}", **theirs, active=True)
    await ana.choose(form, "frequency", "hourly")
    form = await ana.modal("edit_sync", saying="Minute (UTC)")
    await ana.submit(form, {"minute": "5"})
    form = await ana.modal("edit_sync", saying="Grace Hopper saved this sync")
    said = words_of(form)
    assert "*Name*: Orders → *Orders of today*" in said
    assert (await sync_at(world, orders))["schedule"] == {"frequency": "manual"}

    assert (await ana.submit(form))["ok"]
    review = await ana.modal("review_edit")
    assert "*Name*" not in words_of(review), "theirs is kept"
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders of today”: schedule.")
    after = await sync_at(world, orders)
    assert (after["name"], after["schedule"]["minute"]) == ("Orders of today", "05")
