"""Schemas: noticed in the beat in which Polytomic has cached them, so that nobody waits out a back-off."""

import asyncio

from bot.handlers.progress import Progress
from bot.models import Setup, State
from bot.polytomic import NotFound, Polytomic
from bot.store import Changed, Setups

MOST = 30  # setups asked about in one beat; the others wait for their back-off


class SchemaWaits:
    """Looks at the cache of the sources that setups wait for."""

    def __init__(self, rows: Setups, polytomic: Polytomic, progress: Progress) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._progress = progress
        self._refreshing: set[str] = set()  # connections that were seen without schemas

    async def notice(self) -> None:
        """Let setups go on whose source was being read at the last look and is read now.

        What Polytomic calls ready is not documented, so only a change counts; the back-off covers the rest.
        """
        waiting = await self._rows.awaiting_schemas(most=MOST)
        ids = {setup.source.connection_id for setup in waiting if setup.source and setup.source.connection_id}
        self._refreshing &= ids
        turned = await asyncio.gather(*map(self._has_turned_ready, ids))
        ready = {connection_id for connection_id, has_turned in zip(ids, turned, strict=True) if has_turned}
        for setup in waiting:
            is_idle = setup.state is State.AWAITING_SCHEMAS and setup.next_try_at is not None
            if is_idle and setup.source and setup.source.connection_id in ready:
                await self._go_on(setup)

    async def _has_turned_ready(self, connection_id: str) -> bool:
        try:
            status = await self._polytomic.schema_status(connection_id)
        except NotFound:  # creating the bulk sync tells what is wrong
            return False
        if not status.is_ready:
            self._refreshing.add(connection_id)
            return False
        was_refreshing = connection_id in self._refreshing
        self._refreshing.discard(connection_id)
        return was_refreshing

    async def _go_on(self, setup: Setup) -> None:
        try:
            await self._progress.save(setup.model_copy(update={"next_try_at": None}))
        except Changed:  # its task was faster
            return
