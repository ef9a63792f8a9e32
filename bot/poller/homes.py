"""Home tabs that are open: kept up to date, at no cost while nobody looks at one."""

from bot.handlers.home import HomeTabs
from bot.store import Beats

EVERY_BEATS = 4  # twenty seconds, at five seconds a beat


class OpenHomes:
    """Draws the Home tabs anew that were opened a short while ago."""

    def __init__(self, beats: Beats, tabs: HomeTabs, *, every_seconds: float) -> None:
        self._beats = beats
        self._tabs = tabs
        self._every = every_seconds

    async def refresh(self) -> None:
        """Draw what has changed, when it is time and somebody may look."""
        tabs = await self._tabs.opened_lately()
        if tabs and await self._beats.take("home tabs", every_seconds=self._every):
            await self._tabs.refresh(tabs)
