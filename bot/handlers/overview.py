"""How the organization stands, for everybody who looks: three requests, however many syncs there are."""

import asyncio
from collections.abc import Awaitable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar

from bot.handlers.activity import of_batch
from bot.handlers.directory import Remembered
from bot.handlers.inventory import condition_of
from bot.handlers.sync_list import listed_sync
from bot.models import Activity, Condition, Every, Few, Frequency, Listed, ListedSync, Overview
from bot.polytomic import BatchStatus, BulkSync, Health, Polytomic, PolytomicError

AT_ONCE = 5  # of each kind; the lists show the others
RECENT = timedelta(days=1)  # a paused sync's failure is old news after that
COMES_DAILY = {Frequency.CONTINUOUS, Frequency.HOURLY, Frequency.DAILY}
COMES_WEEKLY = {*COMES_DAILY, Frequency.WEEKLY}
WENT_WELL = {"completed", "canceled"}
LONG_AGO = datetime.min.replace(tzinfo=UTC)

T = TypeVar("T")


class Scheduled(NamedTuple):
    """A sync that runs by itself, and when it last did something."""

    sync: BulkSync
    active_at: datetime  # when it began its last run, or was made


class Look(NamedTuple):
    """What one look has shown."""

    overview: Overview
    scheduled: Sequence[Scheduled] | None  # None: Polytomic did not say


class Overviews:
    """Looks at all connections and bulk syncs, once for everybody who asks within `seconds`."""

    def __init__(self, polytomic: Polytomic, *, seconds: float) -> None:
        self._polytomic = polytomic
        self._looks: Remembered[Look] = Remembered(seconds)
        self._looking = asyncio.Lock()
        self.last: Overview | None = None  # the last look, however long ago

    async def look(self) -> Overview:
        """Tell how things stand; what Polytomic does not answer is left open."""
        return (await self._look()).overview

    async def silent(
        self, every: Every, since: datetime, sync_ids: Collection[str] | None
    ) -> Few[str] | None:
        """Name the syncs that should have run since then by their schedule, and did not; None if unknown."""
        scheduled = (await self._look()).scheduled
        if scheduled is None:
            return None
        due = COMES_DAILY if every is Every.DAY else COMES_WEEKLY
        names = sorted(
            one.sync.name
            for one in scheduled
            if one.active_at < since
            and (sync_ids is None or one.sync.id in sync_ids)
            and one.sync.schedule is not None
            and one.sync.schedule.frequency in due
        )
        return Few[str](shown=tuple(names[:AT_ONCE]), total=len(names))

    async def _look(self) -> Look:
        async with self._looking:
            look = await self._looks.get("", self._ask)
            self.last = look.overview
            return look

    async def _ask(self) -> Look:
        health, (syncs, statuses) = await asyncio.gather(_if_told(self._polytomic.health()), self._syncs())
        # Among thousands that takes a while, which nobody else shall wait.
        look = await asyncio.to_thread(self._sum_up, health, syncs, statuses)
        has_status = self._polytomic.has_batch_status
        return look._replace(overview=look.overview.model_copy(update={"has_status": has_status}))

    async def _syncs(self) -> tuple[list[BulkSync] | None, list[BatchStatus] | None]:
        syncs = await _if_told(self._polytomic.bulk_syncs())
        if syncs is None or not self._polytomic.has_batch_status:
            return syncs, None
        return syncs, await _if_told(self._polytomic.statuses([sync.id for sync in syncs]))

    def _sum_up(
        self,
        health: Sequence[Health] | None,
        syncs: Sequence[BulkSync] | None,
        statuses: Sequence[BatchStatus] | None,
    ) -> Look:
        scheduled = None
        parts: dict[str, object] = {}
        if health is not None:
            parts |= {"connections": len(health), "care": _care(health)}
        if syncs is not None:
            parts["syncs"] = len(syncs)
        if syncs is not None and statuses is not None:
            activities = {one.sync_id: activity for one in statuses if (activity := of_batch(one))}
            ends = {one.id: one.name for one in health or ()}
            scheduled = [_scheduled(sync, activities.get(sync.id)) for sync in syncs if sync.active]
            parts |= {
                "running": self._few(_running(syncs, activities), activities, ends),
                "failed": self._few(_failed(syncs, activities), activities, ends),
            }
        return Look(Overview.model_validate(parts), scheduled)

    def _few(
        self, found: Sequence[BulkSync], activities: Mapping[str, Activity], ends: Mapping[str, str]
    ) -> Few[ListedSync]:
        shown = tuple(
            listed_sync(sync, ends, self._polytomic.sync_url(sync.id)).model_copy(
                update={"activity": activities[sync.id]}
            )
            for sync in found[:AT_ONCE]
        )
        return Few[ListedSync](shown=shown, total=len(found))


async def _if_told(asked: Awaitable[T]) -> T | None:
    try:
        return await asked
    except PolytomicError:  # the rest is worth showing without it
        return None


def _care(health: Iterable[Health]) -> Few[Listed]:
    ill = sorted(
        (one for one in health if condition_of(one) is Condition.ILL), key=lambda one: one.name.casefold()
    )
    shown = tuple(
        Listed(
            id=one.id,
            name=one.name,
            type=one.type_id,
            type_name=one.type_name or one.type_id,
            condition=Condition.ILL,
            reason=one.reason,
        )
        for one in ill[:AT_ONCE]
    )
    return Few[Listed](shown=shown, total=len(ill))


def _running(syncs: Iterable[BulkSync], activities: Mapping[str, Activity]) -> list[BulkSync]:
    """Find those that run, the one that was started last first."""
    found = [sync for sync in syncs if sync.id in activities and activities[sync.id].is_running]
    return sorted(found, key=lambda sync: activities[sync.id].started_at or LONG_AGO, reverse=True)


def _failed(syncs: Iterable[BulkSync], activities: Mapping[str, Activity]) -> list[BulkSync]:
    """Find those whose last run went wrong, the latest first."""
    found = [sync for sync in syncs if sync.id in activities and _is_failure(sync, activities[sync.id])]
    return sorted(found, key=lambda sync: activities[sync.id].completed_at or LONG_AGO, reverse=True)


def _is_failure(sync: BulkSync, activity: Activity) -> bool:
    if activity.is_running or (activity.status in WENT_WELL and not activity.errors):
        return False
    ended = activity.completed_at
    return sync.active or (ended is not None and datetime.now(UTC) - ended < RECENT)


def _scheduled(sync: BulkSync, activity: Activity | None) -> Scheduled:
    moments = [sync.created_at, sync.updated_at, activity.started_at if activity else None]
    if activity is not None and activity.is_running:
        moments.append(datetime.now(UTC))
    return Scheduled(sync, max((moment for moment in moments if moment is not None), default=LONG_AGO))
