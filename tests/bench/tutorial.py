"""Polytomic's tutorial as a program: the request that creates a bulk sync, repeated until it is granted."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from bot.sandbox.polytomic.versions import Version
from tests.bench.processes import API_KEY

if TYPE_CHECKING:
    from typing import Self

PAUSE_SECONDS = 5.0  # the bot's beat: both ask equally often
HEADERS = {"Authorization": f"Bearer {API_KEY}", "X-Polytomic-Version": Version.V2023}


@dataclass(frozen=True)
class Tutorial:
    """A plain client of Polytomic."""

    http: httpx.AsyncClient

    @classmethod
    def at(cls, url: str) -> Self:
        """Talk to the Polytomic at an address."""
        return cls(httpx.AsyncClient(base_url=url, headers=HEADERS, timeout=60))

    async def create(self, name: str, source_id: str, destination_id: str) -> bool:
        """Ask for a bulk sync; False while Polytomic does not grant it yet."""
        body = {
            "name": name,
            "source_connection_id": source_id,
            "destination_connection_id": destination_id,
            "mode": "replicate",
            "schedule": {"frequency": "manual"},
            "destination_configuration": {"schema": "TUTORIAL"},
            "schemas": ["Account", "Contact"],
        }
        return (await self.http.post("/api/bulk/syncs", json=body)).is_success

    async def until_created(
        self, name: str, source_id: str, destination_id: str, *, first_after: float
    ) -> float:
        """Repeat until it is granted; returns the moment."""
        await asyncio.sleep(first_after)
        while not await self.create(name, source_id, destination_id):
            await asyncio.sleep(PAUSE_SECONDS)
        return time.time()
