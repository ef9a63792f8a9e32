"""What happens at Polytomic: the events of the last 48 hours, and the webhook that tells of them at once."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from bot.polytomic.client.base import Base
from bot.polytomic.models import Event, Webhook

if TYPE_CHECKING:
    from datetime import datetime

    from bot.polytomic.client.request import Query
    from bot.polytomic.models import Page


class Events(Base):
    """What the client can do with events."""

    async def events(
        self,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        type: str | None = None,  # noqa: A002 - Polytomic's word
        limit: int = 100,
        page_token: str | None = None,
    ) -> Page[Event]:
        """List what happened between two moments, both left out, the newest first; `limit` is at most 100."""
        query: Query = {
            "type": type,
            "starting_after": _utc(after),
            "ending_before": _utc(before),
            "limit": limit,
            "page_token": page_token,
        }
        return await self._page("events", Event, query)

    async def webhook(self) -> Webhook | None:
        """Return the organization's webhook; it has one at most."""
        found = await self._list("webhooks", Webhook)
        return found[0] if found else None

    async def create_webhook(self, endpoint: str, secret: str, *, key: str) -> None:
        """Let Polytomic send its events somewhere, signed with the secret."""
        await self._ask("create_webhook", json={"endpoint": endpoint, "secret": secret}, key=key)

    async def update_webhook(self, webhook_id: str, endpoint: str, secret: str, *, key: str) -> None:
        """Give the webhook another address and secret."""
        body = {"endpoint": endpoint, "secret": secret}
        await self._ask("update_webhook", webhook_id, json=body, key=key)

    async def enable_webhook(self, webhook_id: str, *, key: str) -> None:
        """Let Polytomic send again; what happened meanwhile is not sent."""
        await self._ask("enable_webhook", webhook_id, key=key)


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
