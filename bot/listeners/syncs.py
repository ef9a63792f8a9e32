"""Bulk syncs: listed, leafed through, and what is done about one of them."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_runs import SyncRuns
from bot.handlers.sync_wishes import SyncWishes
from bot.listeners import read
from bot.listeners.screen import Screen
from bot.models import Person
from bot.views.syncs import TITLE


async def manage(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    screen: Screen,
    sync_wishes: SyncWishes,
) -> None:
    """Do what was chosen in a sync's menu, or on a button of it."""
    await ack()
    view, channel_id = body.get("view") or {}, read.asked_in(body)
    await screen.ensure(views.loading(TITLE))
    wish, sync_id = read.sync_wish(action)
    step = await sync_wishes.grant(wish, sync_id, read.place(view), asked_by=person, channel_id=channel_id)
    await screen.put_sync(step, channel_id)
    async for later in sync_wishes.afterwards(step, channel_id, asked_by=person):
        await screen.put(views.sync_view(later, channel_id))


async def find_objects(ack: AsyncAck, body: dict[str, Any], sync_runs: SyncRuns) -> None:
    """Find objects of the sync that is to be run."""
    names = await sync_runs.object_names(read.sync_id(body["view"]))
    groups = views.object_options(names, body.get("value") or "")
    await ack(option_groups=[group.to_dict() for group in groups])


async def run(view: dict[str, Any], person: Person, screen: Screen, sync_runs: SyncRuns) -> None:
    """Run what the form says."""
    answers, channel_id = read.run_form(view), read.channel_id(view)
    await screen.checking(views.checking(TITLE, "Looking at the sync once more …"))
    step = await sync_runs.start(answers, asked_by=person, channel_id=channel_id or person.user_id)
    await screen.put_sync(step, channel_id)


async def pause(view: dict[str, Any], person: Person, screen: Screen, sync_actions: SyncActions) -> None:
    """Pause the sync although that cancels its run."""
    sync_id, place = read.sync_id(view), read.place(view)
    await screen.checking(views.checking(TITLE, "Polytomic is pausing the sync …"))
    step = await sync_actions.pause(sync_id, place, asked_by=person, is_sure=True)
    await screen.put_sync(step, read.channel_id(view))


async def cancel(view: dict[str, Any], person: Person, screen: Screen, sync_actions: SyncActions) -> None:
    """Cancel the run that is under way."""
    sync_id, place = read.sync_id(view), read.place(view)
    await screen.checking(views.checking(TITLE, "Polytomic is cancelling the run …"))
    step = await sync_actions.cancel(sync_id, place, asked_by=person, is_sure=True)
    await screen.put_sync(step, read.channel_id(view))
