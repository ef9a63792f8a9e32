"""A list in a modal: opened, leafed through, and come back to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck
from slack_sdk.models.views import View

from bot import views
from bot.listeners import read
from bot.listeners.errors import Services
from bot.listeners.screen import Screen
from bot.models import Place
from bot.views import connections, syncs


class Listed(Protocol):
    """What lists something: anew, or as it was just looked at."""

    async def list(self, place: Place) -> Any: ...  # noqa: D102 - the class says it

    async def turn(self, place: Place) -> Any: ...  # noqa: D102 - the class says it


@dataclass(frozen=True)
class Leafing:
    """The listeners of one list."""

    title: str
    found_in: Callable[[Services], Listed]
    draw: Callable[[Any, str | None], View]

    async def open_list(self, ack: AsyncAck, screen: Screen, services: Services) -> None:
        """Open the list of everything."""
        await ack()
        await screen.open(views.loading(self.title))
        await screen.put(self.draw(await self.found_in(services).list(Place()), None))

    async def back_to_list(
        self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], screen: Screen, services: Services
    ) -> None:
        """Show the list again: where it was left, or all of it."""
        await ack()
        place = read.place(body["view"])
        if action["value"] == "all":
            place = Place(wish=place.wish)
        await self._put(await self.found_in(services).list(place), body, screen)

    async def turn_page(
        self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], screen: Screen, services: Services
    ) -> None:
        """Show another page of the list."""
        await ack()
        place = read.place(body["view"]).model_copy(update={"page": int(action["value"])})
        await self._put(await self.found_in(services).turn(place), body, screen)

    async def _put(self, listing: Any, body: dict[str, Any], screen: Screen) -> None:
        await screen.put(self.draw(listing, read.channel_id(body["view"])))


CONNECTIONS = Leafing(connections.TITLE, lambda services: services.of_setups.inventory, views.inventory_view)
SYNCS = Leafing(syncs.TITLE, lambda services: services.of_syncs.sync_list, views.sync_view)
