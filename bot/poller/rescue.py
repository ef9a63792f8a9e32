"""Takes over what a replica held that died: seconds after its last sign of life, however rare beats are."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from bot.errors import BotError
from bot.poller import tasks
from bot.store.jobs import RECOVER_SETUP

if TYPE_CHECKING:
    from procrastinate import App as Queue

    from bot.store import Beats, Setups
    from bot.store.jobs import Jobs

log = logging.getLogger(__name__)

EVERY_SECONDS = 2.0


class Rescue:
    """Looks for jobs and forms of replicas that gave no sign for a while, on one replica at a time."""

    def __init__(self, beats: Beats, queue: Queue, setups: Setups, jobs: Jobs) -> None:
        self._beats = beats
        self._queue = queue
        self._setups = setups
        self._jobs = jobs

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.once()
            except BotError as error:  # the database is away, which the beat says
                log.debug("Nothing can be taken over: %s", error.message)
            except Exception:
                log.exception("Nothing can be taken over")
            await asyncio.sleep(EVERY_SECONDS)

    async def once(self) -> None:
        """Take over what there is, unless another replica does so right now."""
        stalled, interrupted = await tasks.stalled(self._queue), await self._setups.interrupted()
        if not stalled and not interrupted:
            return
        if not await self._beats.take("rescue", every_seconds=EVERY_SECONDS):
            return
        for job in await tasks.drop(self._queue, stalled):
            await self._jobs.defer(job.task_name, UUID(str(job.task_kwargs["row_id"])))
        for setup in interrupted:
            await self._jobs.defer(RECOVER_SETUP, setup.id)
