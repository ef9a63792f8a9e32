"""The event feed: what happens at Polytomic becomes rows, at one request per beat for any number of syncs.

The cursor is in Polytomic's time and is never compared with our clock. It stays a little behind the newest
event, because events may become visible late or out of order; what is later still is found by the standing
of all watched syncs, which is compared with what was heard every few minutes.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from bot.models import Gap
from bot.poller.events.details import Details
from bot.poller.events.reading import OVERLAP, Pages
from bot.poller.events.standing import Standings
from bot.poller.events.words import RUNNING, heard_of
from bot.store.jobs import TELL_GAP

if TYPE_CHECKING:
    from bot.models import Cursor
    from bot.polytomic import Polytomic
    from bot.store import Kept
    from bot.store.jobs import Jobs

log = logging.getLogger(__name__)

EVENTS, STANDING = "events", "standing"  # cursors
KEPT = timedelta(hours=48)  # how long Polytomic keeps events
COMPARE_SECONDS = 600.0


class EventFeed:
    """Hears of every execution of watched syncs, wherever it was started."""

    def __init__(self, rows: Kept, polytomic: Polytomic, jobs: Jobs) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._jobs = jobs
        self._pages = Pages(polytomic)
        self._details = Details(polytomic, rows.executions)
        self._standings = Standings(polytomic, rows.executions)

    async def notice(self) -> None:
        """Read the events since the last look, if and only if something is watched."""
        watched = await self._rows.watches.watched()
        if watched is not None and not watched:
            await self._rows.cursors.forget(EVENTS, STANDING)
            return
        cursor = await self._rows.cursors.get(EVENTS)
        if cursor is None:
            await self._begin()
            return
        if cursor.unread_for > KEPT:
            await self._heal(cursor, watched)
        await self._read(cursor, watched)

    async def complete(self) -> None:
        """Add what a webhook leaves out of an end, before anybody is told of it."""
        news = await self._rows.executions.news()
        ends = [one for one in news if one.status != RUNNING and one.ended_at is None]
        await self._rows.executions.hear(await self._details.added_to(ends))

    async def _begin(self) -> None:
        """Begin at Polytomic's present: what was before anybody watched is no news."""
        events = (await self._polytomic.events(limit=1)).items
        newest = max((event.created_at for event in events if event.created_at), default=None)
        for name in (STANDING, EVENTS):
            await self._rows.cursors.move(name, newest)

    async def _read(self, cursor: Cursor, watched: set[str] | None) -> None:
        events, newest = await self._pages.read(cursor.at)
        now = datetime.now(UTC)
        heard = [one for event in events if (one := heard_of(event, now))]
        if watched is not None:
            heard = [one for one in heard if one.sync_id in watched]
        await self._rows.executions.hear(await self._details.added_to(heard))
        if self._pages.is_done:
            await self._rows.cursors.move(EVENTS, newest - OVERLAP if newest else cursor.at)
            await self._compare(cursor)

    async def _heal(self, cursor: Cursor, watched: set[str] | None) -> None:
        """Note that some time cannot be told of any more, and hear of how the watched syncs stand instead."""
        now = datetime.now(UTC)
        gap = Gap(
            id=uuid5(NAMESPACE_URL, f"gap-{cursor.read_at.isoformat()}"),
            begin_at=cursor.read_at,
            end_at=cursor.read_at + cursor.unread_for - KEPT,
            created_at=now,
        )
        heard = await self._standings.since(cursor.at, watched, now)
        await self._rows.gaps.add(gap)
        await self._rows.executions.hear(heard)
        log.warning("No events from %s to %s: Polytomic keeps them for two days.", gap.begin_at, gap.end_at)
        await self._jobs.defer(TELL_GAP, gap.id)

    async def _compare(self, cursor: Cursor) -> None:
        """Every few minutes, hear of what ended since the last time without an event that was seen."""
        last = await self._rows.cursors.get(STANDING)
        if last and last.unread_for < timedelta(seconds=COMPARE_SECONDS):
            return
        if last and self._polytomic.has_batch_status:
            watched = await self._rows.watches.watched(before=last.read_at)
            missed = await self._standings.missed(last, watched, datetime.now(UTC))
            await self._rows.executions.hear(missed)
        await self._rows.cursors.move(STANDING, cursor.at)
