"""The list of connections: opened, leafed through, and what is done about one of them."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.inventory import Inventory
from bot.handlers.repairs import Repairs
from bot.handlers.setups import Setups
from bot.listeners import read
from bot.listeners.errors import Services
from bot.listeners.screen import Screen
from bot.models import Person, Place, Tested

TITLE = "Connections"


async def manage(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    screen: Screen,
    services: Services,
) -> None:
    """Do what was chosen in a connection's menu."""
    await ack()
    verb, _, connection_id = action["selected_option"]["value"].partition(":")
    where = {"place": read.place(body["view"]), "channel_id": read.channel_id(body["view"])}
    await MENU[verb](connection_id=connection_id, person=person, screen=screen, **where, **services.by_name())


async def reconnect(
    ack: AsyncAck, action: dict[str, Any], person: Person, screen: Screen, repairs: Repairs
) -> None:
    """Begin to repair a connection."""
    await ack()
    await screen.ensure(views.loading(TITLE))
    await screen.show(await repairs.begin(action["value"], asked_by=person))


async def delete(view: dict[str, Any], person: Person, screen: Screen, inventory: Inventory) -> None:
    """Delete the connection whose deletion was confirmed."""
    answers = read.deletion(view)  # InvalidInput marks the field, before the ack
    await screen.checking(views.checking(TITLE, "Polytomic is deleting the connection …"))
    outcome = await inventory.delete(answers, asked_by=person)
    shown = views.inventory_view(outcome, read.channel_id(view))
    await screen.put(shown, otherwise=views.inventory_message(outcome))


async def _test(
    connection_id: str,
    place: Place,
    channel_id: str | None,
    screen: Screen,
    inventory: Inventory,
    **_: object,
) -> None:
    running = Tested(connection_id=connection_id, is_running=True)
    await screen.put(views.inventory_view(await inventory.turn(place, tested=running), channel_id))
    tested = await inventory.test(connection_id)
    shown = views.inventory_view(await inventory.list(place, tested=tested), channel_id)
    await screen.put(shown, otherwise=views.tested_message(tested))


async def _use(
    connection_id: str, channel_id: str | None, person: Person, screen: Screen, setups: Setups, **_: object
) -> None:
    await screen.show(await setups.begin_from(person, connection_id, channel_id))


async def _reconnect(
    connection_id: str, person: Person, screen: Screen, repairs: Repairs, **_: object
) -> None:
    await screen.show(await repairs.begin(connection_id, asked_by=person))


async def _ask_to_delete(
    connection_id: str,
    place: Place,
    channel_id: str | None,
    screen: Screen,
    inventory: Inventory,
    **_: object,
) -> None:
    await screen.put(views.inventory_view(await inventory.deletion(connection_id, place), channel_id))


MENU: dict[str, Callable[..., Awaitable[None]]] = {
    "test": _test,
    "use": _use,
    "reconnect": _reconnect,
    "delete": _ask_to_delete,
}
