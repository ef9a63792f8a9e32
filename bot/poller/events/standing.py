"""How all watched syncs stand, whatever became of their events: one request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from bot.handlers.activity import of_batch, of_execution
from bot.models import SeenExecution
from bot.poller.events.words import RUNNING
from bot.polytomic import Forbidden, NotFound, Rejected, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.models import Activity, Cursor
    from bot.polytomic import Polytomic
    from bot.store import SeenExecutions

CANNOT_SAY = (NotFound, Forbidden, Rejected, Unreadable)  # of one, which must not hold up the others
MOST_ASKED = 20  # syncs that are asked for singly: for their names, or where there is no batch status


class Standings:
    """Finds executions that were not heard of."""

    def __init__(self, polytomic: Polytomic, known: SeenExecutions) -> None:
        self._polytomic = polytomic
        self._known = known

    async def since(
        self, moment: datetime | None, sync_ids: Collection[str] | None, now: datetime
    ) -> list[SeenExecution]:
        """Tell of the newest execution of each sync, of all syncs with None, as far as that is news.

        It is not if it was over by that moment, which is in Polytomic's time as all that it is compared with.
        """
        said = await self._activities(sync_ids)
        return await self._news(said, moment, now)

    async def missed(
        self, last: Cursor, sync_ids: Collection[str] | None, now: datetime
    ) -> list[SeenExecution]:
        """Tell of what ended since the last time without an event, newer executions of the sync or not."""
        said = await self._activities(sync_ids)
        news = await self._news(said, last.at, now)
        newest = {one.execution_id for one in said.values() if one}
        running = await self._known.running(last.at) if last.at else []
        left = [one for one in running if one.execution_id not in newest]
        return [one for one in news if one.ended_at] + await self._asked(left[:MOST_ASKED])

    async def _asked(self, left: Sequence[SeenExecution]) -> list[SeenExecution]:
        """Ask singly how executions ended that are not their sync's newest any more."""
        found = []
        for one in left:
            try:
                said = of_execution(await self._polytomic.execution(one.sync_id, one.execution_id))
            except CANNOT_SAY:
                continue
            if said and not said.is_running:
                found.append(_seen(one.sync_id, said, one.created_at))
        return await self._named(found)

    async def _news(
        self, said: Mapping[str, Activity | None], moment: datetime | None, now: datetime
    ) -> list[SeenExecution]:
        found = [_seen(sync_id, one, now) for sync_id, one in said.items() if one and one.execution_id]
        found = [one for one in found if moment is None or one.ended_at is None or one.ended_at > moment]
        known = await self._known.known([one.execution_id for one in found]) if found else {}
        return await self._named([one for one in found if _is_news(one, known.get(one.execution_id))])

    async def _activities(self, sync_ids: Collection[str] | None) -> dict[str, Activity | None]:
        if self._polytomic.has_batch_status:
            statuses = await self._polytomic.statuses(sync_ids)
            return {one.sync_id: of_batch(one) for one in statuses}
        if sync_ids is None:
            sync_ids = [one.id for one in await self._polytomic.bulk_syncs()]
        return {sync_id: await self._activity(sync_id) for sync_id in sorted(sync_ids)[:MOST_ASKED]}

    async def _activity(self, sync_id: str) -> Activity | None:
        try:
            status = await self._polytomic.status(sync_id)
        except CANNOT_SAY:
            return None
        return of_execution(status.current_execution or status.last_execution)

    async def _named(self, found: Sequence[SeenExecution]) -> list[SeenExecution]:
        """Add the syncs' names, which a status does not say."""
        names = await self._known.names([one.sync_id for one in found]) if found else {}
        for sync_id in [one.sync_id for one in found if one.sync_id not in names][:MOST_ASKED]:
            try:
                names[sync_id] = (await self._polytomic.bulk_sync(sync_id)).name
            except CANNOT_SAY:
                continue
        return [one.model_copy(update={"sync_name": names.get(one.sync_id, one.sync_id)}) for one in found]


def completed(ended: SeenExecution, said: Activity | None) -> SeenExecution:
    """Add what Polytomic says of an execution that ended; nothing if it says it of another one."""
    if said is None or said.execution_id != ended.execution_id:
        return ended
    changes = {
        "status": ended.status if said.is_running else said.status,
        "records": said.records,
        "errors": said.errors,
        "reason": ended.reason or said.reason,
        "ended_at": ended.ended_at or said.completed_at,
    }
    return ended.model_copy(update=changes)


def _seen(sync_id: str, said: Activity, now: datetime) -> SeenExecution:
    return SeenExecution(
        id=uuid4(),
        execution_id=said.execution_id or "",
        sync_id=sync_id,
        sync_name=sync_id,
        status=RUNNING if said.is_running else said.status,
        reason=said.reason,
        records=said.records,
        errors=said.errors,
        began_at=said.started_at,
        ended_at=None if said.is_running else said.completed_at or said.started_at,
        created_at=now,
    )


def _is_news(found: SeenExecution, known: SeenExecution | None) -> bool:
    return known is None or (known.status == RUNNING and found.status != RUNNING)
