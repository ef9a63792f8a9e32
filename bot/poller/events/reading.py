"""Reading the events of a window, a few pages at a time, none left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.polytomic import Event, Page, Polytomic

OVERLAP = timedelta(seconds=15)  # how late an event may become visible and still be read with the next ones
PAGE = 100  # Polytomic's most
MOST_PAGES = 20  # in one beat
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """How far a window was read, from its end to its beginning."""

    after: datetime | None
    before: datetime | None = None
    token: str | None = None
    newest: datetime | None = None


class Pages:
    """Reads from the newest event back to a cursor; what one beat does not reach, the next goes on with.

    That is kept in memory only: after a restart the window is read anew, as the cursor has not moved.
    """

    def __init__(self, polytomic: Polytomic) -> None:
        self._polytomic = polytomic
        self._left: Place | None = None

    @property
    def is_done(self) -> bool:
        """True if nothing of the last window is left to be read."""
        return self._left is None

    async def read(self, after: datetime | None) -> tuple[list[Event], datetime | None]:
        """Read events, and tell the newest moment of the window so far."""
        place = self._left if self._left and self._left.after == after else Place(after)
        self._left = None  # a window that cannot be gone on with is read anew
        found: list[Event] = []
        for _ in range(MOST_PAGES):
            page = await self._polytomic.events(
                after=place.after, before=place.before, page_token=place.token, limit=PAGE
            )
            found += page.items
            place, is_all = _beyond(place, page)
            if is_all:
                return found, place.newest
        self._left = place
        return found, place.newest


def _beyond(place: Place, page: Page[Event]) -> tuple[Place, bool]:
    """Find where the next page begins, and whether there is none."""
    moments = [event.created_at for event in page.items if event.created_at]
    newest = max([*moments, *([place.newest] if place.newest else [])], default=None)
    here = replace(place, newest=newest)
    if page.next_page_token and page.next_page_token != place.token:
        return replace(here, token=page.next_page_token), False
    if len(page.items) < PAGE or not moments:
        return here, True
    before = min(moments) + INSTANT  # others of the same instant may be on the next page
    if place.before is not None and before >= place.before:
        before = min(moments)
    return replace(here, before=before, token=None), False
