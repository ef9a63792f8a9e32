"""What happened: the events that runs leave behind."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call, page
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.errors import unprocessable
from bot.sandbox.polytomic.progress import Execution, Progress, Status, progress
from bot.sandbox.polytomic.state import BulkSync, Sandbox
from bot.sandbox.polytomic.versions import Version

KEPT = timedelta(hours=48)
# One word is singular for bulk syncs and plural for model syncs; that is the original's spelling.
TYPES = (
    "bulk_sync.canceled",
    "bulk_sync.completed",
    "bulk_sync.completed_with_error",
    "bulk_sync.failed",
    "bulk_sync.running",
    "sync.canceled",
    "sync.completed",
    "sync.completed_with_errors",
    "sync.failed",
    "sync.running",
)
OUTCOMES = {
    Status.COMPLETED: "bulk_sync.completed",
    Status.CANCELED: "bulk_sync.canceled",
    Status.FAILED: "bulk_sync.failed",
    Status.INTERRUPTED: "bulk_sync.failed",
    Status.ERRORS: "bulk_sync.completed_with_error",
}
Happening = tuple[datetime, str, BulkSync, Execution, Progress]


def list_types(_: Call) -> Answer:
    """List the types that events can have."""
    return data(list(TYPES))


def list_events(call: Call) -> Answer:
    """List events within a window of time, the newest first, page by page."""
    kind = call.text("type") or call.text("event_type")
    if kind and kind not in TYPES:
        raise unprocessable(f'unknown event type "{kind}"')
    after, before = call.moment("starting_after"), call.moment("ending_before")
    happened = [
        happening
        for happening in _happenings(call.sandbox)
        if (after is None or happening[0] > after)
        and (before is None or happening[0] < before)
        and kind in {None, "", happening[1]}
    ]
    happened.sort(key=lambda happening: (happening[0], happening[3].id, happening[1]), reverse=True)
    shown, pagination = page(happened, call, call.number("limit", default=10, most=100))
    return data([_shape(call, happening) for happening in shown], **pagination)


def _happenings(sandbox: Sandbox) -> list[Happening]:
    now = sandbox.clock.now()
    happened: list[Happening] = []
    for sync in sandbox.syncs:
        for run in reversed(sync.executions):
            if run.created_at < now - KEPT:
                break
            current = progress(run, now)
            if current.started_at:
                happened.append((current.started_at, "bulk_sync.running", sync, run, current))
            if current.completed_at:
                happened.append((current.completed_at, OUTCOMES[current.status], sync, run, current))
    return happened


def _shape(call: Call, happening: Happening) -> dict[str, Any]:
    moment, kind, sync, run, current = happening
    event: dict[str, Any] = {
        "sync_id": sync.id,
        "sync_name": sync.name,
        "execution_id": run.id,
        "source_connection_id": sync.source_id,
        "destination_connection_id": sync.destination_id,
        "organization_id": call.sandbox.organization_id,
    }
    if kind == "bulk_sync.failed":
        event["error"] = current.message
    if call.version >= Version.V2025 and kind not in {"bulk_sync.running", "bulk_sync.canceled"}:
        event["trigger_source"] = run.type
        event["schedule"] = {"id": sync.id, "frequency": sync.settings["schedule"]["frequency"]}
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{run.id}/{kind}")),
        "type": kind,
        "created_at": stamp(moment),
        "organization_id": call.sandbox.organization_id,
        "event": event,
    }
