"""The list of unfinished setups that a button stood in: on the Home tab, or in the answer to a command."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import views
from bot.handlers.unfinished import Unfinished
from bot.listeners.beside import Beside
from bot.models import Person
from bot.notifier import Notifier


class Listing:
    """Draws the list again after a click in it; a card in a direct message is edited by the poller."""

    def __init__(
        self, args: AsyncArgs, unfinished: Unfinished, notifier: Notifier, command_name: str
    ) -> None:
        self._args = args
        self._unfinished = unfinished
        self._notifier = notifier
        self._command_name = command_name

    async def redraw(self, person: Person) -> None:
        """Show what is true now."""
        body = self._args.body
        if (body.get("view") or {}).get("type") == "home":
            home = views.home(await self._unfinished.list(person), self._command_name)
            await self._notifier.publish_home(person, home)
        elif body.get("container", {}).get("is_ephemeral"):
            message = views.setups_list(await self._unfinished.list(person), self._command_name)
            await Beside(self._args.respond)(text=message.text, blocks=message.blocks, replace_original=True)
