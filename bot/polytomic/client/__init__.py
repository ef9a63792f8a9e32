"""A typed client for the part of Polytomic's API that the bot needs."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, unquote

from bot.polytomic.client import wire
from bot.polytomic.client.connections import Connections
from bot.polytomic.client.downloads import Downloads
from bot.polytomic.client.edits import Edits
from bot.polytomic.client.events import Events
from bot.polytomic.client.logs import Logs
from bot.polytomic.client.models import Models
from bot.polytomic.client.syncs import Syncs
from bot.polytomic.errors import Unsupported
from bot.polytomic.models import Identity
from bot.polytomic.versions import SYNC_PAGE, V2025, VERSIONS

if TYPE_CHECKING:
    import httpx
    from pydantic import SecretStr

__all__ = ["Polytomic"]

_ID = "([A-Za-z0-9_-]{1,100})"


class Polytomic(Connections, Syncs, Logs, Models, Events, Edits):
    """Polytomic, as one organization's API key sees it; every call ends within `time_limit` seconds.

    A call that changes something takes an idempotency key: 8 to 255 of [A-Za-z0-9_-]. Every call may
    raise what bot/polytomic/errors.py draws, whose `fresh_key` says which key a later repeat needs.
    """

    def __init__(
        self,
        *,
        url: str,
        key: SecretStr,
        version: str = V2025.name,
        transport: httpx.AsyncBaseTransport | None = None,
        time_limit: float = 20.0,
        pause: wire.Pause = asyncio.sleep,
    ) -> None:
        if version not in VERSIONS:
            raise Unsupported(f"The bot does not speak Polytomic's API version {version}.")
        self.version = version
        self._version = VERSIONS[version]
        self._base = _base(url)
        secret = key.get_secret_value().strip()
        client = wire.connect(self._base, secret, version, transport=transport, time_limit=time_limit)
        self._wire = wire.Wire(client, secret=secret, time_limit=time_limit, pause=pause)
        self._downloads = Downloads(
            transport=transport, time_limit=time_limit, may_be_plain=self._base.startswith("http://")
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections to Polytomic."""
        await self._wire.aclose()
        await self._downloads.aclose()

    async def me(self) -> Identity:
        """Tell whose key the bot uses; the cheapest way to see that Polytomic answers and accepts it."""
        return (await self._ask("me")).one(Identity)

    async def date(self) -> str | None:
        """Tell what time it is by Polytomic's clock, as HTTP writes it; None if its answer does not say."""
        return (await self._unread("me")).date

    async def try_reading(self) -> None:
        """Ask for a little of all that the bot reads by itself; raises Forbidden, with what it may not."""
        await self._unread("connections")
        await self._unread("bulk_syncs")
        await self.events(limit=1)

    def sync_url(self, sync_id: str) -> str:
        """Return the address of a sync's page in Polytomic's web app."""
        return f"{self._base}{SYNC_PAGE.format(quote(sync_id, safe=''))}"

    def sync_at(self, url: str) -> str | None:
        """Return the id of the sync whose page an address leads to; None for any other page."""
        found = re.fullmatch(f"{re.escape(self._base)}{SYNC_PAGE.format(_ID)}(?:[/?#].*)?", url)
        return unquote(found.group(1)) if found else None


def _base(url: str) -> str:
    """Accept the address as people write it: without a scheme, with a slash, or with `/api`."""
    address = url.strip().rstrip("/").removesuffix("/api").rstrip("/")
    return address if "://" in address else f"https://{address}"
