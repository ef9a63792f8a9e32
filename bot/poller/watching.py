"""Watching: what was heard of executions becomes alerts, recoveries, cards and reports, once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.poller.outcomes import consequences
from bot.store.jobs import TELL_REPORT, TELL_RUN, TELL_TROUBLE, Jobs

if TYPE_CHECKING:
    from bot.store import Consequences, Following

MOST_DECISIONS = 50  # that one round makes, so that the other rounds get their turn


class Watching:
    """Acts on what was heard; may be called at any time, by the beat or by whoever just heard something."""

    def __init__(self, following: Following, jobs: Jobs) -> None:
        self._following = following
        self._jobs = jobs

    async def notice(self) -> None:
        """Decide what follows from everything that is new; costs one question when nothing is."""
        for _ in range(MOST_DECISIONS):
            if not await self._following.is_due():
                return
            await self._defer(await self._following.decide(consequences))

    async def _defer(self, decided: Consequences) -> None:
        """Tell at once; what cannot be deferred now, a beat defers."""
        for trouble in decided.troubles:
            if trouble.alerted_at is not None and not trouble.is_led:
                await self._jobs.defer(TELL_TROUBLE, trouble.id)
        for report in decided.reports:
            await self._jobs.defer(TELL_REPORT, report.id)
        for run in decided.runs:
            await self._jobs.defer(TELL_RUN, run.id)
