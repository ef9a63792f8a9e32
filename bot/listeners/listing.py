"""The list of unfinished setups that a button stood in: on the Home tab, or in the answer to a command."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import views
from bot.handlers.home import HomeTabs
from bot.handlers.unfinished import Unfinished
from bot.listeners.beside import Beside
from bot.models import Person


class Listing:
    """Draws the list again after a click in it; a card in a direct message is edited by the poller."""

    def __init__(
        self, args: AsyncArgs, unfinished: Unfinished, home_tabs: HomeTabs, command_name: str
    ) -> None:
        self._args = args
        self._unfinished = unfinished
        self._home_tabs = home_tabs
        self._command_name = command_name

    async def redraw(self, person: Person) -> None:
        """Show what is true now."""
        body = self._args.body
        if (body.get("view") or {}).get("type") == "home":
            await self._home_tabs.show(person)
        elif body.get("container", {}).get("is_ephemeral"):
            message = views.setups_list(await self._unfinished.list(person), self._command_name)
            beside = Beside(body["response_url"])
            await beside(text=message.text, blocks=message.blocks, replace_original=True)
