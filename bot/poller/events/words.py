"""What an event says of an execution, in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from bot.models import SeenExecution

if TYPE_CHECKING:
    from datetime import datetime

    from bot.polytomic import Event

RUNNING = "running"
STATUSES = {
    "bulk_sync.running": RUNNING,
    "bulk_sync.completed": "completed",
    "bulk_sync.completed_with_error": "errors",
    "bulk_sync.failed": "failed",
    "bulk_sync.canceled": "canceled",
}


def heard_of(event: Event, now: datetime) -> SeenExecution | None:
    """Read what an event says of a bulk sync's execution; None if it is about something else."""
    status = STATUSES.get(event.type)
    if status is None or not event.sync_id or not event.execution_id:
        return None
    is_start = status == RUNNING
    return SeenExecution(
        id=uuid4(),
        execution_id=event.execution_id,
        sync_id=event.sync_id,
        sync_name=event.sync_name or event.sync_id,
        status=status,
        reason="" if is_start else event.error or "",
        trigger=event.trigger or "",
        began_at=event.created_at if is_start else None,
        ended_at=None if is_start else event.created_at,
        created_at=now,
    )
