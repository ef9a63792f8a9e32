"""Watches: channels that follow bulk syncs, what they want to hear, and what was heard of executions."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from bot.models.base import Person, Value


class Tells(StrEnum):
    """What a watch tells of an execution."""

    STARTS = "starts"  # a live card, edited in place
    SUCCESSES = "successes"
    FAILURES = "failures"  # also those that finished with errors, and interruptions
    CANCELLATIONS = "cancellations"
    RECOVERIES = "recoveries"  # the first success after failures


class QuietHours(Value):
    """The hours of each day in which a watch keeps silent; they may go past midnight."""

    begin: time
    end: time
    timezone: str = "UTC"  # its IANA name


class Watch(Value):
    """A channel that follows one bulk sync, or all of them."""

    id: UUID
    asked_by: Person
    channel_id: str
    sync_id: str | None = None  # None: all of them
    sync_name: str = ""
    tells: tuple[Tells, ...] = (Tells.FAILURES, Tells.RECOVERIES)
    in_threads: bool = True  # follow-ups go into the thread of the first message
    after_failures: int = 1  # failures in a row that make an alert
    quiet: QuietHours | None = None
    mentions: tuple[str, ...] = ()  # ids of people who are mentioned in an alert
    muted_until: datetime | None = None
    created_at: datetime
    version: int = 0


class SeenExecution(Value):
    """An execution of a watched sync as it was last heard of, wherever it was started."""

    id: UUID
    execution_id: str
    sync_id: str
    sync_name: str
    status: str  # Polytomic's own word: running, completed, errors, failed, canceled, interrupted
    reason: str = ""
    trigger: str = ""  # Polytomic's own word, such as scheduled or manual; empty where it does not say
    records: int | None = None
    errors: int | None = None
    began_at: datetime | None = None  # by Polytomic's clock, as is the next
    ended_at: datetime | None = None
    created_at: datetime  # when it was first heard of, by ours
    version: int = 0


class Every(StrEnum):
    """How often a digest comes."""

    DAY = "day"
    WEEK = "week"


class Digest(Value):
    """A summary that a channel gets regularly of the syncs it watches."""

    id: UUID
    asked_by: Person
    channel_id: str
    every: Every = Every.DAY
    weekday: str = "monday"
    hour: int = 9
    timezone: str = "UTC"  # its IANA name
    next_at: datetime
    created_at: datetime
    version: int = 0
