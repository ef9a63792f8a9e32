"""The bodies of the bulk-sync endpoints, version by version."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

Frequency = Literal[
    "manual",
    "continuous",
    "hourly",
    "daily",
    "weekly",
    "custom",
    "builder",
    "runafter",
    "multi",
    "dbtcloud",
]
Discover = Literal["all", "onlyIncremental", "onlyNonIncremental", "none"]
DAYS = frozenset({"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"})
LIMITS = {"hour": (0, 23), "minute": (0, 59), "day_of_month": (1, 31), "month": (1, 12)}


class Body(BaseModel):
    """A body that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class Schedule(Body):
    """When a bulk sync runs; all numbers are strings, all times UTC."""

    id: str | None = None
    frequency: Frequency
    hour: str | None = None
    minute: str | None = None
    day_of_week: str | None = None
    day_of_month: str | None = None
    month: str | None = None

    @field_validator("hour", "minute", "day_of_month", "month")
    @classmethod
    def _in_range(cls, text: str | None, info: Any) -> str | None:
        low, high = LIMITS[info.field_name]
        if text and not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise ValueError(f"must be a number from {low} to {high}, as a string")
        return text

    @field_validator("day_of_week")
    @classmethod
    def _a_day(cls, text: str | None) -> str | None:
        if text and text.lower() not in DAYS:
            raise ValueError("must be the English name of a day")
        return text


class MultiSchedule(Schedule):
    """The schedule before 2025, which could be several in one."""

    multi: dict[str, Any] | None = None


class AdditionalSchedule(Schedule):
    """A further schedule since 2025."""

    schemas: list[str] | None = None
    selective_mode: Literal["none", "incrementalFields", "nonincrementalFields"] | None = None
    resync_mode: Literal["normal", "refetch", "resync", "rebuild"] | None = None


class FieldConfiguration(Body):
    """What to do with one field of a schema."""

    id: str
    enabled: bool | None = None
    obfuscate: bool | None = None
    user_output_name: str | None = None


class SchemaConfiguration(Body):
    """A schema of a bulk sync and what to do with it."""

    id: str
    enabled: bool | None = None
    fields: list[str | FieldConfiguration] | None = None
    filters: list[dict[str, Any]] | None = None
    partition_key: str | None = None
    tracking_field: str | None = None
    user_output_name: str | None = None
    data_cutoff_timestamp: datetime | None = None
    disable_data_cutoff: bool | None = None
    history_enabled: bool | None = None


class _Sync(Body):
    name: str = Field(min_length=1, max_length=255)
    source_connection_id: UUID
    destination_connection_id: UUID
    source_configuration: dict[str, Any] | None = None
    destination_configuration: dict[str, Any]
    active: bool | None = None
    policies: list[UUID] | None = None
    organization_id: UUID | None = None


class Sync2023(_Sync):
    """A whole bulk sync in 2023; the documentation calls `mode` required."""

    mode: Literal["replicate", "snapshot"]
    schedule: MultiSchedule
    destination_configuration: dict[str, Any] = Field(default_factory=dict)
    schemas: list[str] | None = None
    discover: bool | None = None


class PatchSync2023(Body):
    """A change to a bulk sync in 2023."""

    name: str | None = Field(None, min_length=1, max_length=255)
    source_connection_id: UUID | None = None
    destination_connection_id: UUID | None = None
    source_configuration: dict[str, Any] | None = None
    destination_configuration: dict[str, Any] | None = None
    active: bool | None = None
    policies: list[UUID] | None = None
    organization_id: UUID | None = None
    mode: Literal["replicate", "snapshot"] | None = None
    schedule: MultiSchedule | None = None
    schemas: list[str] | None = None
    discover: bool | None = None


class _SyncSince2024(_Sync):
    schemas: list[str | SchemaConfiguration] | None = None
    automatically_add_new_objects: Discover | None = None
    automatically_add_new_fields: Discover | None = None
    normalize_names: Literal["enabled", "disabled", "legacy"] | None = None
    concurrency_limit: int | None = Field(None, ge=1)
    resync_concurrency_limit: int | None = Field(None, ge=1)
    data_cutoff_timestamp: datetime | None = None
    disable_record_timestamps: bool | None = None


class Sync2024(_SyncSince2024):
    """A whole bulk sync in 2024."""

    mode: Literal["replicate", "snapshot"] | None = None
    schedule: MultiSchedule
    discover: bool | None = None


class Sync2025(_SyncSince2024):
    """A whole bulk sync in 2025."""

    mode: Literal["replicate", "snapshot", "append"] | None = None
    default_schedule: Schedule
    additional_schedules: list[AdditionalSchedule] | None = None


class Activate(Body):
    """The body of `POST …/activate`."""

    active: bool


class Start2023(Body):
    """The body that starts a run in 2023."""

    schemas: list[str] | None = None
    test: bool | None = None
    resync: bool | None = None


class Start2025(Body):
    """The body that starts a run in 2025."""

    schemas: list[str] | None = None
    test: bool | None = None
    resync_mode: Literal["refetch", "resync", "rebuild"] | None = None
    fetch_mode: Literal["none", "incremental", "full"] | None = None


class Start2024(Start2025):
    """The body that starts a run in 2024, when both spellings of a full refresh were known."""

    resync: bool | None = None


class PatchedField(Body):
    """A field in the schemas sub-resource, which says `obfuscated`."""

    id: str
    enabled: bool | None = None
    obfuscated: bool | None = None
    output_name: str | None = None
    user_output_name: str | None = None


class PatchedSchema(SchemaConfiguration):
    """A schema in the schemas sub-resource."""

    fields: list[PatchedField] | None = None  # type: ignore[assignment] # the API's own name
    output_name: str | None = None


class PatchSchemas(Body):
    """The body of `PATCH …/schemas`."""

    schemas: list[PatchedSchema]
