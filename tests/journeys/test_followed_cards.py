from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import ask, begin_elsewhere, both_ends, make_sync, runs_at
from days import beats, rows, until
from threads import on_card, told
from walks import words_of
from watching import archive

if TYPE_CHECKING:
    from world import World

WATCH, OTHER = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"


async def followed(world: World, sync_id: str, channel: str, user_id: str, watch: str) -> None:
    """Let a watch follow the execution that the schedule has begun, as the poller does."""
    (execution,) = [one for one in await runs_at(world) if one["sync_id"] == sync_id]
    await rows(
        world,
        "INSERT INTO runs (id, sync_id, sync_name, team_id, user_id, channel_id, watch_id, trigger,"
        " execution_id, mode, state, created_at, attempt, version)"
        " VALUES (gen_random_uuid(), %s, 'Orders', %s, %s, %s, %s, 'scheduled', %s, 'normal', 'running',"
        " now(), 0, 0)",
        *(sync_id, world.workspace.team.id, user_id, channel, watch, execution["id"]),
    )


async def test_a_run_that_a_watch_follows_is_a_card_of_the_channel(world: World) -> None:
    """A message of its own, edited in place; the end is its thread; nobody is named as having started it."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    channel = world.channel("data-ops")
    await followed(world, orders, channel, ana.user_id, WATCH)
    card = await ana.message("*Orders* started by its schedule.", "*Running*", channel=channel)
    assert card.get("thread_ts") is None
    assert f"<@{ana.user_id}>" not in str(card)

    await ask(world, ana, "run orders")
    view = await ana.modal("syncs", saying="is running already, so nothing was started.")
    assert "Show the run" in words_of(view)
    assert f"/p{card['ts'].replace('.', '')}" in str(view)
    await world.at_polytomic("clock", advance_seconds=600)
    await told(ana, card, "*Orders* finished in", "'execution_logs'")
    shown = await ana.message("*Finished in", channel=channel)
    assert shown["ts"] == card["ts"]


async def test_a_followed_run_that_ended_between_two_looks_shows_its_end(world: World) -> None:
    """Seen first when it is over already: the card and its end are told all the same."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await world.at_polytomic("executions/next", outcome="failed", message="the warehouse is full")
    await world.at_polytomic("config", execution_seconds=0)
    await world.at_polytomic(f"syncs/{orders}/run")
    await followed(world, orders, world.channel("data-ops"), ana.user_id, WATCH)
    card = await ana.message("*Orders* started by its schedule.", "*Failed")
    await told(ana, card, "failed", "the warehouse is full", "'Logs'")


async def test_a_channel_that_takes_no_card_ends_its_run_quietly(world: World) -> None:
    """The bot was never in it, or it was archived under a card: no direct message, and nothing repeats."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    channel = world.channel("data-ops")
    await followed(world, orders, world.channel("general"), ana.user_id, OTHER)
    await followed(world, orders, channel, ana.user_id, WATCH)
    await ana.message("*Orders* started by its schedule.", "*Running*", channel=channel)
    await archive(world, channel)
    await world.at_polytomic("clock", advance_seconds=250)

    async def are_over() -> bool:
        return await rows(world, "SELECT DISTINCT state FROM runs") == [("over",)]

    await until(are_over, "both runs over")
    await beats(world, 2)
    assert await rows(world, "SELECT id FROM runs WHERE told_version <> version") == []
    assert not [one for one in ana.messages.values() if one["channel"].startswith("D")]


async def test_a_run_that_was_running_already_shows_the_card_of_the_channel_that_follows_it(
    world: World,
) -> None:
    """Run now meets the schedule's run: nothing is started twice, and one link leads to the watch's card."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "run orders")
    form = await ana.modal("run_sync")
    await world.at_polytomic("config", execution_seconds=600)
    await world.at_polytomic("faults", method="POST", path="/executions$", delay_seconds=2, times=1)
    await ana.submit(form)
    start = await ana.message("runs *Orders*")
    await world.at_polytomic(f"syncs/{orders}/run")
    await followed(world, orders, world.channel("data-ops"), ana.user_id, WATCH)
    other = await ana.message("*Orders* started by its schedule.")
    card = await on_card(ana, start, "It was running already", "Show its other card")
    assert f"/p{other['ts'].replace('.', '')}" in str(card)
    assert "started by its schedule" in words_of(card)
    assert "left" not in words_of(card), "how long it has been running, only Polytomic knows"
