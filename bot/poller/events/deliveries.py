"""What Polytomic's webhook brings: the same events sooner; reading them stays the safety net."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.poller.events.words import heard_of
from bot.polytomic import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from bot.store import SeenExecutions, Watches

ALGORITHM = "sha256="


class _Delivery(BaseModel):
    """One event as it is delivered: without an id, and without its time."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    type: str
    event: dict[str, object]


class Deliveries:
    """Hears of events that are delivered in any order and any number of times."""

    def __init__(
        self,
        secret: SecretStr,
        watches: Watches,
        executions: SeenExecutions,
        when_news: Callable[[], None],
    ) -> None:
        self._secret = secret
        self._watches = watches
        self._executions = executions
        self._when_news = when_news

    def is_genuine(self, raw: bytes, signature: str) -> bool:
        """Tell whether a body was signed with the secret: HMAC-SHA256 in hex or Base64, prefixed or not."""
        digest = hmac.new(self._secret.get_secret_value().encode(), raw, hashlib.sha256).digest()
        given = signature.strip().removeprefix(ALGORITHM).encode(errors="replace")
        written = (digest.hex().encode(), b64encode(digest))
        return any([hmac.compare_digest(one, given) for one in written])  # noqa: C419 - both, always

    async def take(self, raw: bytes) -> bool:
        """Write down what a genuine body tells of a watched sync; False if it cannot be read."""
        try:
            said = _Delivery.model_validate_json(raw)
        except ValidationError:
            return False
        event = Event(id="", type=said.type, event=said.event)
        heard = heard_of(event, datetime.now(UTC))
        if heard is None:
            return True
        watched = await self._watches.watched()
        is_watched = watched is None or heard.sync_id in watched
        if is_watched and await self._executions.hear([heard]):
            self._when_news()
        return True
