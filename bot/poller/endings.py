"""Why an execution ended as it did, in words that fit a message and a row."""

from bot.models import Problem
from bot.polytomic import Execution

MAX_REASON = 1000
MAX_NAMED, MAX_NAME = 5, 60
GONE = Problem(
    message="The bulk sync was deleted in Polytomic, so there is nothing left to run.",
    guidance="Set up a new one if you still need it.",
)
_NEXT = "*Logs* sends you the details; *Run again* tries once more."


def why(execution: Execution, *, cancelled_by: str | None = None) -> Problem | None:
    """Say why an execution did not go well, and which objects failed; a person who cancelled it is why."""
    said = _said(execution)
    if execution.status == "canceled":
        return Problem(message=said, guidance="") if said and cancelled_by is None else None
    words = [said or "Polytomic gives no reason.", _failed(execution)]
    return Problem(message=" ".join(word for word in words if word), guidance=_NEXT)


def _said(execution: Execution) -> str:
    """Return Polytomic's words, or those about the first object that failed."""
    messages = (execution.status_message, *(schema.status_message for schema in execution.failed))
    said = next((" ".join(message.split()) for message in messages if message and message.strip()), "")
    return said if len(said) <= MAX_REASON else f"{said[:MAX_REASON].rstrip()}…"


def _failed(execution: Execution) -> str:
    failed = execution.failed
    if not failed:
        return ""
    names = ", ".join(schema.schema_id[:MAX_NAME] or "one without a name" for schema in failed[:MAX_NAMED])
    more = f" and {len(failed) - MAX_NAMED:,} more" if len(failed) > MAX_NAMED else ""
    return f"{'Object' if len(failed) == 1 else 'Objects'} that failed: {names}{more}."
