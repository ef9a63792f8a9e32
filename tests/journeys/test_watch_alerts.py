from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bulk_syncs import ask, both_ends, make_sync
from days import beats, in_polytomic, look, rows, said, until
from steps import card_of
from threads import told
from walks import words_of
from watching import all_told, archive, begin_watch, invite, listening, runs
from world import bot_in, stand_ins

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


def now(ana: Member, message: Json) -> Json:
    """Return a message as it is shown by now."""
    return ana.messages[message["channel"], message["ts"]]


async def becomes(ana: Member, message: Json, words: str) -> Json:
    """Wait until a message was edited to say something; returns it."""
    await ana.wait(lambda: words in words_of(now(ana, message)), f"the edit to say {words}")
    return now(ana, message)


async def roots(ana: Member, channel: str, words: str) -> list[Json]:
    """List what was said in a channel itself, not in a thread."""
    every = await said(ana, channel, words)
    return [one for one in every if one.get("thread_ts") in {None, one["ts"]}]


async def test_a_failure_is_told_its_story_threaded_and_its_recovery_edits_it(world: World) -> None:
    """One message for each problem: whoever comes later reads in it that all is well again."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)
    await runs(world, orders, "failed")
    alert = await ana.message("*Orders* failed", "The token was revoked.", channel=channel)
    assert {"Run again", "Logs", "Mute 1 h", "Stop watching"} <= set(words_of(alert).splitlines())

    await runs(world, orders, "errors", "3 rows were refused.")
    await told(ana, alert, "finished with errors again", "2 times in a row", "3 rows were refused.")
    await becomes(ana, alert, "failed 2 times in a row since")

    await runs(world, orders)
    await told(ana, alert, "works again after", "2 failures")
    over = await becomes(ana, alert, "~*Orders* failed 2 times in a row")
    assert "Run again" not in words_of(over)
    assert len(await roots(ana, channel, "Orders* failed")) == 1

    await runs(world, orders, "failed")
    again = await ana.wait(lambda: _other_alert(ana, alert), "a new message for a new problem")
    await ana.click(again, "manage_sync:run")
    await ana.modal("run_sync", saying="Orders")


def _other_alert(ana: Member, first: Json) -> Json | None:
    every = [one for one in ana.messages.values() if ":rotating_light:" in str(one)]
    return next((one for one in every if one["ts"] != first["ts"]), None)


async def test_without_threads_the_alert_alone_tells_everything(world: World) -> None:
    """A small channel that dislikes threads sees one message that stays true."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    answers = {"threads": [], "mentions": [world.users[1]], "after_failures": "2"}
    await begin_watch(world, ana, answers=answers)
    await runs(world, orders, "failed")
    await all_told(world)
    assert await said(ana, channel, ":rotating_light:") == []
    await runs(world, orders, "failed")
    alert = await ana.message("failed 2 times in a row since", channel=channel)
    assert f"<@{world.users[1]}>" in words_of(alert)
    await runs(world, orders, "failed")
    await becomes(ana, alert, "failed 3 times in a row")
    await runs(world, orders)
    await becomes(ana, alert, "works again after")
    await all_told(world)
    assert [one for one in ana.messages.values() if one.get("thread_ts") == alert["ts"] != one["ts"]] == []


async def test_a_restart_between_alert_and_recovery_forgets_nothing(database_url: str) -> None:
    """The thread is found again, what was told is not told twice, and what came meanwhile is told."""
    async with stand_ins(database_url) as world:
        async with bot_in(world):
            ana, channel = await world.member(), world.channel("data-ops")
            orders = await make_sync(world, "Orders", await both_ends(world))
            await begin_watch(world, ana)
            await runs(world, orders, "failed")
            alert = await ana.message("*Orders* failed", channel=channel)
        await runs(world, orders, "failed")
        killed = "UPDATE troubles SET told_version = -1, told_streak = 0"  # before it was noted
        await rows(world, killed)
        async with bot_in(world):
            await told(ana, alert, "failed again", "2 times in a row")
            await runs(world, orders)
            await told(ana, alert, "works again after")
            await becomes(ana, alert, "works again")
            assert len(await roots(ana, channel, "Orders* failed")) == 1


async def test_a_channel_hears_of_starts_and_successes_if_it_wants_to(world: World) -> None:
    """A run that the schedule started is a card like any other; a plain success is one line."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana, answers={"tells": ["starts", "failures", "recoveries"]})
    await world.at_polytomic("config", execution_seconds=600)
    await world.at_polytomic(f"syncs/{orders}/run")
    await world.at_polytomic("clock", advance_seconds=90)
    card = await ana.message("*Orders* started", channel=channel)
    await world.at_polytomic("clock", advance_seconds=600)
    await told(ana, card, "finished")

    await ask(world, ana, "watch orders")
    form = await ana.modal("watch", saying="How *Orders* is watched")
    await ana.submit(form, {"tells": ["successes"]})
    await ana.modal("watches", saying="as you changed it")
    await runs(world, orders)
    await ana.message(":white_check_mark: *Orders* finished", channel=channel)


async def test_many_failures_at_once_are_one_message(world: World) -> None:
    """A broken connection fails every sync that uses it: one message, its thread names all."""
    ana, channel = await world.member(), world.channel("data-ops")
    ends = await both_ends(world)
    syncs = [await make_sync(world, f"Sync {number:02}", ends) for number in range(12)]
    await begin_watch(world, ana, "all")
    await world.at_polytomic("faults", path="events", status=503, body={"message": "down"})
    for sync_id in syncs:
        await runs(world, sync_id, "failed")
    async with world.http.delete(f"{world.polytomic.url}/_sandbox/faults"):
        pass
    alert = await ana.message("*12 syncs failed* at about the same time", channel=channel)
    names = await told(ana, alert, "• *Sync 00*")
    assert "• *Sync 11*" in words_of(names)
    assert len(await said(ana, channel, ":rotating_light:")) == 1

    for sync_id in syncs[:5]:
        await runs(world, sync_id)
    await becomes(ana, alert, "5 of them work again")
    for sync_id in syncs[5:]:
        await runs(world, sync_id)
    await told(ana, alert, "All 12 work again.")
    await becomes(ana, alert, "All 12 work again.")


@pytest.mark.parametrize("how", ["removed", "archived"])
async def test_a_channel_that_is_lost_is_told_to_whoever_asked_and_dropped(world: World, how: str) -> None:
    """Nobody shall believe that a channel is watched which the bot cannot write in."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)
    await runs(world, orders, "failed")
    await ana.message("*Orders* failed", channel=channel)
    if how == "removed":
        await invite(world, channel, member=False)
    else:
        await archive(world, channel)
    await runs(world, orders, "failed")
    reason = "I am not in that channel" if how == "removed" else "That channel is archived."
    note = await card_of(world, ana, "does not follow *Orders* any more.", reason)

    async def is_dropped() -> bool:
        return not await rows(world, "SELECT 1 FROM watches")

    await until(is_dropped, "the watch to end")
    await runs(world, orders, "failed")
    assert len(await said(ana, note["channel"], "does not follow")) == 1
    await beats(world, 2)
    assert [one for one in ana.messages.values() if "failed again" in str(one)] == []


async def test_a_card_that_cannot_be_posted_ends_its_watch_too(world: World) -> None:
    """A channel that only wants to see starts never gets an alert by which this would be noticed."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana, answers={"tells": ["starts"]})
    await invite(world, channel, member=False)
    await world.at_polytomic("config", execution_seconds=600)
    await world.at_polytomic(f"syncs/{orders}/run")
    await world.at_polytomic("clock", advance_seconds=90)
    await card_of(world, ana, "does not follow *Orders* any more.", "I am not in that channel")


async def test_a_quiet_watch_tells_afterwards_what_is_still_broken(world: World) -> None:
    """Nothing at night; in the morning one alert with the whole count, and nothing of what recovered."""
    ana, channel = await world.member(), world.channel("data-ops")
    ends = await both_ends(world)
    orders, bills = await make_sync(world, "Orders", ends), await make_sync(world, "Bills", ends)
    await begin_watch(world, ana, "all", answers={"mute": "hour"})
    for sync_id, outcome in ((orders, "failed"), (bills, "failed"), (orders, "failed"), (bills, "completed")):
        await runs(world, sync_id, outcome)
    await all_told(world)
    assert await said(ana, channel, ":rotating_light:") == []

    await ask(world, ana, "watch all")
    form = await ana.modal("watch", saying="Muted until")
    await ana.submit(form, {"mute": "not"})
    await ana.message("*Orders* failed 2 times in a row since", channel=channel)
    await all_told(world)
    assert await said(ana, channel, "Bills") == []


async def test_the_alert_s_buttons_mute_and_stop(world: World) -> None:
    """One click where the noise is; afterwards further failures are only counted, or not heard of at all."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)
    await runs(world, orders, "failed")
    alert = await ana.message("*Orders* failed", channel=channel)
    await ana.click(alert, "mute_watch")
    await ana.message("Muted for an hour", channel=channel)
    await becomes(ana, alert, "Muted until")
    await runs(world, orders, "failed")
    await becomes(ana, alert, "2 times in a row")
    await ana.click(alert, "stop_watch")
    await ana.message("is not watched any more", channel=channel)
    await ana.message("stopped the watch of *Orders* here", channel=channel)
    await ana.click(alert, "execution_logs")
    assert await rows(world, "SELECT 1 FROM watches") == []
    assert [one for one in ana.messages.values() if "failed again" in str(one)] == []


async def test_a_sync_deleted_under_the_alert_is_said_to_be_deleted(world: World) -> None:
    """The button answers; the list of watches says that nothing comes any more, and can end it."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)
    await runs(world, orders, "failed")
    alert = await ana.message("*Orders* failed", channel=channel)
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.click(alert, "manage_sync:run")
    await ana.close(await ana.modal("syncs", saying="was deleted in Polytomic, so nothing was done"))
    await ask(world, ana, "watch")
    view = await ana.modal("watches", saying="deleted in Polytomic: nothing comes any more")
    (entry,) = [block for block in view["blocks"] if "accessory" in block]
    stop = entry["accessory"]["options"][1]["value"]
    await ana.choose(view, entry["block_id"], stop)
    await ana.modal("watches", saying="is not watched any more")


async def test_a_broken_connection_is_told_to_who_watches_its_syncs(world: World) -> None:
    """No announcement stands there; one request finds which syncs it stops."""
    ana, channel = await world.member(), world.channel("data-ops")
    ends = await both_ends(world)
    await make_sync(world, "Orders", ends)
    await begin_watch(world, ana)
    await look(world)
    await world.at_polytomic(f"connections/{ends[0]}", status="unhealthy", status_error="token revoked")
    await look(world)
    alert = await ana.message("stopped working", "token revoked", channel=channel)
    assert "Orders" in words_of(alert)
    await world.at_polytomic(f"connections/{ends[0]}", status="healthy")
    await look(world)
    await told(ana, alert, "works again")
    await listening(world)
