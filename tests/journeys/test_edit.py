from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bulk_syncs import ask, begin_elsewhere, both_ends, choose, make_sync
from days import in_polytomic
from editing import form_of, hourly, sync_at
from shown import element_of
from walks import typed_in, words_of

if TYPE_CHECKING:
    from world import World


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
    before["schedule"] = before["settings"]["schedule"] = after["schedule"]
    assert after == before


async def test_objects_are_added_and_taken_out_with_their_settings(world: World) -> None:
    """The review counts and names them; the fields that were chosen of an object are kept while it rests."""
    ana = await world.member()
    chosen = {"id": "Account", "fields": [{"id": "Id"}, {"id": "Phone", "obfuscate": True}]}
    orders = await make_sync(world, "Orders", await both_ends(world), schemas=[chosen, "Contact"])
    form = await form_of(world, ana)
    shown = element_of(form, "object_picks")["initial_options"]
    assert [one["value"] for one in shown] == ["object:Account", "object:Contact"]
    found = await ana.find(form, "object_picks", "lead")
    answer = await ana.submit(form, {"object_picks": []})
    assert "needs at least one" in answer["errors"]["object_picks"]

    await ana.submit(form, {"object_picks": [shown[1], *found]})
    review = await ana.modal("review_edit")
    added = len([one for one in found if one["value"].startswith("object:")])
    said = words_of(review)
    assert f"*Objects*: 2 → *{1 + added}*; adds {added} object" in said
    assert "takes out 1 object: Account" in said
    assert "Its tables in Warehouse stay as they are." in said
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders”: objects.")
    after = await sync_at(world, orders)
    assert set(after["schemas"]) == {"Contact", *(one["value"].partition(":")[2] for one in found)} - {"lead"}
    path = f"bulk/syncs/{orders}/schemas/Account"
    account = (await in_polytomic(world, "GET", path))["data"]
    assert [one["obfuscated"] for one in account["fields"]] == [False, True]


async def test_name_and_destination_are_changed_at_once(world: World) -> None:
    """Each has a line of its own, and a new place means new tables; Back loses nothing."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    answers = {"name": "Deliveries", "setting:schema": "T", "setting:advanced.hard_deletes": ["yes"]}
    await ana.submit(await form_of(world, ana), answers)
    review = await ana.modal("review_edit")
    said = words_of(review)
    assert "*Name*: Orders → *Deliveries*" in said
    assert "*Schema*: S → *T*" in said
    assert "begins new tables in the new place" in said
    assert "deleted in the destination too" in said
    await ana.press(review, "change_edit")
    form = await ana.modal("edit_sync")
    assert (typed_in(form, "name"), typed_in(form, "setting:schema")) == ("Deliveries", "T")
    await ana.submit(form)
    await ana.submit(await ana.modal("review_edit"))
    await ana.modal("syncs", saying="Saved “Deliveries”: name, Schema, ")
    after = await sync_at(world, orders)
    assert after["destination_configuration"] == {"schema": "T", "advanced": {"hard_deletes": True}}
    assert after["schemas"] == ["Account", "Contact"]


async def test_a_schedule_that_the_bot_cannot_make_is_left_as_it_is(world: World) -> None:
    """It is named and kept exactly, with the additional ones, until somebody chooses another."""
    ana = await world.member()
    custom = {"frequency": "custom", "minute": "7", "hour": "1", "day_of_month": "3"}
    further = {"frequency": "daily", "hour": "04", "resync_mode": "resync"}
    settings = {"default_schedule": custom, "additional_schedules": [further]}
    orders = await make_sync(world, "Orders", await both_ends(world), **settings)
    form = await form_of(world, ana)
    assert element_of(form, "frequency")["initial_option"]["text"]["text"] == "Leave it as it is"
    assert "1 additional schedule, which stays as it is." in words_of(form)
    await ana.submit(form, {"name": "Deliveries"})
    await ana.submit(await ana.modal("review_edit"))
    view = await ana.modal("syncs", saying="Saved “Deliveries”: name.")
    after = await sync_at(world, orders)
    assert after["schedule"] == custom
    assert after["settings"]["additional_schedules"][0].items() >= further.items()

    await ana.press(view, "manage_sync:edit")
    review = await hourly(ana, await ana.modal("edit_sync"))
    assert "On a schedule of its own → *Every hour, 30 minutes past*" in words_of(review)
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Deliveries”: schedule.")
    after = await sync_at(world, orders)
    assert after["schedule"] == {"frequency": "hourly", "minute": "30"}
    assert len(after["settings"]["additional_schedules"]) == 1


async def test_a_running_sync_is_edited_and_its_run_goes_on(world: World) -> None:
    """From the menu of the list; the review says from when on it counts, as Polytomic documents it."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    await ask(world, ana, "syncs")
    await choose(ana, await ana.modal("syncs"), orders, "edit")
    review = await hourly(ana, await ana.modal("edit_sync"))
    assert "Polytomic uses a new schedule at once" in words_of(review)
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders”: schedule.")
    (run,) = (await world.state_of_polytomic())["executions"]
    assert run["status"] == "running"


@pytest.mark.parametrize("version", ["2023-04-25", "2024-02-08"])
async def test_the_older_versions_edit_alike(world: World) -> None:
    """Schedule and objects in one go, in the words of each version."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world), concurrency_limit=4)
    form = await form_of(world, ana)
    await ana.choose(form, "frequency", "weekly", {"frequency": "weekly"})
    form = await ana.modal("edit_sync", saying="Weekday (UTC)")
    await ana.submit(form, {"object_picks": ["object:Account"], "weekday": "friday", "hour": "6"})
    await ana.submit(await ana.modal("review_edit"))
    await ana.modal("syncs", saying="Saved “Orders”: objects, schedule.")
    after = await sync_at(world, orders)
    expected = {"frequency": "weekly", "hour": "06", "minute": "00", "day_of_week": "friday"}
    assert (after["schedule"], after["schemas"]) == (expected, ["Account"])
    assert after["settings"]["concurrency_limit"] == 4


async def test_of_thousands_of_objects_some_are_taken_out_and_others_added(world: World) -> None:
    """What no select can hold is not shown as picked, so that nothing can be lost by being left out."""
    ana = await world.member()
    ends = await both_ends(world)
    await world.at_polytomic(f"connections/{ends[0]}", objects=2000)
    known = (await in_polytomic(world, "GET", f"connections/{ends[0]}/bulksync/source"))["data"]["schemas"]
    ids = [one["id"] for one in known]
    orders = await make_sync(world, "Orders", ends, schemas=ids[100:])
    form = await form_of(world, ana)
    assert "The 1,900 objects that it has, but for the changes below" in words_of(form)
    found = {block: str(await ana.find(form, block, ids[0])) for block in ("object_picks", "unpicked_picks")}
    assert [f"'object:{ids[0]}'" in one for one in found.values()] == [True, False]
    await ana.submit(form, {"object_picks": [f"object:{ids[0]}"], "unpicked_names": f"{ids[-1]}, nobody"})
    form = await ana.modal("edit_sync", saying="The source has no “nobody”")
    await ana.submit(form, {"unpicked_picks": [f"object:{ids[-1]}"]})
    review = await ana.modal("review_edit", saying="adds 1 object")
    assert f"*Objects*: 1,900 → *1,900*; adds 1 object: {ids[0]}; takes out 1 object" in words_of(review)
    await ana.submit(review)
    view = await ana.modal("syncs", saying="Saved “Orders”: objects.")
    assert set((await sync_at(world, orders))["schemas"]) == {ids[0], *ids[100:-1]}

    await ana.press(view, "manage_sync:edit")
    form = await ana.modal("edit_sync")
    await ana.submit(form, {"choice": "all"})
    review = await ana.modal("review_edit", saying="adds 100 objects")
    await ana.submit(review)
    await ana.modal("syncs", saying="Saved “Orders”: objects.")
    assert len((await sync_at(world, orders))["schemas"]) == 2000
