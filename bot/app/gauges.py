"""What the database says at a scrape: how much waits, and for how long nobody looked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot import metrics
from bot.store import StoreDown, counts
from bot.store.tables import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prometheus_client import Gauge

READ_WITHIN_SECONDS = 2
GAUGES: Mapping[str, Gauge] = {
    counts.JOBS: metrics.JOBS,
    counts.SETUPS: metrics.SETUPS,
    counts.RUNS: metrics.RUNS,
    counts.UNTOLD: metrics.UNTOLD,
    counts.SINCE_BEAT: metrics.BEAT_LATE,
    counts.SINCE_EVENTS: metrics.EVENTS_LAG,
}
# What the database does not speak of when there is none of it, but a graph should show as nothing.
NONE: Mapping[str, Sequence[str]] = {
    counts.JOBS: ("todo", "doing"),
    counts.SETUPS: tuple(UNFINISHED),
    counts.RUNS: ("starting", "running"),
    counts.UNTOLD: tuple(table.name for table in counts.TOLD),
}


class Gauges:
    """Brings the gauges up to date by one query; without a database they show nothing, not old figures."""

    def __init__(self, rows: counts.Counts) -> None:
        self._rows = rows

    async def measure(self) -> None:
        """Read the figures of now."""
        try:
            async with asyncio.timeout(READ_WITHIN_SECONDS):
                found = await self._rows.now()
        except (StoreDown, TimeoutError):
            _show([])
            return
        _show([counts.Count(of, kind, 0) for of, kinds in NONE.items() for kind in kinds] + found)


def _show(found: Sequence[counts.Count]) -> None:
    for gauge in GAUGES.values():
        gauge.clear()
    for one in found:
        GAUGES[one.of].labels(one.kind).set(float(one.value))
