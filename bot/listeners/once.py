"""Each thing that a person does is done once, however often and to however many replicas Slack hands it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import Busy
from bot.store import StoreDown

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck
    from slack_bolt.response import BoltResponse

    from bot.store import Triggers


class Once:
    """Acknowledges a request, and lets its listener go on if nobody else has taken it.

    The question comes after the ack, which waits for nothing. What has no trigger_id changes nothing twice.
    """

    def __init__(self, ack: AsyncAck, body: dict[str, Any], triggers: Triggers) -> None:
        self._ack = ack
        self._trigger_id = body.get("trigger_id")
        self._triggers = triggers

    async def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """Acknowledge; raises Busy if the request was taken before."""
        response = await self._ack(*args, **answer)
        trigger_id, self._trigger_id = self._trigger_id, None
        if isinstance(trigger_id, str) and not await self._is_mine(trigger_id):
            raise Busy("This was taken before.")
        return response

    async def _is_mine(self, trigger_id: str) -> bool:
        try:
            return await self._triggers.take(trigger_id)
        except StoreDown:  # the person hears that from whatever needs the database
            return True
