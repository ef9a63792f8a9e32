"""Polytomic's bulk syncs: making and running them, and what became of their executions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.models import Discovery, Frequency, Naming, Schedule
from bot.polytomic.client.base import Base
from bot.polytomic.errors import AlreadyRunning, NotFound
from bot.polytomic.models import (
    BatchStatus,
    BulkSync,
    Execution,
    NewBulkSync,
    NewSchema,
    SyncSchema,
    SyncStatus,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.models import Offers
    from bot.polytomic.models import Page
    from bot.polytomic.versions import Version

MOST_IDS = 50  # in one query string; beyond it, asking for all syncs is the shorter request

_TIMES: dict[Frequency, tuple[str, ...]] = {
    Frequency.HOURLY: ("minute",),
    Frequency.DAILY: ("hour", "minute"),
    Frequency.WEEKLY: ("hour", "minute", "day_of_week"),
}
"""What a schedule of each frequency says besides; manual and continuous say no more."""


class Syncs(Base):
    """What the client can do with bulk syncs."""

    @property
    def has_batch_status(self) -> bool:
        """True if `statuses` works on this API version."""
        return self._version.has("statuses")

    @property
    def offers(self) -> Offers:
        """What a new bulk sync can be told besides on this API version."""
        return self._version.offers

    async def create_bulk_sync(self, new: NewBulkSync, *, key: str) -> BulkSync:
        """Make a bulk sync; raises SchemasNotReady while the source is too young (wait, then a new key)."""
        return (await self._ask("create_bulk_sync", json=sync_body(new, self._version), key=key)).one(
            BulkSync
        )

    async def bulk_sync(self, sync_id: str) -> BulkSync:
        """Return one bulk sync; raises NotFound."""
        return (await self._ask("bulk_sync", sync_id)).one(BulkSync)

    async def bulk_syncs(self, *, active: bool | None = None) -> list[BulkSync]:
        """List the bulk syncs, the one changed last first."""
        return await self._list("bulk_syncs", BulkSync, {"active": active})

    async def sync_schemas(self, sync_id: str) -> list[SyncSchema]:
        """List the objects that a bulk sync syncs; raises NotFound."""
        every = await self._list("sync_schemas", SyncSchema, ids=(sync_id,))
        return [schema for schema in every if schema.enabled]

    async def activate(self, sync_id: str, *, active: bool, key: str) -> None:
        """Resume a bulk sync, or pause it, which also cancels its current execution."""
        await self._ask("activate", sync_id, json={"active": active}, key=key)

    async def start(
        self,
        sync_id: str,
        *,
        key: str,
        schemas: Sequence[str] | None = None,
        test: bool = False,
        resync_mode: str | None = None,
    ) -> Execution:
        """Start an execution, of some schemas or all; raises AlreadyRunning."""
        body: dict[str, Any] = {}
        if schemas:
            body["schemas"] = list(schemas)
        if test:
            body["test"] = True
        if resync_mode and self._version.resync_mode:
            body[self._version.resync_mode] = resync_mode
        elif resync_mode:
            body["resync"] = True
        return (await self._ask("start", sync_id, json=body, key=key, conflict=AlreadyRunning)).one(Execution)

    async def cancel(self, sync_id: str, *, key: str) -> None:
        """Ask for the current execution to be cancelled, which happens a little later."""
        await self._ask("cancel", sync_id, key=key)

    async def status(self, sync_id: str) -> SyncStatus:
        """Tell what a bulk sync is doing, did last, and does next."""
        return (await self._ask("status", sync_id)).one(SyncStatus)

    async def statuses(self, sync_ids: Collection[str] | None) -> list[BatchStatus]:
        """Tell many bulk syncs' status with one request, or two when one is gone; leaves out those.

        None asks for all of them. Raises Unsupported where `has_batch_status` is False.
        """
        if sync_ids is None:
            return await self._all_statuses()
        wanted = dict.fromkeys(sync_ids)
        if not wanted:
            return []
        found = await (self._statuses_of(list(wanted)) if len(wanted) <= MOST_IDS else self._all_statuses())
        return [status for status in found if status.sync_id in wanted]

    async def _statuses_of(self, sync_ids: list[str]) -> list[BatchStatus]:
        try:
            return await self._list("statuses", BatchStatus, {"sync_id": sync_ids})
        except NotFound:  # one sync that was deleted must not hide the others
            return await self._all_statuses()

    async def _all_statuses(self) -> list[BatchStatus]:
        return await self._list("statuses", BatchStatus, {"all": True})

    async def executions(
        self, sync_id: str, *, limit: int = 20, page_token: str | None = None
    ) -> Page[Execution]:
        """List executions, the newest first; `limit` is at most 100."""
        return await self._page("executions", Execution, {"limit": limit, "page_token": page_token}, sync_id)

    async def execution(self, sync_id: str, execution_id: str) -> Execution:
        """Return one execution; raises NotFound."""
        return (await self._ask("execution", sync_id, execution_id)).one(Execution)


def sync_body(new: NewBulkSync, version: Version) -> dict[str, Any]:
    """Write a new bulk sync as the version's request body."""
    body: dict[str, Any] = {
        "name": new.name,
        "source_connection_id": new.source_connection_id,
        "destination_connection_id": new.destination_connection_id,
        "mode": new.mode,
        version.schedule_key: schedule_body(new.schedule),
        "destination_configuration": new.destination_configuration,
    }
    if new.schemas is not None:
        body["schemas"] = [_schema_body(schema, version) for schema in new.schemas]
    if version.sends_active or not new.active:
        body["active"] = new.active
    return body | _besides(new, version)


def _besides(new: NewBulkSync, version: Version) -> dict[str, Any]:
    """Write what differs from Polytomic's defaults, as far as the version can be told."""
    body: dict[str, Any] = {}
    if new.new_objects is not Discovery.NONE and version.has_discover:
        body["discover"] = True
    elif new.new_objects is not Discovery.NONE:
        body["automatically_add_new_objects"] = new.new_objects.value
    if new.new_fields is not Discovery.ALL and version.offers.new_fields:
        body["automatically_add_new_fields"] = new.new_fields.value
    if new.naming is not Naming.ENABLED and version.offers.naming:
        body["normalize_names"] = new.naming.value
    return body


def _schema_body(schema: NewSchema | str, version: Version) -> str | dict[str, Any]:
    """Write one object; each of its fields is said to be on or off, so that nothing is left to a guess."""
    if isinstance(schema, str):
        return schema
    if not schema.fields or not version.offers.chosen_fields:
        return schema.id
    fields = [
        {"id": field.id, "enabled": field.enabled, **({"obfuscate": True} if field.obfuscate else {})}
        for field in schema.fields
    ]
    return {"id": schema.id, "enabled": True, "fields": fields}


def schedule_body(schedule: Schedule) -> dict[str, str]:
    """Write a schedule as Polytomic does, in strings."""
    times = {
        "hour": f"{schedule.hour or 0:02}",
        "minute": f"{schedule.minute or 0:02}",
        "day_of_week": schedule.weekday or "monday",
    }
    frequency = schedule.frequency
    return {"frequency": frequency.value, **{name: times[name] for name in _TIMES.get(frequency, ())}}
