"""One worker at a time for a setup, for as long as the work takes; a crash frees it within seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from bot.errors import Busy
from bot.store import Setups, StoreDown

LEASE_SECONDS = 6.0  # how long a killed process keeps a setup
RENEW_SECONDS = 2.0


@asynccontextmanager
async def held(rows: Setups, setup_id: UUID) -> AsyncIterator[None]:
    """Hold a setup while the block runs; raises Busy if somebody else does."""
    if await rows.claim(setup_id, seconds=LEASE_SECONDS) is None:
        await rows.get(setup_id)  # raises NoSuchSetup
        raise Busy("I am still working on your previous answer.")
    renewal = asyncio.create_task(_renew(rows, setup_id))
    try:
        yield
    finally:
        renewal.cancel()
        with suppress(asyncio.CancelledError):
            await renewal
        with suppress(StoreDown):  # it runs out by itself
            await rows.release(setup_id)


async def _renew(rows: Setups, setup_id: UUID) -> None:
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        with suppress(StoreDown):
            await rows.renew(setup_id, seconds=LEASE_SECONDS)
