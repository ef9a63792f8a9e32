"""Bulk syncs as they were read for a form, remembered while somebody fills it in."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from bot.handlers.activity import of_execution
from bot.handlers.directory import Directory
from bot.handlers.sync_list import SyncList
from bot.models import End, Field, ListedSync, SyncFacts
from bot.polytomic import Polytomic, WholeSync, targets

MOST = 50  # readings; an older form can still be saved, but not be told what was changed meanwhile


@dataclass(frozen=True)
class Reading:
    """Everything about a bulk sync at one moment, and what its destination can be told."""

    whole: WholeSync
    sync: ListedSync
    asked: tuple[Field, ...]

    @cached_property
    def facts(self) -> SyncFacts:
        """What of it can be edited."""
        sync = self.whole.sync
        schedule = sync.schedule.as_schedule() if sync.schedule else None
        return SyncFacts(
            name=sync.name,
            schedule=schedule.filled() if schedule else None,
            frequency=sync.schedule.frequency if sync.schedule and schedule is None else "",
            settings=targets.stated(sync.destination_configuration, self.asked),
            objects=self.whole.enabled,
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        """The destination's settings that a form can show."""
        return tuple(field for field in self.asked if field.name in self.facts.settings)

    @property
    def more_schedules(self) -> int:
        """How many schedules it has besides."""
        return len(self.whole.said.get("additional_schedules") or ())


class Readings:
    """Reads bulk syncs, and remembers the last ones, in memory only, by their fingerprints."""

    def __init__(self, polytomic: Polytomic, syncs: SyncList, directory: Directory) -> None:
        self._polytomic = polytomic
        self._syncs = syncs
        self._directory = directory
        self._known: OrderedDict[tuple[str, str], Reading] = OrderedDict()

    async def now(self, sync_id: str) -> Reading:
        """Read a bulk sync anew; raises NotFound."""
        whole, status = await asyncio.gather(
            self._polytomic.whole_sync(sync_id), self._polytomic.status(sync_id)
        )
        activity = of_execution(status.current_execution or status.last_execution)
        sync = (await self._syncs.listed(whole.sync)).model_copy(update={"activity": activity})
        target = await self._directory.target(await self._destination(whole))
        reading = Reading(whole, sync, target.fields)
        self._known[sync_id, whole.fingerprint] = reading
        self._known.move_to_end((sync_id, whole.fingerprint))
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return reading

    def then(self, sync_id: str, fingerprint: str) -> Reading | None:
        """Return what was read before; None if nobody remembers."""
        return self._known.get((sync_id, fingerprint))

    async def _destination(self, whole: WholeSync) -> End:
        found = whole.sync.destination_connection_id
        kinds = {one.id: one.type for one in await self._directory.connections()}
        return End(type=kinds.get(found, ""), type_name="", connection_id=found)
