"""What a bulk sync does or did, whichever of Polytomic's answers tells it."""

from collections.abc import Sequence
from typing import overload

from bot.models import Activity, PastRun
from bot.polytomic import BatchStatus, Execution
from bot.polytomic.models import SchemaState
from bot.polytomic.models.executions import OVER, total


@overload
def of_execution(execution: Execution) -> Activity: ...


@overload
def of_execution(execution: None) -> None: ...


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
    word = status.status or _word(parts)
    ends = [part.completed_at for part in parts if part.completed_at is not None]
    return _of_parts(parts).model_copy(
        update={
            "status": word,
            "is_running": status.is_running,
            "completed_at": max(ends, default=None) if not status.is_running else None,
            "reason": _reason(parts) if word != "completed" else "",
        }
    )


def of_execution_in_batch(status: BatchStatus | None, execution_id: str | None) -> Activity | None:
    """Sum up what the batch status says of one execution; None if it says nothing of it."""
    parts = status.of_execution(execution_id) if status is not None else ()
    if status is None or not parts:
        return None
    activity = _of_parts(parts)
    is_said = bool(status.status) and status.status not in OVER  # objects know fewer words than the whole
    return activity.model_copy(update={"status": status.status}) if is_said else activity


def _of_parts(parts: Sequence[SchemaState]) -> Activity:
    return Activity(
        status=_word(parts),
        is_running=not all(part.is_over for part in parts),
        execution_id=parts[0].execution_id if parts else None,
        records=total(parts, "record_count"),
        errors=total(parts, "error_count"),
        objects_done=sum(part.is_over for part in parts),
        objects_total=len(parts),
        started_at=min((part.started_at for part in parts if part.started_at is not None), default=None),
    )


def _word(parts: Sequence[SchemaState]) -> str:
    """Choose the word of an object that goes on, or of the first."""
    return next((part.status for part in parts if not part.is_over), parts[0].status if parts else "")


def _reason(parts: Sequence[SchemaState]) -> str:
    return next((part.status_message for part in parts if part.status_message), "")


def past(execution: Execution) -> PastRun:
    """Sum up an execution for a history; what its clocks cannot tell stays unknown."""
    began, ended = execution.started_at or execution.created_at, execution.completed_at
    seconds = (ended - began).total_seconds() if began and ended else None
    return PastRun(
        status=execution.status,
        is_running=not execution.is_over and ended is None,
        rows=execution.records,
        errors=execution.errors,
        began_at=began,
        seconds=seconds if seconds is not None and seconds >= 0 else None,
    )
