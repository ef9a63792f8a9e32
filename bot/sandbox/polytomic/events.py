"""What happened: the events that runs leave behind."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
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


class Happening(NamedTuple):
    """Something that happened to a run."""

    moment: datetime
    kind: str
    sync: BulkSync
    run: Execution
    current: Progress

    @property
    def id(self) -> str:
        """The event's id: the same however often it is told."""
        return str(uuid5(NAMESPACE_URL, f"{self.run.id}/{self.kind}"))


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
        for happening in happenings(call.sandbox)
        if (after is None or happening.moment > after)
        and (before is None or happening.moment < before)
        and kind in {None, "", happening.kind}
    ]
    happened.sort(key=lambda happening: (happening.moment, happening.run.id, happening.kind), reverse=True)
    shown, pagination = page(happened, call, call.number("limit", default=10, most=100))
    return data([_shape(call, happening) for happening in shown], **pagination)


def happenings(sandbox: Sandbox) -> list[Happening]:
    """List what happened in the time for which events are kept."""
    now = sandbox.clock.now()
    happened: list[Happening] = []
    for sync in sandbox.syncs:
        for run in reversed(sync.executions):
            if run.created_at < now - KEPT:
                break
            current = progress(run, now)
            if current.started_at:
                happened.append(Happening(current.started_at, "bulk_sync.running", sync, run, current))
            if current.completed_at:
                happened.append(Happening(current.completed_at, OUTCOMES[current.status], sync, run, current))
    return happened


def payload(sandbox: Sandbox, happening: Happening) -> dict[str, Any]:
    """Tell of an event what only some kinds have, too."""
    sync, run = happening.sync, happening.run
    event: dict[str, Any] = {
        "sync_id": sync.id,
        "sync_name": sync.name,
        "execution_id": run.id,
        "source_connection_id": sync.source_id,
        "destination_connection_id": sync.destination_id,
        "organization_id": sandbox.organization_id,
    }
    if happening.kind == "bulk_sync.failed":
        event["error"] = happening.current.message
    return event


def _shape(call: Call, happening: Happening) -> dict[str, Any]:
    event, sync = payload(call.sandbox, happening), happening.sync
    if call.version >= Version.V2025 and happening.kind not in {"bulk_sync.running", "bulk_sync.canceled"}:
        event["trigger_source"] = happening.run.type
        event["schedule"] = {"id": sync.id, "frequency": sync.settings["schedule"]["frequency"]}
    return {
        "id": happening.id,
        "type": happening.kind,
        "created_at": stamp(happening.moment),
        "organization_id": call.sandbox.organization_id,
        "event": event,
    }
