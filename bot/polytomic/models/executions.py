"""What Polytomic says about executions, and about what happened in the organization."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import AliasChoices, Field

from bot.polytomic.models.base import Answer, Flag, Many, Moment, Settings, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

OVER = frozenset({"completed", "canceled", "failed", "errors", "interrupted"})
"""Statuses that are final: the documented three, and two that only the SDK names."""


UNDER_WAY = frozenset({"created", "scheduled", "running", "exporting", "processing", "canceling"})
"""Statuses of an execution that goes on."""


def is_final(status: str, completed_at: datetime | None) -> bool:
    """Tell whether a status is the last one; a word that nobody knows is, once there is a time of its end."""
    return status in OVER or (completed_at is not None and status not in UNDER_WAY)


def total(parts: Iterable[SchemaRun], counter: str) -> int | None:
    """Add up a counter of several objects; None where Polytomic knows it of none of them."""
    known = [count for part in parts if (count := getattr(part, counter)) is not None]
    return sum(known) if known else None


class SchemaRun(Answer):
    """How one object fares in an execution."""

    schema_id: Text = Field("", validation_alias=AliasChoices("schema", "schema_id"))
    status: Text = ""
    status_message: str | None = None
    record_count: int | None = None
    error_count: int | None = None
    warning_count: int | None = None
    completed_at: Moment = None

    @property
    def is_over(self) -> bool:
        """True when this object's part does not change any more."""
        return is_final(self.status, self.completed_at)


class Execution(Answer):
    """One run of a bulk sync; counters may be unknown while it runs."""

    id: str
    status: Text = ""
    status_message: str | None = None
    type: Text = ""  # what started it, such as "scheduled" or "manual"
    is_test: Flag = False
    is_resync: Flag = False
    is_partial: Flag = False
    record_count: int | None = None
    error_count: int | None = None
    warning_count: int | None = None
    created_at: Moment = None
    started_at: Moment = None
    completed_at: Moment = None
    updated_at: Moment = None
    schemas: Many[SchemaRun] = ()

    @property
    def is_over(self) -> bool:
        """True when the execution does not change any more."""
        return is_final(self.status, self.completed_at)

    @property
    def seconds(self) -> float | None:
        """How long it took from being asked for to its end; both times are Polytomic's."""
        return self._until(self.completed_at)

    @property
    def seconds_so_far(self) -> float | None:
        """How long it has been going on at least; both times are Polytomic's."""
        return self._until(self.updated_at)

    def _until(self, moment: datetime | None) -> float | None:
        begun = self.created_at or self.started_at
        return (moment - begun).total_seconds() if begun and moment else None

    @property
    def failed(self) -> tuple[SchemaRun, ...]:
        """The objects that failed."""
        return tuple(schema for schema in self.schemas if schema.status == "failed")

    def is_like(self, other: Execution) -> bool:
        """Tell whether two executions had the same to do: the whole sync or the same objects, in one way."""
        way = (self.is_test, self.is_resync, self.is_partial)
        if way != (other.is_test, other.is_resync, other.is_partial):
            return False
        return not self.is_partial or _names(self) == _names(other)

    @property
    def succeeded(self) -> bool:
        """True when everything was synced without errors."""
        return self.status == "completed"

    @property
    def records(self) -> int | None:
        """Records written; the sum over the objects where Polytomic gives no total."""
        return self._total("record_count")

    @property
    def errors(self) -> int | None:
        """Records that could not be written."""
        return self._total("error_count")

    @property
    def warnings(self) -> int | None:
        """Records written with a warning."""
        return self._total("warning_count")

    @property
    def objects_done(self) -> int:
        """How many objects are over; once all of it is over, how many were synced."""
        if self.is_over:
            return sum(schema.status == "completed" for schema in self.schemas)
        return sum(schema.is_over for schema in self.schemas)

    @property
    def objects_total(self) -> int:
        """How many objects the execution has."""
        return len(self.schemas)

    def _total(self, counter: str) -> int | None:
        known: int | None = getattr(self, counter)
        return total(self.schemas, counter) if known is None else known


def _names(execution: Execution) -> set[str]:
    return {schema.schema_id for schema in execution.schemas}


class SyncStatus(Answer):
    """What a bulk sync is doing, did last, and does next."""

    current_execution: Execution | None = None
    last_execution: Execution | None = None
    next_execution_time: Moment = None


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class SchemaState(SchemaRun):
    """The last state of one object of a bulk sync."""

    execution_id: str | None = None
    started_at: Moment = None


class BatchStatus(Answer):
    """The status of one of many bulk syncs asked for at once."""

    sync_id: str
    status: Text = ""
    next_execution_time: Moment = Field(
        None, validation_alias=AliasChoices("nextExecutionTime", "next_execution_time")
    )
    schemas: Many[SchemaState] = ()

    @property
    def is_running(self) -> bool:
        """True when an execution is under way."""
        return self.status in UNDER_WAY or any(schema.status in UNDER_WAY for schema in self.schemas)

    @property
    def latest(self) -> tuple[SchemaState, ...]:
        """The objects of the newest execution; others may have run last in an older one."""
        begun = [schema for schema in self.schemas if schema.started_at is not None]
        newest = max(begun, key=lambda schema: schema.started_at or _LONG_AGO, default=None)
        if newest is None:
            return self.schemas
        return self.of_execution(newest.execution_id)

    def of_execution(self, execution_id: str | None) -> tuple[SchemaState, ...]:
        """Return the objects of one execution."""
        return tuple(schema for schema in self.schemas if schema.execution_id == execution_id)


class ConsoleEntry(Answer):
    """A line of an execution's log."""

    level: Text = ""
    message: Text = ""
    timestamp: Moment = None

    @property
    def is_error(self) -> bool:
        """True when something went wrong."""
        return self.level.casefold() in {"error", "fatal", "critical"}


class Console(Answer):
    """The last lines of an execution's log."""

    entries: Many[ConsoleEntry] = ()


class LogAddresses(Answer):
    """Where an execution's log files can be fetched for a while; whoever has an address has the file."""

    urls: Many[str] = Field((), validation_alias=AliasChoices("URLs", "urls"), repr=False)


class Event(Answer):
    """Something that happened in the organization; kept for 48 hours."""

    id: str
    type: Text = ""
    created_at: Moment = None
    organization_id: Text = ""
    event: Settings = Field({})

    @property
    def sync_id(self) -> str:
        """The sync that it is about; empty if it is about something else."""
        return self._said("sync_id")

    @property
    def sync_name(self) -> str:
        """The sync's name, which one of Polytomic's pages spells differently."""
        return self._said("sync_name") or self._said("name")

    @property
    def execution_id(self) -> str:
        """The execution that it is about."""
        return self._said("execution_id")

    @property
    def error(self) -> str:
        """What went wrong, if something did."""
        return self._said("error")

    @property
    def trigger(self) -> str:
        """What started the execution, where Polytomic says so."""
        return self._said("trigger_source")

    def _said(self, name: str) -> str:
        value = self.event.get(name)
        return value if isinstance(value, str) else ""


class Webhook(Answer):
    """Where the organization's events are sent; its secret is not kept."""

    id: str
    endpoint: Text = ""
    disabled: Flag = False
