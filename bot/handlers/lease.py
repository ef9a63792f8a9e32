"""One worker at a time for a row, for as long as the work takes; a crash frees it within seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from bot.errors import Busy
from bot.store import Lease, Leases, Setups, StoreDown

LEASE_SECONDS = 6.0  # how long a killed process keeps a row
RENEW_SECONDS = 2.0


@asynccontextmanager
async def held(rows: Setups, setup_id: UUID) -> AsyncIterator[None]:
    """Hold a setup while the block runs; raises Busy if somebody else does."""
    lease = await rows.leases.take(setup_id, seconds=LEASE_SECONDS)
    if lease is None:
        await rows.get(setup_id)  # raises NoSuchSetup
        raise Busy("I am still working on your previous answer.")
    async with kept(rows.leases, lease):
        yield


@asynccontextmanager
async def kept(leases: Leases, lease: Lease) -> AsyncIterator[None]:
    """Keep a row that one holds while the block runs, and give it back at the end."""
    keeping = _Keeping(leases, lease)
    renewal = asyncio.create_task(keeping.renew())
    try:
        yield
    finally:
        async with keeping.at_rest:
            renewal.cancel()
        with suppress(asyncio.CancelledError):
            await renewal
        with suppress(StoreDown):  # it runs out by itself
            await leases.release(keeping.lease)


class _Keeping:
    """A lease that is renewed until it is lost: then somebody else works on the row."""

    def __init__(self, leases: Leases, lease: Lease) -> None:
        self._leases = leases
        self.lease = lease
        self.at_rest = asyncio.Lock()  # cut off amid a renewal, one would not know one's own lease

    async def renew(self) -> None:
        """Renew the lease again and again."""
        renewed: Lease | None = self.lease
        while renewed is not None:
            self.lease = renewed
            await asyncio.sleep(RENEW_SECONDS)
            async with self.at_rest:
                with suppress(StoreDown):
                    renewed = await self._leases.renew(self.lease, seconds=LEASE_SECONDS)
