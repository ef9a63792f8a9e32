"""The slash command and its wishes."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.digests import Digests
from bot.handlers.inventory import Inventory
from bot.handlers.nearest import nearest
from bot.handlers.setups import Setups
from bot.handlers.sync_list import SyncList
from bot.handlers.sync_wishes import SyncWishes
from bot.handlers.unfinished import Unfinished
from bot.handlers.watches import WatchWishes
from bot.listeners.beside import Beside
from bot.listeners.errors import Services
from bot.listeners.screen import Screen
from bot.listeners.words import command_words
from bot.models import Person, Place
from bot.views.digests import TITLE as DIGEST
from bot.views.syncs import TITLE as SYNCS
from bot.views.watches import TITLE as WATCHES


async def root(
    ack: AsyncAck,
    command: dict[str, Any],
    respond: Beside,
    person: Person,
    screen: Screen,
    services: Services,
) -> None:
    """Take the command apart; bare and unknown ones show help."""
    await ack()
    word, *words = command_words(command.get("text", "")) or ["help"]
    wish = WISHES.get(word.casefold())
    if wish is None:
        near = nearest(word, WISHES)
        await _answer(respond, views.help_message(command["command"], unknown=word, near=near))
    else:
        offered = {**services.by_name(), "respond": respond, "screen": screen}
        await wish(command=command, words=words, person=person, **offered)


async def new(
    command: dict[str, Any], words: list[str], person: Person, screen: Screen, setups: Setups, **_: object
) -> None:
    """Begin a setup."""
    await screen.open(views.loading())
    await screen.show(await setups.begin(person, words, channel_id=command["channel_id"]))


async def connect(
    command: dict[str, Any], words: list[str], person: Person, screen: Screen, setups: Setups, **_: object
) -> None:
    """Begin a connection without a sync."""
    await screen.open(views.loading("New connection"))
    await screen.show(await setups.begin_connection(person, words, channel_id=command["channel_id"]))


async def list_connections(
    command: dict[str, Any], words: list[str], screen: Screen, inventory: Inventory, **_: object
) -> None:
    """List the organization's connections, or those that fit the words."""
    await screen.open(views.loading("Connections"))
    listing = await inventory.list(Place(words=" ".join(words)))
    await screen.put(views.inventory_view(listing, command["channel_id"]))


async def list_syncs(
    command: dict[str, Any], words: list[str], screen: Screen, sync_list: SyncList, **_: object
) -> None:
    """List the organization's bulk syncs, or those that fit the words."""
    await screen.open(views.loading(SYNCS))
    listing = await sync_list.list(Place(words=" ".join(words)))
    await screen.put(views.sync_view(listing, command["channel_id"]))


def _about_a_sync(wish: str) -> Callable[..., Awaitable[None]]:
    """Make the command that wishes for something of the sync that the words name."""

    async def grant(
        command: dict[str, Any],
        words: list[str],
        person: Person,
        screen: Screen,
        sync_wishes: SyncWishes,
        **_: object,
    ) -> None:
        await screen.open(views.loading(SYNCS))
        channel_id = command["channel_id"]
        step = await sync_wishes.named(wish, " ".join(words), asked_by=person, channel_id=channel_id)
        await screen.put_sync(step, channel_id)
        async for later in sync_wishes.afterwards(step, channel_id, asked_by=person):
            await screen.put(views.sync_view(later, channel_id))

    return grant


async def watch(
    command: dict[str, Any], words: list[str], person: Person, watch_wishes: WatchWishes, **offered: Any
) -> None:
    """Let the channel follow the sync that the words name; without words, show what it follows."""
    if words:
        await _about_a_sync("watch")(command=command, words=words, person=person, **offered)
        return
    screen: Screen = offered["screen"]
    await screen.open(views.loading(WATCHES))
    await screen.put(views.watch_view(await watch_wishes.list(command["channel_id"], asked_by=person)))


async def unwatch(
    command: dict[str, Any],
    words: list[str],
    person: Person,
    screen: Screen,
    watch_wishes: WatchWishes,
    **_: object,
) -> None:
    """End the channel's watch that the words name; without words, show what it follows."""
    await screen.open(views.loading(WATCHES))
    listing = await watch_wishes.stop_named(" ".join(words), command["channel_id"], asked_by=person)
    await screen.put(views.watch_view(listing), otherwise=views.watch_message(listing))


async def digest(
    command: dict[str, Any], person: Person, screen: Screen, digests: Digests, **_: object
) -> None:
    """Ask what digest the channel shall get."""
    await screen.open(views.loading(DIGEST))
    known = await digests.of(command["channel_id"], asked_by=person)
    await screen.put(views.digest_form(command["channel_id"], known))


async def list_setups(
    command: dict[str, Any], respond: Beside, person: Person, unfinished: Unfinished, **_: object
) -> None:
    """List the person's unfinished setups."""
    await _answer(respond, views.setups_list(await unfinished.list(person), command["command"]))


async def show_help(command: dict[str, Any], respond: Beside, **_: object) -> None:
    """Say what can be asked for."""
    await _answer(respond, views.help_message(command["command"]))


async def _answer(respond: Beside, message: views.Message) -> None:
    await respond(text=message.text, blocks=message.blocks)


_SYNC_WISHES = ("status", "run", "edit", "pause", "resume", "cancel", "history")
WISHES: dict[str, Callable[..., Awaitable[None]]] = {
    "new": new,
    "connect": connect,
    "connections": list_connections,
    "syncs": list_syncs,
    **{wish: _about_a_sync(wish) for wish in _SYNC_WISHES},
    "watch": watch,
    "unwatch": unwatch,
    "digest": digest,
    "setups": list_setups,
    "help": show_help,
}
