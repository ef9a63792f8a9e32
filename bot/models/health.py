"""What the bot remembers of every connection's health, so that people hear of a change once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from bot.models.base import Value


class KnownConnection(Value):
    """A connection that was seen, how it was, and whom its last break concerned."""

    id: UUID
    connection_id: str
    is_healthy: bool
    name: str = ""  # this and what follows: as they were when it broke
    type_name: str = ""
    reason: str = ""
    episode: int = 0  # breaks that were worth telling so far: part of the keys of the posts
    broke_at: datetime | None = None  # None: no break was worth telling yet
    recovered_at: datetime | None = None
    recipients: tuple[str, ...] = ()  # people and channels that the break concerns
    syncs: tuple[str, ...] = ()  # names of the bot's bulk syncs that use it
    created_at: datetime
    version: int = 0

    @property
    def is_told_of(self) -> bool:
        """True from a break that concerns somebody until the recovery."""
        return self.broke_at is not None and self.recovered_at is None
