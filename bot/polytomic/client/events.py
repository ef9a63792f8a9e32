"""What happens at Polytomic: the events of the last 48 hours."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from bot.polytomic.client.base import Base
from bot.polytomic.models import Event, Page

if TYPE_CHECKING:
    from datetime import datetime

    from bot.polytomic.client.request import Query


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
        reply = await self._ask("events", query=query)
        return Page(reply.many(Event), reply.next_page_token())


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
