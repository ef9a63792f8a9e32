"""The organization's bulk syncs: listed page by page, and found by what somebody typed."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.handlers.activity import of_batch, of_execution
from bot.handlers.directory import Directory, Remembered
from bot.handlers.nearest import nearest
from bot.models import Activity, ListedSync, Place, SyncListing, fits
from bot.polytomic import BulkSync, NotFound, Polytomic, PolytomicError

AT_ONCE = 25  # syncs on a page
LOOK_FOR = 20.0  # seconds that a look is believed: what is done to a sync reads it anew


@dataclass(frozen=True)
class Look:
    """What Polytomic said of all bulk syncs at one moment, by name; and what its connections are called."""

    syncs: Sequence[BulkSync]
    ends: Mapping[str, str]


class SyncList:
    """Knows which bulk syncs there are."""

    def __init__(self, polytomic: Polytomic, directory: Directory) -> None:
        self._polytomic = polytomic
        self._directory = directory
        self._looks: Remembered[Look] = Remembered(LOOK_FOR)

    async def list(self, place: Place, *, news: str = "") -> SyncListing:
        """List the bulk syncs that fit, or those that were meant; asks Polytomic anew."""
        self._looks.forget()
        return await self.turn(place, news=news)

    async def turn(self, place: Place, *, news: str = "") -> SyncListing:
        """Show a page of the list that was just looked at."""
        look = await self._look()
        fitting = meant(look.syncs, place.words) if place.wish else _fitting(look, place.words)
        pages = max(1, -(-len(fitting) // AT_ONCE))
        page = min(max(place.page, 0), pages - 1)
        shown = fitting[page * AT_ONCE : (page + 1) * AT_ONCE]
        return SyncListing(
            place=place.model_copy(update={"page": page}),
            shown=await self._with_activity(
                [listed_sync(one, look.ends, self._polytomic.sync_url(one.id)) for one in shown]
            ),
            found=len(fitting),
            pages=pages,
            total=len(look.syncs),
            near=None if fitting or not place.words else await _near(place.words, look.syncs),
            news=news,
        )

    async def the_one(self, words: str) -> str | None:
        """Return the id of the only bulk sync that can be meant; None if there are several, or none."""
        if _is_id(words):
            try:
                return (await self._polytomic.bulk_sync(words)).id
            except NotFound:
                pass  # a name may look like an id
        found = meant((await self._look()).syncs, words)
        if not found:  # it may be new
            self._looks.forget()
            found = meant((await self._look()).syncs, words)
        return found[0].id if len(found) == 1 else None

    async def names(self) -> dict[str, str]:
        """Tell what every bulk sync is called, by its id."""
        return {one.id: one.name for one in (await self._look()).syncs}

    async def one(self, sync_id: str) -> ListedSync:
        """Read one bulk sync anew, without what it does; raises NotFound."""
        sync, connections = await asyncio.gather(
            self._polytomic.bulk_sync(sync_id), self._directory.connections()
        )
        return listed_sync(sync, {one.id: one.name for one in connections}, self._polytomic.sync_url(sync.id))

    async def listed(self, sync: BulkSync) -> ListedSync:
        """Show a bulk sync that was just read, without what it does."""
        ends = {one.id: one.name for one in await self._directory.connections()}
        return listed_sync(sync, ends, self._polytomic.sync_url(sync.id))

    async def gone(self, sync_id: str, place: Place) -> SyncListing:
        """Show the list in place of a bulk sync that was deleted, and say so."""
        known = {one.id: one.name for one in (await self._look()).syncs}
        name = f"“{known[sync_id]}”" if sync_id in known else "This bulk sync"
        return await self.list(place, news=f"{name} was deleted in Polytomic, so nothing was done.")

    async def _look(self) -> Look:
        return await self._looks.get("", self._ask)

    async def _ask(self) -> Look:
        syncs, connections = await asyncio.gather(self._polytomic.bulk_syncs(), self._directory.connections())
        by_name = sorted(syncs, key=lambda sync: sync.name.casefold())
        return Look(by_name, {one.id: one.name for one in connections})

    async def _with_activity(self, shown: Sequence[ListedSync]) -> tuple[ListedSync, ...]:
        """Add what each does: one request for all of them, where the API version has it."""
        try:
            found = await self._activities([one.id for one in shown])
        except PolytomicError:  # the list is worth showing without it
            return tuple(one.model_copy(update={"is_told": False}) for one in shown)
        return tuple(one.model_copy(update={"activity": found.get(one.id)}) for one in shown)

    async def _activities(self, sync_ids: Sequence[str]) -> dict[str, Activity | None]:
        if self._polytomic.has_batch_status:
            return {one.sync_id: of_batch(one) for one in await self._polytomic.statuses(sync_ids)}
        found = await asyncio.gather(*map(self._activity, sync_ids))
        return dict(zip(sync_ids, found, strict=True))

    async def _activity(self, sync_id: str) -> Activity | None:
        try:
            status = await self._polytomic.status(sync_id)
        except NotFound:  # deleted since the list was read
            return None
        return of_execution(status.current_execution or status.last_execution)


def listed_sync(sync: BulkSync, ends: Mapping[str, str], url: str) -> ListedSync:
    """Turn Polytomic's bulk sync into one that is shown; `ends` names the connections by id."""
    return ListedSync(
        id=sync.id,
        name=sync.name,
        is_active=sync.active,
        source=ends.get(sync.source_connection_id, ""),
        destination=ends.get(sync.destination_connection_id, ""),
        schedule=sync.schedule.as_schedule() if sync.schedule else None,
        frequency=sync.schedule.frequency if sync.schedule else "",
        url=url,
    )


def meant(syncs: Iterable[BulkSync], words: str) -> list[BulkSync]:
    """Find the syncs that somebody may mean: by id, by the whole name, or by parts of it, in that order."""
    wanted = _folded(words)
    every = list(syncs)
    if not wanted:
        return every
    by_id = [sync for sync in every if sync.id.casefold() == wanted]
    by_name = [sync for sync in every if _folded(sync.name) == wanted]
    return by_id or by_name or [sync for sync in every if fits(sync.name, wanted)]


def _fitting(look: Look, words: str) -> list[BulkSync]:
    """Find the syncs with every word in the name or in the name of a connection."""
    return [sync for sync in look.syncs if fits(_text(sync, look.ends), words)]


def _text(sync: BulkSync, ends: Mapping[str, str]) -> str:
    source, destination = (
        ends.get(end, "") for end in (sync.source_connection_id, sync.destination_connection_id)
    )
    return f"{sync.name} {source} {destination} {sync.id}"


async def _near(words: str, syncs: Sequence[BulkSync]) -> str | None:
    """Find the nearest name; among thousands that takes a while, which nobody else shall wait."""
    return await asyncio.to_thread(nearest, words, [sync.name for sync in syncs])


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_id(words: str) -> bool:
    try:
        UUID(words)
    except ValueError:
        return False
    return True
