"""How a run of a bulk sync goes: computed from the clock whenever somebody looks."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Status(StrEnum):
    """Where a run, or one schema of it, stands."""

    CREATED = "created"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    EXPORTING = "exporting"
    PROCESSING = "processing"
    CANCELING = "canceling"
    CANCELED = "canceled"
    COMPLETED = "completed"
    FAILED = "failed"
    ERRORS = "errors"
    INTERRUPTED = "interrupted"


TERMINAL = frozenset({Status.CANCELED, Status.COMPLETED, Status.FAILED, Status.ERRORS, Status.INTERRUPTED})

# Shares of a run's length: when each stage begins, and when each outcome ends it.
STAGES = (
    (0.0, Status.CREATED),
    (0.05, Status.SCHEDULED),
    (0.1, Status.RUNNING),
    (0.55, Status.EXPORTING),
    (0.8, Status.PROCESSING),
)
STARTED = 0.1
ENDS = {Status.COMPLETED: 1.0, Status.ERRORS: 1.0, Status.FAILED: 0.7, Status.INTERRUPTED: 0.6}
REFUSED_RECORDS = 3
TEST_RECORDS = 5
EXPORTING_FROM, PROCESSING_FROM = 0.6, 0.8  # shares of one schema's own time


@dataclass(frozen=True)
class Plan:
    """How a run shall end; asked for with `POST /_sandbox/executions/next`."""

    outcome: Status = Status.COMPLETED
    message: str | None = None


@dataclass
class Execution:
    """One run: everything about it that does not follow from the clock."""

    id: str
    sync_id: str
    created_at: datetime
    seconds: float
    cancel_seconds: float
    schemas: tuple[str, ...]
    plan: Plan
    type: str = "manual"
    is_test: bool = False
    is_resync: bool = False
    is_partial: bool = False
    fetch_mode: str | None = None
    cancel_at: datetime | None = None
    canceled_schemas: dict[str, datetime] = field(default_factory=dict)
    settled: "Progress | None" = None

    def share(self, moment: datetime) -> float:
        """Tell which share of the run's length has passed; a run of no length is over at once."""
        passed = (moment - self.created_at).total_seconds()
        return passed / self.seconds if self.seconds else 1.0

    def at(self, share: float) -> datetime:
        """Tell the moment at which this share of the run's length has passed."""
        return self.created_at + timedelta(seconds=self.seconds * share)


@dataclass(frozen=True)
class SchemaProgress:
    """How far one schema is."""

    schema: str
    status: Status
    message: str | None
    record_count: int
    error_count: int
    started_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    status: Status
    message: str | None
    started_at: datetime | None
    completed_at: datetime | None
    updated_at: datetime
    schemas: tuple[SchemaProgress, ...]

    @property
    def is_over(self) -> bool:
        """Tell whether nothing will change any more."""
        return self.status in TERMINAL

    @property
    def record_count(self) -> int:
        """Add up the records of all schemas."""
        return sum(schema.record_count for schema in self.schemas)

    @property
    def error_count(self) -> int:
        """Add up the errors of all schemas."""
        return sum(schema.error_count for schema in self.schemas)


def progress(run: Execution, now: datetime) -> Progress:
    """Tell how a run stands; once it is over the answer never changes."""
    if run.settled is not None:
        return run.settled
    status, share = _standing(run, now)
    over = status in TERMINAL
    current = Progress(
        status=status,
        message=_message(run, status),
        started_at=run.at(STARTED) if share >= STARTED else None,
        completed_at=run.at(share) if over else None,
        updated_at=run.at(share),
        schemas=tuple(_schema(run, place, status, share) for place in range(len(run.schemas))),
    )
    if over:
        run.settled = current
    return current


def _standing(run: Execution, now: datetime) -> tuple[Status, float]:
    """Find the run's status, and the share of its length up to which it moved."""
    share = run.share(now)
    end = ENDS[run.plan.outcome]
    if run.cancel_at is not None and run.share(run.cancel_at) < end:
        canceled = run.share(run.cancel_at + timedelta(seconds=run.cancel_seconds))
        return (Status.CANCELED, canceled) if share >= canceled else (Status.CANCELING, share)
    if share >= end:
        return run.plan.outcome, end
    return [status for begin, status in STAGES if share >= begin][-1], share


def _message(run: Execution, status: Status) -> str | None:
    if status == run.plan.outcome and run.plan.message:
        return run.plan.message
    return {
        Status.FAILED: "The destination refused the connection.",
        Status.ERRORS: f"{REFUSED_RECORDS} records were refused by the destination.",
        Status.INTERRUPTED: "The run was interrupted and will go on with the next one.",
        Status.CANCELED: "Canceled by a user.",
    }.get(status)


def _schema(run: Execution, place: int, overall: Status, share: float) -> SchemaProgress:
    schema = run.schemas[place]
    stopped = run.canceled_schemas.get(schema)
    share = share if stopped is None else min(share, run.share(stopped))
    begin, finish = _window(len(run.schemas), place)
    done = (share - begin) / (finish - begin)
    status = _schema_status(run, place, overall, done)
    return SchemaProgress(
        schema=schema,
        status=status,
        message=_message(run, overall) if status in {Status.FAILED, Status.INTERRUPTED} else None,
        record_count=int(
            total_records(schema, is_test=run.is_test) * max(0.0, min(1.0, done / PROCESSING_FROM))
        ),
        error_count=_errors(run, status),
        started_at=run.at(begin) if done >= 0 else None,
        completed_at=run.at(min(finish, share)) if status in TERMINAL else None,
    )


def _window(count: int, place: int) -> tuple[float, float]:
    """Stagger the schemas: each begins a little later than the one before, all end before the run does."""
    return STARTED + 0.45 * place / count, 0.55 + 0.43 * (place + 1) / count


def _schema_status(run: Execution, place: int, overall: Status, done: float) -> Status:
    if overall == Status.ERRORS and place == len(run.schemas) - 1:
        return Status.FAILED
    if done >= 1:
        return Status.COMPLETED
    if overall == Status.CANCELED or run.schemas[place] in run.canceled_schemas:
        return Status.CANCELED
    if overall == Status.FAILED:
        return Status.FAILED if place == _first_unfinished(len(run.schemas)) else Status.CANCELED
    return Status.INTERRUPTED if overall in TERMINAL else _working(done)


def _working(done: float) -> Status:
    if done < 0:
        return Status.CREATED
    if done < EXPORTING_FROM:
        return Status.RUNNING
    return Status.EXPORTING if done < PROCESSING_FROM else Status.PROCESSING


def _first_unfinished(count: int) -> int:
    return next(place for place in range(count) if _window(count, place)[1] > ENDS[Status.FAILED])


def _errors(run: Execution, status: Status) -> int:
    if status != Status.FAILED:
        return 0
    return REFUSED_RECORDS if run.plan.outcome == Status.ERRORS else 1


def total_records(schema: str, *, is_test: bool = False) -> int:
    """Choose how many records a schema has: always the same for the same name."""
    return TEST_RECORDS if is_test else 120 + zlib.crc32(schema.encode()) % 20_000
