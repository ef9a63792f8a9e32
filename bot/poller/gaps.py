"""Telling channels of a time that nobody can tell of any more; run again, it says nothing twice."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot import views
from bot.notifier import CannotPost

if TYPE_CHECKING:
    from uuid import UUID

    from bot.models import Watch
    from bot.notifier import Notifier
    from bot.store import Gaps, SeenExecutions, Watches

log = logging.getLogger(__name__)


class GapAlerts:
    """Says once in each channel that watches something what could not be seen, and how things stand."""

    def __init__(self, gaps: Gaps, watches: Watches, executions: SeenExecutions, notifier: Notifier) -> None:
        self._gaps = gaps
        self._watches = watches
        self._executions = executions
        self._notifier = notifier

    async def tell_gap(self, gap_id: UUID) -> None:
        """Tell every watching channel of a gap."""
        gap = await self._gaps.get(gap_id)
        if gap is None:
            return
        heard = await self._executions.since(gap.created_at, None)
        for channel_id, watched in (await self._channels()).items():
            message = views.gap_notice(
                gap, [one for one in heard if watched is None or one.sync_id in watched]
            )
            try:
                await self._notifier.post(f"gap-{gap.id}-{channel_id}", channel_id, message)
            except CannotPost as error:  # the others shall hear of it all the same
                log.warning("%s cannot be told of a gap: %s", channel_id, error.message)
        await self._gaps.told(gap)

    async def _channels(self) -> dict[str, set[str] | None]:
        """Tell by channel which syncs it watches; None: all."""
        channels: dict[str, list[Watch]] = {}
        for watch in await self._watches.every():
            channels.setdefault(watch.channel_id, []).append(watch)
        return {channel_id: _syncs(watches) for channel_id, watches in channels.items()}


def _syncs(watches: list[Watch]) -> set[str] | None:
    if any(watch.sync_id is None for watch in watches):
        return None
    return {watch.sync_id for watch in watches if watch.sync_id is not None}
