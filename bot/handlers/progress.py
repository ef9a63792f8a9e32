"""Rows first, jobs second: write a setup, then defer what follows from it."""

from bot.models import Setup
from bot.store import Setups
from bot.store.jobs import CREATE_BULK_SYNC, TELL_SETUP, Jobs


class Progress:
    """Saves setups and puts their next tasks into the queue; what cannot be deferred now, the beat defers."""

    def __init__(self, rows: Setups, jobs: Jobs) -> None:
        self._rows = rows
        self._jobs = jobs

    async def save(self, setup: Setup) -> Setup:
        """Write the row and go on from it; raises Changed, NoSuchSetup or NameInUse."""
        saved = await self._rows.save(setup)
        await self._jobs.defer(TELL_SETUP, saved.id)
        if saved.can_create and saved.next_try_at is None:  # the beat defers what waits for its time
            await self._jobs.defer(CREATE_BULK_SYNC, saved.id)
        return saved
