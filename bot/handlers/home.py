"""Home tabs: drawn when they are opened, and again while they may still be."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta

from bot import views
from bot.handlers.overview import Overviews
from bot.models import HomePage, OpenHome, Overview, Person
from bot.notifier import Notifier
from bot.store import Homes, Setups, Watches

OPEN_FOR = timedelta(minutes=30)  # after that, whoever still looks opens it again
AT_ONCE = 5  # tabs that are drawn side by side


class HomeTabs:
    """Draws each person's Home tab; twice the same is not drawn again."""

    def __init__(
        self,
        rows: Homes,
        setups: Setups,
        watches: Watches,
        overviews: Overviews,
        notifier: Notifier,
        command_name: str,
    ) -> None:
        self._rows = rows
        self._setups = setups
        self._watches = watches
        self._overviews = overviews
        self._notifier = notifier
        self._command_name = command_name

    async def show(self, person: Person, *, is_blank: bool = False) -> None:
        """Show somebody what is known at once, and the rest as soon as Polytomic has answered."""
        await self._rows.opened(person, datetime.now(UTC), is_blank=is_blank)
        if is_blank or self._overviews.last is not None:
            await self._draw(person, self._overviews.last)
        await self._draw(person, await self._overviews.look())

    async def opened_lately(self) -> list[OpenHome]:
        """List the tabs that may still be open."""
        return await self._rows.opened_since(datetime.now(UTC) - OPEN_FOR)

    async def refresh(self, tabs: list[OpenHome]) -> None:
        """Draw those anew in which something has changed."""
        overview, some = await self._overviews.look(), asyncio.Semaphore(AT_ONCE)

        async def draw(person: Person) -> None:
            async with some:
                await self._draw(person, overview)

        async with asyncio.TaskGroup() as drawing:
            for tab in tabs:
                drawing.create_task(draw(tab.person))

    async def _draw(self, person: Person, overview: Overview | None) -> None:
        setups, watches = await asyncio.gather(
            self._setups.open_of(person), self._watches.of_team(person.team_id)
        )
        page = HomePage(
            user_id=person.user_id, setups=tuple(setups), overview=overview, watches=tuple(watches)
        )
        view = views.home(page, self._command_name)
        drawn = hashlib.sha256(json.dumps(view.to_dict(), sort_keys=True).encode()).hexdigest()
        if drawn == await self._rows.shown(person):
            return
        if await self._notifier.publish_home(person, view):
            await self._rows.draw(person, drawn)
        else:
            await self._rows.drop(person)
