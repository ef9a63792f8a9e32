"""Changing a bulk sync that exists: the whole is read, and the whole is written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.polytomic import targets
from bot.polytomic.client.base import Base
from bot.polytomic.client.syncs import schedule_body
from bot.polytomic.errors import ChangedMeanwhile
from bot.polytomic.models import Said, SyncChange, SyncSchema, WholeSync
from bot.polytomic.models.whole import AUDIT, without_audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.polytomic.versions import Version

AT_ONCE = 8  # requests about single objects side by side
IN_ONE_BODY = 100  # objects, each with all its fields
SCHEDULES = ("schedule", "default_schedule", "additional_schedules")
_COMPUTED = AUDIT | {"output_name", "destination_history_output_name"}


class Edits(Base):
    """What the client can do to change bulk syncs."""

    async def whole_sync(self, sync_id: str) -> WholeSync:
        """Read everything that Polytomic says of a bulk sync; raises NotFound."""
        reply, schemas = await asyncio.gather(
            self._ask("bulk_sync", sync_id), self._list("sync_schemas", SyncSchema, ids=(sync_id,))
        )
        return WholeSync(reply.one(Said).root, tuple(schemas))

    async def update_bulk_sync(self, whole: WholeSync, change: SyncChange, *, key: str) -> None:
        """Write a bulk sync as it was read, but for the change; raises ChangedMeanwhile."""
        body = whole_body(whole, change, self._version)
        await self._ask("update_bulk_sync", whole.sync.id, json=body, key=key, conflict=ChangedMeanwhile)

    async def switch_objects(self, sync_id: str, switched: Mapping[str, bool], *, key: str) -> None:
        """Let objects be synced or not, each with its fields and filters as they are."""
        every = list(switched)
        for start in range(0, len(every), IN_ONE_BODY):
            found = await self._objects(sync_id, every[start : start + IN_ONE_BODY])
            schemas = [_object_body(said, name, enabled=switched[name]) for name, said in found.items()]
            step = f"{key}-{start}" if start else key
            body = {"schemas": schemas}
            await self._ask("patch_schemas", sync_id, json=body, key=step, conflict=ChangedMeanwhile)

    async def _objects(self, sync_id: str, object_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Read what was chosen of each object, which the list of them does not tell."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def read(object_id: str) -> dict[str, Any]:
            async with turns:
                return (await self._ask("sync_schema", sync_id, object_id)).one(Said).root

        return dict(zip(object_ids, await asyncio.gather(*map(read, object_ids)), strict=True))


def whole_body(whole: WholeSync, change: SyncChange, version: Version) -> dict[str, Any]:
    """Write a whole bulk sync as the version's update body; but for the objects, what it lacks is reset."""
    said = whole.said
    body = {name: said[name] for name in version.update_fields if said.get(name) is not None}
    if "automatically_add_new_objects" in body:
        body.pop("discover", None)  # its older name, which knows only two of the four answers
    body |= {name: without_audit(body[name]) for name in SCHEDULES if name in body}
    if change.name is not None:
        body["name"] = change.name
    if change.schedule is not None:
        body[version.schedule_key] = _same_id(body.get(version.schedule_key)) | schedule_body(change.schedule)
    if change.settings:
        stored = body.get("destination_configuration") or {}
        body["destination_configuration"] = targets.restated(stored, change.settings)
    return body


def _same_id(schedule: Any) -> dict[str, str]:
    """Keep which schedule it is, where a version numbers them."""
    return {"id": schedule["id"]} if isinstance(schedule, dict) and schedule.get("id") else {}


def _object_body(said: Mapping[str, Any], object_id: str, *, enabled: bool) -> dict[str, Any]:
    """Write one object as it was read; leaving its fields out would switch all of them on."""
    kept = _written(said)
    if "fields" in kept:
        kept["fields"] = [_written(one) for one in kept["fields"]]
    return kept | {"id": object_id, "enabled": enabled}


def _written(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in _COMPUTED and value not in (None, [])}
