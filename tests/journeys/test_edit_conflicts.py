from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import both_ends, make_sync
from days import in_polytomic, until, well
from editing import CONFLICT, form_of, hourly, save_elsewhere, sync_at, writes
from walks import typed_in, words_of

if TYPE_CHECKING:
    from world import World


async def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(world: World) -> None:
    """Theirs is told with before and after, mine is kept typed; after another look both are there."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    await save_elsewhere(world, orders, name="Orders of today", concurrency_limit=3)
    await ana.choose(form, "frequency", "hourly")
    form = await ana.modal("edit_sync", saying="Minute (UTC)")
    await ana.submit(form, {"minute": "5"})
    form = await ana.modal("edit_sync", saying="Grace Hopper saved this sync")
    said = words_of(form)
    assert "*Name*: Orders → *Orders of today*" in said
    assert "*Other settings*: the concurrency limit" in said
    assert typed_in(form, "minute") == "5"
    assert (await sync_at(world, orders))["schedule"] == {"frequency": "manual"}

    assert (await ana.submit(form))["ok"]
    review = await ana.modal("review_edit")
    assert "*Name*" not in words_of(review), "theirs is kept"
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders of today”: schedule.")
    after = await sync_at(world, orders)
    assert (after["name"], after["schedule"]["minute"]) == ("Orders of today", "05")
    assert after["settings"]["concurrency_limit"] == 3


async def test_a_change_between_review_and_save_is_not_overwritten_either(world: World) -> None:
    """The yes was to what the review said, and to nothing else."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    review = await hourly(ana, await form_of(world, ana))
    await save_elsewhere(world, orders, default_schedule={"frequency": "daily", "hour": "07"})
    await ana.submit(review)
    form = await ana.modal("edit_sync", saying="Grace Hopper saved this sync")
    assert "Only when someone runs it → *Every day at 07:00 UTC*" in words_of(form)
    assert typed_in(form, "minute") == "30"
    await ana.submit(form)
    review = await ana.modal("review_edit", saying="Every day at 07:00 UTC → *Every hour")
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders”: schedule.")


async def test_a_conflict_at_polytomic_itself_is_the_same_story(world: World) -> None:
    """Nothing was saved, what was typed is there, and the second try goes through."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    review = await hourly(ana, await form_of(world, ana))
    await world.at_polytomic("faults", method="PUT", path=orders, **CONFLICT)
    await ana.submit(review)
    form = await ana.modal("edit_sync", saying="the bulk sync is being changed")
    assert "Nothing was saved." in words_of(form)
    await ana.submit(form)
    await ana.submit(await ana.modal("review_edit"))
    await ana.modal("syncs", saying="Saved “Orders”: schedule.")


async def test_a_change_in_the_same_moment_is_said_afterwards(world: World) -> None:
    """Between the last look and the save nobody can look; the look after it tells."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    review = await hourly(ana, await form_of(world, ana))
    await world.at_polytomic("faults", method="PUT", path=orders, delay_seconds=0.5, times=1)
    await ana.submit(review)

    async def is_under_way() -> bool:
        return "PUT" in await writes(world)

    await until(is_under_way, "the save")
    off = {"id": "Contact", "enabled": False}
    await in_polytomic(world, "PATCH", f"bulk/syncs/{orders}/schemas", schemas=[off])
    view = await ana.modal("syncs", saying="Saved “Orders”: schedule.")
    assert "differs from what I read before in: the objects" in words_of(view)


async def test_nothing_changed_is_said_and_writes_nothing(world: World) -> None:
    """Drawn and submitted as it is; also when somebody else has meanwhile done the same."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    await ana.submit(form)
    form = await ana.modal("edit_sync", saying="Nothing is different yet.")
    await save_elsewhere(world, orders, name="Deliveries")
    before = await writes(world)
    await ana.submit(form, {"name": "Deliveries"})
    await ana.modal("edit_sync", saying="Nothing is different yet.")
    assert await writes(world) == before


async def test_a_name_that_is_taken_and_a_refusal_stand_under_their_questions(world: World) -> None:
    """The reason is where it belongs, and what was typed is corrected rather than typed again."""
    ana = await world.member()
    ends = await both_ends(world)
    orders = await make_sync(world, "Orders", ends)
    await make_sync(world, "Deliveries", ends)
    await ana.submit(await form_of(world, ana), {"name": "deliveries", "setting:schema": "T"})
    form = await ana.modal("edit_sync", saying="A bulk sync called “Deliveries” exists already.")
    refusal = {"status": 400, "message": 'field "destination_configuration.schema" is reserved'}
    await ana.submit(form, {"name": "Orders"})
    review = await ana.modal("review_edit")
    await world.at_polytomic("faults", method="PUT", path=orders, status=400, body=refusal, times=1)
    await ana.submit(review)
    form = await ana.modal("edit_sync", saying="is reserved")
    ids = [block["block_id"] for block in form["blocks"]]
    assert "is reserved" in str(form["blocks"][ids.index("setting:schema") + 1])
    await ana.submit(form, {"setting:schema": "U"})
    await ana.submit(await ana.modal("review_edit"))
    await ana.modal("syncs", saying="Saved “Orders”: Schema.")


async def test_an_outage_loses_nothing_that_was_typed(world: World) -> None:
    """Before the review, before the save, and when the answer to the save is lost."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    await world.at_polytomic("faults", method="GET", path=orders, status=500)
    await ana.submit(form, {"name": "Deliveries"})
    form = await ana.modal("edit_sync", saying="Polytomic has a problem")
    assert typed_in(form, "name") == "Deliveries"
    await well(world)
    await ana.submit(form)
    review = await ana.modal("review_edit")
    await world.at_polytomic("faults", method="PUT", path=orders, status=500)
    await ana.submit(review)
    review = await ana.modal("review_edit", saying="Polytomic has a problem")
    await well(world)
    await save_elsewhere(world, orders, name="Deliveries")  # as if the answer alone had been lost
    await ana.submit(review)
    await ana.modal("syncs", saying="“Deliveries” is like that already.")


async def test_a_sync_deleted_under_the_form_or_the_review_is_said_to_be_deleted(world: World) -> None:
    """The list says what happened."""
    ana = await world.member()
    ends = await both_ends(world)
    orders = await make_sync(world, "Orders", ends)
    form = await form_of(world, ana)
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.submit(form, {"name": "Deliveries"})
    await ana.modal("syncs", saying="was deleted in Polytomic, so nothing was done")

    orders = await make_sync(world, "Orders", ends)
    review = await hourly(ana, await form_of(world, ana))
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.submit(review)
    await ana.modal("syncs", saying="was deleted in Polytomic, so nothing was done")
