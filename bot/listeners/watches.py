"""Watches: begun from a message, listed, changed, muted and stopped."""

from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.card_syncs import CardSyncs
from bot.handlers.sync_wishes import SyncWishes
from bot.handlers.watches import WatchWishes
from bot.listeners import read
from bot.listeners.beside import Beside
from bot.listeners.screen import Screen
from bot.models import Person
from bot.views.forms.watch import TITLE
from bot.views.watches import TITLE as WATCHES


async def watch_sync(
    ack: AsyncAck,
    shortcut: dict[str, Any],
    person: Person,
    screen: Screen,
    card_syncs: CardSyncs,
    sync_wishes: SyncWishes,
) -> None:
    """Watch the sync that a message of the bot's tells of."""
    await ack()
    await screen.open(views.loading(TITLE))
    channel_id, message = shortcut["channel"]["id"], shortcut["message"]
    sync_id = await card_syncs.find(channel_id, message["ts"], message.get("thread_ts"))
    step = await sync_wishes.watch(sync_id, asked_by=person, channel_id=channel_id)
    await screen.put_sync(step, channel_id)


async def save(view: dict[str, Any], person: Person, screen: Screen, watch_wishes: WatchWishes) -> None:
    """Watch what the form says."""
    answers = read.watch_form(view)
    await screen.checking(views.checking(TITLE, "Looking whether I may post in that channel …"))
    step = await watch_wishes.save(answers, asked_by=person)
    await screen.put_sync(step)


async def manage(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    screen: Screen,
    watch_wishes: WatchWishes,
) -> None:
    """Do what was chosen in a watch's menu, or on a button of it."""
    await ack()
    channel_id = read.asked_in(body)
    await screen.ensure(views.loading(WATCHES))
    step = await watch_wishes.grant(*read.sync_wish(action), channel_id, asked_by=person)
    await screen.put_sync(step, channel_id)


async def mute(
    ack: AsyncAck, action: dict[str, Any], person: Person, respond: Beside, watch_wishes: WatchWishes
) -> None:
    """Let the watch that an alert belongs to keep silent for an hour."""
    await ack()
    news = views.watch_news(await watch_wishes.mute(UUID(action["value"]), asked_by=person))
    await respond(text=news.text, blocks=news.blocks, replace_original=False)


async def stop(
    ack: AsyncAck, action: dict[str, Any], person: Person, respond: Beside, watch_wishes: WatchWishes
) -> None:
    """End the watch that an alert belongs to."""
    await ack()
    news = views.watch_news(await watch_wishes.stop(UUID(action["value"]), asked_by=person))
    await respond(text=news.text, blocks=news.blocks, replace_original=False)
