"""Telling people of connections that broke and of those that work again; run again, it says nothing twice."""

import logging
from uuid import UUID

from bot import views
from bot.models import KnownConnection
from bot.notifier import CannotPost, Notifier
from bot.store import KnownConnections

log = logging.getLogger(__name__)


class Alerts:
    """Shows what the rows say: an alert for everybody it concerns, and the recovery in its thread."""

    def __init__(self, known: KnownConnections, notifier: Notifier) -> None:
        self._known = known
        self._notifier = notifier

    async def tell_health(self, row_id: UUID) -> None:
        """Tell everybody that a connection's last change concerns."""
        known = await self._known.get(row_id)
        if known is None:  # deleted at Polytomic meanwhile
            return
        for recipient in known.recipients:
            try:
                await self._tell(known, recipient)
            except CannotPost as error:  # the others shall hear of it all the same
                log.warning(
                    "%s cannot be told of connection %s: %s", recipient, known.connection_id, error.message
                )
        await self._known.told(known)

    async def _tell(self, known: KnownConnection, recipient: str) -> None:
        key = f"health-{known.id}-{known.episode}-{recipient}"
        if known.is_told_of:
            await self._notifier.post(f"{key}-alert", recipient, views.health_alert(known))
        elif await self._notifier.has(f"{key}-alert"):  # it may have recovered before anybody was told
            alert = await self._notifier.keep(f"{key}-alert", recipient, views.health_alert(known))
            recovery = views.health_recovery(known)
            await self._notifier.post(f"{key}-recovery", alert.channel_id, recovery, thread_ts=alert.ts)
