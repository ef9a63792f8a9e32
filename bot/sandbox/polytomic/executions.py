"""The endpoints of runs."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.sandbox.polytomic import bulk_bodies as bodies
from bot.sandbox.polytomic import log_files, shapes
from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.bulk_syncs import cancel_run, found
from bot.sandbox.polytomic.call import Call, page
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.errors import conflict, invalid, not_found, unprocessable
from bot.sandbox.polytomic.progress import Execution, Plan, progress
from bot.sandbox.polytomic.schedules import next_time
from bot.sandbox.polytomic.state import BulkSync, Sandbox
from bot.sandbox.polytomic.versions import Version

CANCELLATION = {"message": "Cancellation requested"}
Start = bodies.Start2023 | bodies.Start2024 | bodies.Start2025
_START: dict[Version, type[Start]] = {
    Version.V2023: bodies.Start2023,
    Version.V2024: bodies.Start2024,
    Version.V2025: bodies.Start2025,
}


def start(call: Call) -> Answer:
    """Start a run, unless one is under way."""
    sync, body = found(call), call.body(_START[call.version])
    unknown = [schema for schema in body.schemas or [] if schema not in sync.schemas]
    if unknown:
        raise invalid(f"unknown schemas: {', '.join(unknown)}")
    resync = bool(getattr(body, "resync", None) or getattr(body, "resync_mode", None))
    if resync and body.test:
        raise invalid("test and resync_mode exclude each other")
    if is_running(call.sandbox, sync):
        raise conflict("the bulk sync is already running")
    _refuse_broken_ends(call.sandbox, sync)
    run = begin(call.sandbox, sync, body.schemas)
    run.is_test, run.is_resync = bool(body.test), resync
    run.fetch_mode = getattr(body, "fetch_mode", None)
    return data(shapes.execution(call, run))


def begin(
    sandbox: Sandbox,
    sync: BulkSync,
    schemas: list[str] | None = None,
    *,
    kind: str = "manual",
    at: datetime | None = None,
) -> Execution:
    """Begin a run, now unless told otherwise; it ends as the next plan says."""
    plan = sandbox.plans.popleft() if sandbox.plans else Plan()
    run = Execution(
        id=str(uuid4()),
        sync_id=sync.id,
        created_at=at or sandbox.clock.now(),
        seconds=sandbox.config.execution_seconds,
        cancel_seconds=sandbox.config.cancel_seconds,
        schemas=tuple(schemas or sync.enabled),
        plan=plan,
        type=kind,
        is_partial=bool(schemas),
    )
    sync.executions.append(run)
    return run


def is_running(sandbox: Sandbox, sync: BulkSync, at: datetime | None = None) -> bool:
    """Tell whether a run of this bulk sync is under way, now or at another moment."""
    return bool(sync.executions) and not progress(sync.executions[-1], at or sandbox.clock.now()).is_over


def cancel_sync(call: Call) -> Answer:
    """Ask the present run of a bulk sync to stop."""
    cancel_run(call, found(call))
    return data(CANCELLATION)


def cancel_execution(call: Call) -> Answer:
    """Ask one run to stop."""
    run = _execution(call)
    now = call.sandbox.clock.now()
    if run.cancel_at is None and not progress(run, now).is_over:
        run.cancel_at = now
    return data(CANCELLATION)


def cancel_schema(call: Call) -> Answer:
    """Ask the present run to leave out one schema."""
    sync, schema = found(call), call.path["schema"]
    if schema not in sync.schemas:
        raise not_found("schema")
    if is_running(call.sandbox, sync):
        sync.executions[-1].canceled_schemas.setdefault(schema, call.sandbox.clock.now())
    return data(CANCELLATION)


def status(call: Call) -> Answer:
    """Show the present run, the last one that is over, and the next one's time."""
    sync = found(call)
    now = call.sandbox.clock.now()
    current = sync.executions[-1] if is_running(call.sandbox, sync) else None
    over = [run for run in sync.executions[-2:] if progress(run, now).is_over]
    return data(
        {
            "current_execution": shapes.execution(call, current) if current else None,
            "last_execution": shapes.execution(call, over[-1]) if over else None,
            "next_execution_time": stamp(next_time(sync, now)),
        }
    )


def batch_status(call: Call) -> Answer:
    """Show the newest run of many bulk syncs at once."""
    now = call.sandbox.clock.now()
    return data(
        [
            {**shapes.latest(call, sync), "nextExecutionTime": stamp(next_time(sync, now))}
            for sync in _asked_for(call)
        ]
    )


def list_executions(call: Call) -> Answer:
    """List a bulk sync's runs, the newest first unless asked otherwise."""
    runs = list(found(call).executions)
    if not call.flag("ascending"):
        runs.reverse()
    if call.flag("only_terminal"):
        now = call.sandbox.clock.now()
        runs = [run for run in runs if progress(run, now).is_over]
    shown, pagination = page(runs, call, call.number("limit", default=100, most=100))
    return data([shapes.execution(call, run) for run in shown], **pagination)


def get_execution(call: Call) -> Answer:
    """Show one run."""
    return data(shapes.execution(call, _execution(call)))


def logs(call: Call) -> Answer:
    """Give the addresses of a run's log files; the capitals are the original's."""
    run = _execution(call)
    return data(
        {"Expires": stamp(log_files.expires(call.sandbox)), "URLs": log_files.addresses(call.sandbox, run)}
    )


def console(call: Call) -> Answer:
    """Show the last lines that a run has written."""
    limit = call.number("limit", default=log_files.CONSOLE_LINES, most=log_files.CONSOLE_LINES)
    return data(log_files.console(call.sandbox, _execution(call), limit))


def _execution(call: Call) -> Execution:
    for run in found(call).executions:
        if run.id == call.path["execution"]:
            return run
    raise not_found("execution")


def _asked_for(call: Call) -> list[BulkSync]:
    if call.flag("all"):
        return list(call.sandbox.syncs)
    if call.flag("active"):
        return [sync for sync in call.sandbox.syncs if sync.active]
    syncs = [call.sandbox.syncs.get(sync_id) for sync_id in call.query.get("sync_id", [])]
    if None in syncs:
        raise not_found("bulk sync")
    return [sync for sync in syncs if sync is not None]


def _refuse_broken_ends(sandbox: Sandbox, sync: BulkSync) -> None:
    for connection_id in (sync.source_id, sync.destination_id):
        item: Any = sandbox.connections.get(connection_id)
        if not item.is_healthy:
            raise unprocessable(
                f'the connection "{item.name}" is unhealthy: {item.status_error or item.status}'
            )
