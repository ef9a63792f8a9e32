"""What a person wants to be synced: from where, to where, what, and when."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from bot.models.base import Value
from bot.models.fields import Plain

if TYPE_CHECKING:
    from collections.abc import Iterable


class Side(StrEnum):
    """Which end of a sync."""

    SOURCE = "source"
    DESTINATION = "destination"


class Way(StrEnum):
    """How the credentials of a new connection reach Polytomic."""

    PAGE = "page"  # on Polytomic's secure page: none passes through Slack or the bot
    FORM = "form"  # typed into a form in Slack


class End(Value):
    """One end of a setup: a connection that exists, or one that is being made."""

    type: str  # connection type id: "salesforce"
    type_name: str  # as people write it: "Salesforce"
    name: str = ""  # the connection's name, unique in the organization
    connection_id: str | None = None  # None until it exists at Polytomic
    made_here: bool = False  # this setup created it
    way: Way | None = None  # None: not chosen yet, or the form asks for no secret
    answers: dict[str, Plain] = Field(default_factory=dict)  # typed before, never a secret
    had_secrets: bool = False  # a secret was typed too, so the request cannot be repeated from here
    attempt: int = 0  # requests to create it so far: part of the idempotency key
    return_url: str | None = None  # where the browser goes after the sign-in
    first_error: str | None = None  # what Polytomic said of it before anybody signed in


class ObjectChoice(StrEnum):
    """Which of the source's objects to sync."""

    ALL = "all"
    NAMED = "named"
    LATER = "later"  # ask after sign-in


class Objects(Value):
    """The deliberate choice of what is synced; `names` and `matching` only for NAMED."""

    choice: ObjectChoice
    names: tuple[str, ...] = ()  # those that match are among them once the plan was accepted
    matching: tuple[str, ...] = ()  # "all that match": what was typed, kept to draw the form again

    def singly(self) -> tuple[str, ...]:
        """Return the names that were chosen for themselves, and not because they match."""
        return singly(self.names, self.matching)


def singly(names: Iterable[str], matching: Iterable[str]) -> tuple[str, ...]:
    """Leave out the names that match something that was typed."""
    terms = tuple(matching)
    return tuple(name for name in names if not any(fits(name, typed) for typed in terms))


def fits(name: str, typed: str) -> bool:
    """Tell whether a name has every word that was typed, in whatever case."""
    folded = name.casefold()
    return all(part in folded for part in typed.casefold().split())


class Frequency(StrEnum):
    """How often Polytomic runs a sync by itself."""

    MANUAL = "manual"
    CONTINUOUS = "continuous"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Schedule(Value):
    """When a sync runs; times are UTC."""

    frequency: Frequency = Frequency.MANUAL
    hour: int | None = None  # 0-23; daily and weekly
    minute: int | None = None  # 0-59; hourly, daily and weekly
    weekday: str | None = None  # one of WEEKDAYS; weekly

    def filled(self) -> Schedule:
        """Say all that its frequency needs and nothing else; what was left out is midnight, or Monday."""
        is_weekly = self.frequency is Frequency.WEEKLY
        is_timed = is_weekly or self.frequency is Frequency.DAILY
        return Schedule(
            frequency=self.frequency,
            hour=(self.hour or 0) if is_timed else None,
            minute=(self.minute or 0) if is_timed or self.frequency is Frequency.HOURLY else None,
            weekday=(self.weekday or WEEKDAYS[0]) if is_weekly else None,
        )


class Discovery(StrEnum):
    """Which new objects or fields of the source Polytomic adds to a sync by itself; its own words."""

    ALL = "all"
    INCREMENTAL = "onlyIncremental"
    NON_INCREMENTAL = "onlyNonIncremental"
    NONE = "none"


class Naming(StrEnum):
    """How the names of the source become names of tables and columns; Polytomic's own words."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    LEGACY = "legacy"


class Plan(Value):
    """The bulk sync to create, as the last form asked for it; the defaults are Polytomic's."""

    name: str
    objects: Objects
    settings: dict[str, Plain] = Field(default_factory=dict)  # the destination's, by dotted name
    mode: str  # "replicate", "snapshot", "append", or what the destination offers
    schedule: Schedule
    channel_id: str  # where it is announced
    new_objects: Discovery = Discovery.NONE
    new_fields: Discovery = Discovery.ALL
    naming: Naming = Naming.ENABLED
    is_accepted: bool = False  # checked, and shown as a summary; what is left is the person's yes

    @model_validator(mode="before")
    @classmethod
    def _from_older_row(cls, row: Any) -> Any:
        """Read a plan from when every destination had a schema and nothing else."""
        if not isinstance(row, dict) or "schema_name" not in row:
            return row
        return {name: value for name, value in row.items() if name != "schema_name"} | {
            "settings": {"schema": row["schema_name"]}
        }


class Mode(Value):
    """A way in which a bulk sync writes."""

    id: str
    label: str = ""
    description: str = ""


class Offers(Value):
    """What Polytomic's API version can be told of a bulk sync besides; nothing is asked that it cannot."""

    new_objects: tuple[Discovery, ...] = ()
    new_fields: tuple[Discovery, ...] = ()
    naming: tuple[Naming, ...] = ()
    chosen_fields: bool = False  # which fields of an object are synced or obfuscated
