from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bulk_syncs import ask, both_ends, choose, make_sync
from days import in_polytomic, rows, said
from steps import card_of
from threads import announced, only_sync
from walks import words_of
from watching import archive, begin_watch, invite, listening, runs

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def settings(world: World) -> list[tuple[object, ...]]:
    """Read every watch's channel, sync and threshold."""
    return await rows(world, "SELECT channel_id, sync_name, after_failures FROM watches ORDER BY created_at")


def entry(view: Json, name: str) -> Json:
    """Find a watch in the list."""
    return next(block for block in view["blocks"] if f"*{name}*" in str(block) and "accessory" in block)


async def pick(person: Member, view: Json, name: str, wish: str) -> None:
    """Choose something in a watch's menu."""
    block = entry(view, name)
    value = next(one["value"] for one in block["accessory"]["options"] if one["value"].startswith(f"{wish}:"))
    await person.choose(view, block["block_id"], value)


async def test_a_sync_is_found_by_a_part_of_its_name_or_picked(world: World) -> None:
    """As for every other wish: the one that is meant, a picker for several, and what is near for none."""
    ana, channel = await world.member(), world.channel("data-ops")
    ends = await both_ends(world)
    await make_sync(world, "Orders EU", ends)
    us = await make_sync(world, "Orders US", ends)
    await ask(world, ana, "watch ordres eu")
    await ana.modal("syncs", saying="Did you mean *Orders EU*?")
    await ask(world, ana, "watch orders")
    view = await ana.modal("syncs", saying="Which one do you want to watch?")
    block = next(one for one in view["blocks"] if f"watch:{us}" in str(one))
    await ana.press({**view, "blocks": [block]}, "manage_sync:watch")
    form = await ana.modal("watch", saying="*Orders US*")
    assert (await ana.submit(form))["ok"]
    await ana.modal("watches", saying="now follows *Orders US*")
    await ana.message("lets this channel follow *Orders US*: failures and recoveries.", channel=channel)
    assert await settings(world) == [(channel, "Orders US", 1)]

    await ask(world, ana, f"watch {us}")
    form = await ana.modal("watch", saying="How *Orders US* is watched")
    await ana.submit(form, {"after_failures": "3", "quiet_from": "22:00", "quiet_to": "07:00"})
    view = await ana.modal("watches", saying="as you changed it")
    assert "after 3 failures in a row · quiet from 22:00 to 07:00, UTC time" in words_of(view)
    assert await settings(world) == [(channel, "Orders US", 3)]


async def test_the_list_changes_and_ends_what_a_channel_watches(world: World) -> None:
    """Bare `watch` and `unwatch` show the same; a name ends one at once, and the channel is told."""
    ana, ben = await world.member(), await world.member(world.users[1])
    channel, ends = world.channel("data-ops"), await both_ends(world)
    await make_sync(world, "Orders", ends)
    await make_sync(world, "Bills", ends)
    await ask(world, ana, "watch")
    view = await ana.modal("watches", saying="watches nothing yet")
    await ana.press(view, "manage_sync:watch")
    await ana.modal("syncs", saying="Which one do you want to watch?")
    for words in ("orders", "bills", "all"):
        await begin_watch(world, ana, words)

    await ask(world, ben, "unwatch")
    view = await ben.modal("watches", saying="watches *3* things:")
    await pick(ben, view, "Orders", "change")
    await ben.submit(await ben.modal("watch", saying="*Orders*"), {"tells": ["successes"]})
    view = await ben.modal("watches", saying="as you changed it")
    await ben.press(view, "manage_watch:list")
    view = await ben.modal("watches", saying="watches *3* things:")
    await pick(ben, view, "Orders", "stop")
    await ben.modal("watches", saying="Stopped: “Orders” is not watched any more.")
    await ana.message(f"<@{ben.user_id}> stopped the watch of *Orders* here.", channel=channel)

    await ask(world, ben, "unwatch ordres")
    await ben.modal("watches", saying="“ordres” is not watched here.")
    await ask(world, ben, "unwatch BILL")
    await ben.modal("watches", saying="Stopped: “Bills” is not watched any more.")
    await ask(world, ben, "unwatch all")
    await ben.modal("watches", saying="watches nothing yet")
    assert await settings(world) == []


async def test_a_channel_that_could_not_be_told_is_told_by_whoever_asked(world: World) -> None:
    """The watch stands, and so does its end; who asked reads that the channel does not know."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "watch orders")
    form = await ana.modal("watch")
    await world.fault_at_slack(method="chat.postMessage", error="restricted_action", times=2)
    await ana.submit(form)
    view = await ana.modal("watches", saying="now follows")
    assert "I could not say so there, so tell them yourself. I may not post" in words_of(view)
    assert len(await settings(world)) == 1
    await ask(world, ana, "unwatch orders")
    view = await ana.modal("watches", saying="Stopped: “Orders” is not watched any more.")
    assert "I could not say so in its channel. I may not post" in words_of(view)


async def test_somebody_else_s_change_is_not_overwritten(world: World) -> None:
    """The second to save sees what the first did, decides again, and nobody's setting is lost unseen."""
    ana, ben = await world.member(), await world.member(world.users[1])
    await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)
    forms = []
    for person in (ana, ben):
        await ask(world, person, "watch orders")
        forms.append(await person.modal("watch", saying="How *Orders* is watched"))
    await ana.submit(forms[0], {"after_failures": "5"})
    await ana.modal("watches", saying="as you changed it")
    await ben.submit(forms[1], {"after_failures": "2"})
    form = await ben.modal("watch", saying="Somebody else changed this watch meanwhile.")
    assert "'initial_value': '5'" in str(form)
    await ask(world, ana, "unwatch orders")
    await ana.modal("watches", saying="Stopped")
    await ben.submit(form, {"after_failures": "2"})
    form = await ben.modal("watch", saying="Somebody else stopped this watch meanwhile.")
    await ben.submit(form, {"after_failures": "2"})
    await ben.modal("watches", saying="now follows")
    assert [row[2] for row in await settings(world)] == [2]


async def test_two_people_who_begin_the_same_watch_make_one(world: World) -> None:
    """Everything would be told twice."""
    ana, ben = await world.member(), await world.member(world.users[1])
    await make_sync(world, "Orders", await both_ends(world))
    forms = []
    for person in (ana, ben):
        await ask(world, person, "watch orders")
        forms.append(await person.modal("watch"))
    await asyncio.gather(ana.submit(forms[0]), ben.submit(forms[1]))
    seen = [await person.wait(lambda p=person: _answered(p), "an answer") for person in (ana, ben)]
    assert sum("now follows" in one for one in seen) == 1
    assert sum("is watched there already" in one for one in seen) == 1
    assert len(await settings(world)) == 1


def _answered(person: Member) -> str | None:
    shown = words_of(person.stack[-1]) if person.stack else ""
    return shown if "now follows" in shown or "is watched there already" in shown else None


async def test_a_channel_without_the_bot_is_said_to_need_an_invitation(world: World) -> None:
    """Nothing is saved that would never be told; once the bot is there, the same form is taken."""
    ana, general = await world.member(), world.channel("general")
    await make_sync(world, "Orders", await both_ends(world))
    await ana.type(general, "/polytomic watch orders")
    form = await ana.modal("watch")
    await ana.submit(form, {"after_failures": "4"})
    form = await ana.modal("watch", saying="I am not in that channel")
    assert "/invite @" in words_of(form)
    assert await settings(world) == []
    await invite(world, general)
    await ana.submit(form)
    await ana.modal("watches", saying="now follows")
    assert await settings(world) == [(general, "Orders", 4)]


async def test_from_a_direct_message_a_channel_is_asked_for(world: World) -> None:
    """An archived one is refused with the reason; the list there shows what the person let channels watch."""
    ana, channel = await world.member(), world.channel("data-ops")
    await make_sync(world, "Orders", await both_ends(world))
    private = await ana.dm(world.workspace.app.bot_user_id)
    await ana.type(private, "/polytomic watch orders")
    form = await ana.modal("watch")
    answer = await ana.submit(form)
    assert "channel_id" in str(answer), "it must not be empty"
    for is_archived in (True, False):
        await archive(world, channel, is_archived=is_archived)
        await ana.submit(form, {"channel_id": channel})
        if is_archived:
            form = await ana.modal("watch", saying="That channel is archived.")
    await ana.modal("watches", saying="now follows")
    await ana.type(private, "/polytomic watch")
    view = await ana.modal("watches", saying="You let channels watch")
    assert f"<#{channel}>" in words_of(view)


async def test_a_message_of_a_sync_is_where_it_is_watched_from(world: World) -> None:
    """Its button and the shortcut find the sync by what was posted; other messages say why not."""
    ana = await world.member()
    announcement = await announced(world, ana)
    sync_id = (await only_sync(world))["id"]
    await ana.click(announcement, "manage_sync:watch")
    await ana.close(await ana.modal("watch", saying="Salesforce Bulk Sync"))
    await ana.use_shortcut("watch_sync", announcement)
    form = await ana.modal("watch", saying="Salesforce Bulk Sync")
    await ana.submit(form)
    await ana.modal("watches", saying="now follows")
    begun = await ana.message("lets this channel follow", channel=announcement["channel"])
    await listening(world)
    await runs(world, sync_id, "failed")
    alert = await ana.message(":rotating_light:", channel=announcement["channel"])
    for message in (begun, alert, await card_of(world, ana, "Salesforce Bulk Sync")):
        await ana.use_shortcut("watch_sync", message)
        await ana.close(await ana.modal("watch", saying="Salesforce Bulk Sync"))
    await ana.type(announcement["channel"], "hello")
    other = await ana.message("hello", channel=announcement["channel"])
    await ana.use_shortcut("watch_sync", other)
    await ana.modal("problem", saying="does not tell of one bulk sync")


async def test_a_sync_deleted_under_the_form_is_said_to_be_deleted(world: World) -> None:
    """Nothing is saved that nothing can come of."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "watch orders")
    form = await ana.modal("watch")
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.submit(form)
    await ana.modal("watch", saying="This bulk sync was deleted in Polytomic")
    assert await settings(world) == []


async def test_the_details_of_a_sync_offer_to_watch_it(world: World) -> None:
    """Whoever looks at a sync may want to hear of it from now on."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "syncs")
    await choose(ana, await ana.modal("syncs", saying="Orders"), orders, "status")
    view = await ana.modal("syncs", saying="Watch …")
    await ana.press(view, "manage_sync:watch")
    form = await ana.modal("watch", saying=f"in <#{channel}>")
    assert (await ana.submit(form, {"tells": []}))["ok"] is False
    await ana.submit(form)
    await ana.modal("watches", saying="now follows")
    assert len(await said(ana, channel, "lets this channel follow")) == 1
