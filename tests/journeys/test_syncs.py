from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bulk_syncs import ask, begin_elsewhere, both_ends, choose, is_active, make_sync, runs_at
from days import forget_requests, in_polytomic, well
from steps import card_of
from walks import requests_for, words_of

if TYPE_CHECKING:
    from world import World


async def test_the_list_says_what_each_sync_does(world: World) -> None:
    """Any sync of the organization: ends, schedule, paused or not, running or not; one request for all."""
    ana = await world.member()
    ends = await both_ends(world)
    running = await make_sync(world, "Orders", ends)
    await make_sync(
        world,
        "Leads",
        ends,
        active=False,
        default_schedule={"frequency": "daily", "hour": "05", "minute": "00"},
    )
    await begin_elsewhere(world, running)
    await forget_requests(world)
    await ask(world, ana, "syncs")
    view = await ana.modal("syncs", saying="2 bulk syncs")
    text = words_of(view)
    assert "*Orders* · Sales prod → Warehouse" in text
    assert "*Running*" in text
    assert "0 of 2 objects" in text
    assert "*Paused.* Its schedule: every day at 05:00 UTC." in text
    assert "It never ran." in text
    assert len(await requests_for(world, "GET", "/api/bulk/syncs/status")) == 1

    await ask(world, ana, "syncs ware LEADS")
    view = await ana.modal("syncs", saying="1 of 2 bulk syncs")
    assert "Orders" not in words_of(view)
    await ana.press(view, "back_to_syncs")
    await ana.modal("syncs", saying="*2 bulk syncs*")


async def test_a_list_has_pages(world: World) -> None:
    """Slack takes 100 blocks: beyond it people leaf, and nothing is left out."""
    ana = await world.member()
    ends = await both_ends(world)
    for number in range(27):
        await make_sync(world, f"Sync {number:02}", ends)
    await ask(world, ana, "syncs")
    view = await ana.modal("syncs", saying="Page 1 of 2")
    assert "Sync 24" in words_of(view)
    await ana.press(view, "next_syncs")
    view = await ana.modal("syncs", saying="Page 2 of 2")
    assert "Sync 26" in words_of(view)
    await ana.press(view, "previous_syncs")
    await ana.modal("syncs", saying="Page 1 of 2")


async def test_a_sync_is_found_by_name_part_or_id(world: World) -> None:
    """Case does not matter; the whole name beats a part; several are offered; none says what is near."""
    ana = await world.member()
    ends = await both_ends(world)
    orders = await make_sync(world, "Orders", ends)
    await make_sync(world, "Orders archive", ends)

    for typed in ("status ORDERS", f"status {orders}", "status  orders "):
        await ask(world, ana, typed)
        view = await ana.modal("syncs", saying=f"bulk sync {orders}")
        await ana.close(view)
    await ask(world, ana, "status arch")
    await ana.close(await ana.modal("syncs", saying="*Orders archive*"))

    await ask(world, ana, "pause order")
    view = await ana.modal("syncs", saying="2 of 2 bulk syncs* with “order”. Which one do you want to pause?")
    await ana.press(view, "manage_sync:pause")
    await ana.modal("syncs", saying="Paused “Orders”")
    assert not await is_active(world, orders)

    await ask(world, ana, "run odrers")
    view = await ana.modal("syncs", saying="is called “odrers”. Did you mean *Orders*?")
    await ana.press(view, "back_to_syncs")
    view = await ana.modal("syncs", saying="Which one do you want to run?")
    await ana.press(view, "manage_sync:run")
    await ana.modal("run_sync", saying="*Orders*")


async def test_a_pause_says_before_it_happens_that_it_cancels_the_run(world: World) -> None:
    """Polytomic cancels the run with the pause: nobody finds that out afterwards."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    await ask(world, ana, "pause orders")
    question = await ana.modal("pause_sync", saying="Polytomic cancels that run")
    assert "*Running*" in words_of(question)
    assert await is_active(world, orders)
    await ana.press(question, "back_to_syncs")
    view = await ana.modal("syncs", saying="1 bulk sync")

    await choose(ana, view, orders, "pause")
    question = await ana.modal("pause_sync")
    assert (await ana.submit(question))["ok"]
    view = await ana.modal("syncs", saying="Paused “Orders”")
    assert "*Cancelling*" in words_of(view)
    assert not await is_active(world, orders)
    await world.at_polytomic("clock", advance_seconds=60)
    assert [run["status"] for run in await runs_at(world)] == ["canceled"]

    await ana.press(view, "manage_sync:resume")
    view = await ana.modal("syncs", saying="Resumed “Orders”. It runs when somebody runs it.")
    assert await is_active(world, orders)
    await ana.press(view, "manage_sync:pause")
    await ana.modal("syncs", saying="does not run by itself until somebody resumes it")
    await ask(world, ana, "pause orders")
    await ana.modal("syncs", saying="“Orders” is paused already.")
    await ask(world, ana, "resume orders")
    await ana.modal("syncs", saying="Resumed")
    await ask(world, ana, "resume orders")
    await ana.modal("syncs", saying="“Orders” is not paused.")


async def test_a_run_is_cancelled_after_a_yes(world: World) -> None:
    """The question says what it means; without a run there is nothing to cancel."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "cancel orders")
    await ana.modal("syncs", saying="“Orders” is not running, so there is nothing to cancel.")
    await begin_elsewhere(world, orders)
    await ask(world, ana, "cancel orders")
    question = await ana.modal("cancel_run", saying="is not taken back")
    assert (await ana.submit(question))["ok"]
    view = await ana.modal("syncs", saying="Polytomic is cancelling the run of “Orders”")
    await world.at_polytomic("clock", advance_seconds=60)
    await ana.press(view, "manage_sync:status")
    await ana.modal("syncs", saying="Last run was cancelled")
    assert await is_active(world, orders)


async def test_a_button_that_is_out_of_date_does_nothing_twice(world: World) -> None:
    """The second who pauses from an open list reads that it is done, and nothing is sent again."""
    ana, ben = await world.member(), await world.member(world.users[1])
    orders = await make_sync(world, "Orders", await both_ends(world))
    opened = {}
    for person in (ana, ben):
        await ask(world, person, "syncs")
        opened[person.user_id] = await person.modal("syncs", saying="1 bulk sync")
    await choose(ana, opened[ana.user_id], orders, "pause")
    await ana.modal("syncs", saying="Paused “Orders”")
    await choose(ben, opened[ben.user_id], orders, "pause")
    await ben.modal("syncs", saying="“Orders” is paused already.")
    assert not await is_active(world, orders)
    assert len(await requests_for(world, "POST", f"/api/bulk/syncs/{orders}/activate")) == 1


async def test_opening_polytomic_leaves_the_sync_on_the_screen(world: World) -> None:
    """Slack opens the page by itself, and still tells the bot: that must not be an error."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "syncs")
    await choose(ana, await ana.modal("syncs", saying="1 bulk sync"), orders, "open")
    await ana.modal("syncs", saying=f"bulk sync {orders}")


@pytest.mark.parametrize("wish", ["status", "run", "pause", "resume", "cancel"])
async def test_a_sync_deleted_under_a_button_is_said_to_be_deleted(world: World, wish: str) -> None:
    """Somebody deleted it while the list was open: no error, and the list as it is now."""
    ana = await world.member()
    ends = await both_ends(world)
    orders = await make_sync(world, "Orders", ends, active=wish != "resume")
    await make_sync(world, "Leads", ends)
    if wish == "cancel":
        await begin_elsewhere(world, orders)
    await ask(world, ana, "syncs")
    view = await ana.modal("syncs", saying="Orders")
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await choose(ana, view, orders, wish)
    view = await ana.modal("syncs", saying="“Orders” was deleted in Polytomic, so nothing was done.")
    assert "*1 bulk sync*" in words_of(view)


async def test_a_sync_deleted_under_a_question_is_said_to_be_deleted(world: World) -> None:
    """The yes comes too late: it is told what happened meanwhile."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    await ask(world, ana, "pause orders")
    question = await ana.modal("pause_sync")
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.submit(question)
    await ana.modal("syncs", saying="was deleted in Polytomic")


async def test_a_window_that_was_closed_is_answered_by_direct_message(world: World) -> None:
    """A pause may take a while; nobody has to wait in front of it."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    await ask(world, ana, "pause orders")
    question = await ana.modal("pause_sync")
    await world.at_polytomic("faults", path="/activate$", delay_seconds=0.3)
    await ana.submit(question)
    await ana.close(await ana.modal("checking"))
    await card_of(world, ana, "Paused “Orders”")


@pytest.mark.parametrize("version", ["2023-04-25"])
async def test_the_oldest_version_tells_the_same(world: World) -> None:
    """It has no status of many syncs at once: each is asked about."""
    ana = await world.member()
    ends = await both_ends(world)
    orders = await make_sync(world, "Orders", ends)
    await make_sync(world, "Leads", ends)
    await begin_elsewhere(world, orders)
    await ask(world, ana, "syncs")
    text = words_of(await ana.modal("syncs", saying="2 bulk syncs"))
    assert "*Running*" in text
    assert "It never ran." in text


async def test_a_list_is_worth_showing_without_what_polytomic_hides(world: World) -> None:
    """Only the status fails: the list says so and still offers everything; then it recovers."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    status = "^/api/bulk/syncs/status$"
    await world.at_polytomic("faults", path=status, status=403, body={"message": "forbidden"})
    await ask(world, ana, "syncs")
    await ana.modal("syncs", saying="Polytomic does not say what it is doing.")
    await well(world)
    await ask(world, ana, "syncs")
    await ana.modal("syncs", saying="It never ran.")


async def test_without_a_sync_the_commands_say_so(world: World) -> None:
    """An empty organization is no error."""
    ana = await world.member()
    await ask(world, ana, "run")
    view = await ana.modal("syncs", saying="There are no bulk syncs yet.")
    await ana.press(view, "new_sync")
    await ana.modal("ends")
