"""What a person wants to be synced: from where, to where, what, and when."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from bot.models.base import Value
from bot.models.fields import Plain


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
    """The deliberate choice of what is synced; `names` only for NAMED."""

    choice: ObjectChoice
    names: tuple[str, ...] = ()


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


class Plan(Value):
    """The bulk sync to create, as the last form asked for it."""

    name: str
    objects: Objects
    schema_name: str  # the schema in the destination
    mode: str  # "replicate", "snapshot" or, on 2025-09-18, "append"
    schedule: Schedule
    channel_id: str  # where it is announced
