"""What events leave out of an end: the counters, and the true reason."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.handlers.activity import of_batch, of_execution
from bot.poller.events.standing import completed
from bot.poller.events.words import RUNNING
from bot.polytomic import PolytomicError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.models import Activity, SeenExecution
    from bot.polytomic import Polytomic
    from bot.store import SeenExecutions

MOST_ASKED = 10  # executions that one beat asks for singly, where Polytomic cannot tell of many at once

log = logging.getLogger(__name__)


class Details:
    """Asks once for everything that ended in a beat."""

    def __init__(self, polytomic: Polytomic, known: SeenExecutions) -> None:
        self._polytomic = polytomic
        self._known = known

    async def added_to(self, heard: Sequence[SeenExecution]) -> list[SeenExecution]:
        """Complete the ends that are new; where Polytomic does not say more, they stay as they are."""
        ended = [one for one in heard if one.status != RUNNING]
        known = await self._known.known([one.execution_id for one in ended]) if ended else {}
        news = [one for one in ended if _is_news(known.get(one.execution_id))]
        try:
            said = await self._said(news)
        except PolytomicError as error:
            log.info("Some ends are told without their counters: %s", error.message)
            return list(heard)
        return [one if one.status == RUNNING else completed(one, said.get(one.execution_id)) for one in heard]

    async def _said(self, ended: Sequence[SeenExecution]) -> Mapping[str, Activity]:
        """Ask how these executions ended; by their ids."""
        if self._polytomic.has_batch_status:
            statuses = await self._polytomic.statuses([one.sync_id for one in ended])
            found = [of_batch(one) for one in statuses]
        else:
            found = [
                of_execution(await self._polytomic.execution(one.sync_id, one.execution_id))
                for one in ended[:MOST_ASKED]
            ]
        return {one.execution_id: one for one in found if one and one.execution_id}


def _is_news(known: SeenExecution | None) -> bool:
    """Tell whether the end is new; one that a webhook told of still lacks its time and its counters."""
    return known is None or known.status == RUNNING or known.ended_at is None
