"""How far Polytomic's events were read, and the times of which it tells no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from bot.models.base import Value


class Cursor(Value):
    """How far something was read, and when."""

    at: datetime | None  # by Polytomic's clock; None: from the first event that there is
    read_at: datetime  # by the database's clock, as is the next
    unread_for: timedelta


class Gap(Value):
    """A time in which nobody looked, and of which Polytomic keeps no events any more."""

    id: UUID
    begin_at: datetime
    end_at: datetime
    created_at: datetime
    version: int = 0
