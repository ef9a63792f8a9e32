from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from bulk_syncs import ask, begin_elsewhere, both_ends, make_sync, runs_at, start_bodies
from days import in_polytomic, rows, said
from steps import card_of
from threads import announced, on_card, only_sync, told
from walks import NAME, words_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def form_of(world: World, person: Member, words: str = "orders") -> Json:
    """Ask for a run and wait for the form."""
    await ask(world, person, f"run {words}")
    return await person.modal("run_sync")


async def test_a_sync_made_elsewhere_is_run_and_told_in_a_thread(world: World) -> None:
    """A message says who runs it; its thread has the card and the end, with which it is run again."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    assert "Leave this empty to run all 2 objects." in str(form)
    assert (await ana.submit(form))["ok"]
    view = await ana.modal("syncs", saying="“Orders” is starting.")
    assert "Show the run" in words_of(view)
    channel = world.channel("data-ops")
    assert f"told in <#{channel}>" in words_of(view)
    start = await ana.message("runs *Orders*.", channel=channel)
    end = await told(ana, start, "finished in", "2 objects")
    assert await start_bodies(world) == [{}]

    await ana.click(end, "manage_sync:run")
    form = await ana.modal("run_sync", saying="Last run finished")
    await ana.submit(form)
    await ana.modal("syncs", saying="is starting")
    assert len(await rows(world, "SELECT id FROM runs")) == 2


async def test_chosen_objects_are_run_alone(world: World) -> None:
    """Found by typing, among the sync's own objects only; a name that is gone is marked."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    found = await ana.find(form, "object_picks", "con")
    assert [one["value"] for one in found] == ["object:Contact"]
    assert len(await ana.find(form, "object_picks", "")) == 2

    await in_polytomic(
        world, "PATCH", f"bulk/syncs/{orders}/schemas", schemas=[{"id": "Contact", "enabled": False}]
    )
    await ana.submit(form, {"object_picks": found})
    form = await ana.modal("run_sync", saying="This sync has no “Contact”")
    assert (await ana.submit(form, {"object_picks": [{"value": "object:Account"}]}))["ok"]
    start = await ana.message("runs *Orders* for 1 object (Account) alone.")
    await told(ana, start, "finished in", "1 object")
    assert await start_bodies(world) == [{"schemas": ["Account"]}]


async def test_a_test_run_is_called_one(world: World) -> None:
    """Nobody shall take a few rows for a whole run."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    await ana.submit(await form_of(world, ana), {"run_mode": "test"})
    start = await ana.message("runs *Orders* as a test, with at most a few rows of each object.")
    end = await told(ana, start, "finished in", "10 rows")
    assert "as a test" in words_of(end)
    assert await start_bodies(world) == [{"test": True}]


@pytest.mark.parametrize(
    ("version", "body"), [("2025-09-18", {"resync_mode": "rebuild"}), ("2023-04-25", {"resync": True})]
)
async def test_a_full_refresh_says_what_it_rewrites_first(world: World, body: Json) -> None:
    """Two steps: what is rewritten is named, and only a yes to exactly that starts it."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    await ana.submit(await form_of(world, ana), {"run_mode": "refresh"})
    form = await ana.modal("run_sync", saying="rewrites all 2 objects: Account, Contact.")
    assert form["submit"]["text"] == "Rewrite 2 objects"
    assert "the tables in Warehouse anew" in words_of(form)
    assert await runs_at(world) == []

    assert (await ana.submit(form, {"object_picks": await ana.find(form, "object_picks", "acc")}))["ok"]
    form = await ana.modal("run_sync", saying="rewrites 1 object: Account.")
    assert await runs_at(world) == [], "a yes to two objects is no yes to another set"
    await ana.submit(form)
    await ana.modal("syncs", saying="is starting")
    start = await ana.message("as a full refresh, which rewrites its tables.")
    await told(ana, start, "finished in", "full refresh")
    assert await start_bodies(world) == [body | {"schemas": ["Account"]}]


async def test_a_full_refresh_may_be_given_up_for_a_normal_run(world: World) -> None:
    """The question does not trap anybody: another mode runs at once."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    await ana.submit(await form_of(world, ana), {"run_mode": "refresh"})
    form = await ana.modal("run_sync", saying="rewrites all 2 objects")
    await ana.submit(form, {"run_mode": "normal"})
    await ana.modal("syncs", saying="is starting")
    await ana.message("runs *Orders*.")
    assert await start_bodies(world) in ([], [{}])


async def test_two_people_who_press_run_at_once_start_one_run(world: World) -> None:
    """One execution; the second reads that it runs already, with a link to where it is told."""
    ana, ben = await world.member(), await world.member(world.users[1])
    await world.at_polytomic("config", execution_seconds=600)
    await make_sync(world, "Orders", await both_ends(world))
    forms = [await form_of(world, person) for person in (ana, ben)]
    await asyncio.gather(ana.submit(forms[0]), ben.submit(forms[1]))
    views = [await person.modal("syncs", saying="“Orders” is ") for person in (ana, ben)]
    (second,) = [words_of(view) for view in views if "running already, so nothing was started" in str(view)]
    assert re.search(r"<@U\w+> started the run. It is told in <#C\w+>", second)
    start = await ana.message("runs *Orders*.")
    await on_card(ana, start, "· execution ")
    assert len(await runs_at(world)) == 1
    assert len(await rows(world, "SELECT id FROM runs")) == 1

    await ben.close(views[1])  # it may say the same
    await ask(world, ben, "run orders")
    view = await ben.modal("syncs", saying="running already, so nothing was started")
    card = await on_card(ana, start, "Started by")
    assert f"/p{card['ts'].replace('.', '')}" in str(view)


async def test_a_run_that_was_started_elsewhere_is_said_to_be_running(world: World) -> None:
    """Nothing is started, and nobody is sent to a card that does not exist."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    await begin_elsewhere(world, orders)
    await ana.submit(form, {"run_mode": "test"})
    view = await ana.modal("syncs", saying="That run was started outside Slack.")
    assert "Show the run" not in words_of(view)
    assert await rows(world, "SELECT id FROM runs") == []
    await ask(world, ana, "run orders")
    await ana.modal("syncs", saying="running already, so nothing was started")


async def test_a_test_that_meets_another_run_is_not_told_as_the_test(world: World) -> None:
    """The schedule was a moment faster: that run is followed, and called what it is."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    await world.at_polytomic("config", execution_seconds=4)
    await world.at_polytomic("faults", method="POST", path="/executions$", delay_seconds=2, times=1)
    await ana.submit(form, {"run_mode": "test"})
    start = await ana.message("as a test")
    await world.at_polytomic(f"syncs/{orders}/run")
    card = await on_card(ana, start, "What you asked for was not started.")
    assert "as a test" not in words_of(card)
    await told(ana, start, "finished in")
    assert len(await runs_at(world)) == 1


async def test_a_sync_with_an_announcement_is_told_in_its_thread(world: World) -> None:
    """Whoever follows the announcement reads of each run there, from wherever it was asked for."""
    ana = await world.member()
    announcement = await announced(world, ana)
    sync_id = (await only_sync(world))["id"]
    await ana.type(world.channel("general"), f"/polytomic run {sync_id}")
    await ana.submit(await ana.modal("run_sync", saying=NAME))
    view = await ana.modal("syncs", saying="is starting")
    assert f"told in <#{announcement['channel']}>" in words_of(view)
    await told(ana, announcement, "finished in")


async def test_where_the_bot_may_not_post_the_run_is_told_by_direct_message(world: World) -> None:
    """The command works in every channel; the person still hears how it goes."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    await ana.type(world.channel("general"), "/polytomic run orders")
    await ana.submit(await ana.modal("run_sync"))
    view = await ana.modal("syncs", saying="is starting")
    assert "It is told in direct messages." in words_of(view)
    start = await card_of(world, ana, "runs *Orders*. I am not in that channel")
    await told(ana, start, "finished in")


async def test_a_run_whose_bot_died_before_it_said_so_is_started_and_told(world: World) -> None:
    """The row is written before anything else: whoever comes next starts it once, and says so once."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    channel = world.channel("data-ops")
    await rows(
        world,
        "INSERT INTO runs (id, sync_id, sync_name, team_id, user_id, channel_id, objects, mode, state,"
        " created_at, attempt, version) VALUES (gen_random_uuid(), %s, 'Orders', %s, %s, %s, %s, 'test',"
        " 'starting', now(), 0, 0)",
        *(orders, world.workspace.team.id, ana.user_id, channel, '["Account"]'),
    )
    start = await ana.message("runs *Orders* for 1 object (Account) alone as a test", channel=channel)
    await told(ana, start, "finished in", "5 rows")
    assert await start_bodies(world) == [{"schemas": ["Account"], "test": True}]
    assert len(await said(ana, channel, "runs *Orders*")) == 1


async def test_a_sync_deleted_under_the_form_is_said_to_be_deleted(world: World) -> None:
    """No row, no run, no retry: the list says what happened."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    form = await form_of(world, ana)
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.submit(form)
    await ana.modal("syncs", saying="was deleted in Polytomic, so nothing was done")
    assert await rows(world, "SELECT id FROM runs") == []
