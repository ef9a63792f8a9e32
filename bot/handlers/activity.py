"""What a bulk sync does or did, whichever of Polytomic's answers tells it."""

from bot.models import Activity
from bot.polytomic import BatchStatus, Execution


def of_execution(execution: Execution | None) -> Activity | None:
    """Sum up an execution."""
    if execution is None:
        return None
    return Activity(
        status=execution.status,
        is_running=not execution.is_over,
        execution_id=execution.id,
        records=execution.records,
        errors=execution.errors,
        objects_done=execution.objects_done,
        objects_total=execution.objects_total,
        started_at=execution.started_at,
        completed_at=execution.completed_at,
        reason="" if execution.succeeded else execution.status_message or "",
    )


def of_batch(status: BatchStatus) -> Activity | None:
    """Sum up what the batch status says of a bulk sync; None if it never ran."""
    parts = status.latest
    if not status.status and not parts:
        return None
    counts = [part.record_count for part in parts if part.record_count is not None]
    ends = [part.completed_at for part in parts if part.completed_at is not None]
    word = status.status or next((part.status for part in parts if not part.is_over), parts[0].status)
    return Activity(
        status=word,
        is_running=status.is_running,
        execution_id=parts[0].execution_id if parts else None,
        records=sum(counts) if counts else None,
        errors=sum(part.error_count or 0 for part in parts),
        objects_done=sum(part.is_over for part in parts),
        objects_total=len(parts),
        started_at=min((part.started_at for part in parts if part.started_at is not None), default=None),
        completed_at=max(ends, default=None) if not status.is_running else None,
        reason="" if word == "completed" else next((p.status_message for p in parts if p.status_message), ""),
    )
