"""What a watch has to tell: a sync that keeps failing, and plain outcomes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.models.base import Value
from bot.models.watches import SeenExecution, Tells

KEPT_FAILURES = 20  # of a row; that there were more, their number tells

GOOD = {"completed"}
BAD = {"errors", "failed", "interrupted"}
CANCELED = "canceled"
RUNNING = "running"


class Failure(Value):
    """One execution that failed, and which of a row it was."""

    execution_id: str
    number: int = 1
    status: str
    reason: str = ""
    began_at: datetime | None = None  # by Polytomic's clock, as is the next
    ended_at: datetime | None = None
    heard_at: datetime  # by ours

    @property
    def at(self) -> datetime:
        """When it failed, as well as anybody knows."""
        return self.ended_at or self.heard_at


class Trouble(Value):
    """A sync that fails in front of a watching channel, from the first failure to the recovery."""

    id: UUID
    watch_id: UUID
    team_id: str
    channel_id: str
    sync_id: str
    sync_name: str
    streak: int = 0  # failures in a row
    failures: tuple[Failure, ...] = ()  # the last of them, oldest first
    began_at: datetime  # when the first of them failed
    alerted_at: datetime | None = None  # None: too few failures yet, or the watch keeps silent
    alerted_streak: int = 0  # failures that the alert told of when it was made
    silent_until: datetime | None = None  # when to look again whether it is to be told
    over_at: datetime | None = None
    lead_id: UUID | None = None  # many at once are told in one message: that of the trouble with this id
    told_streak: int = 0  # what the thread has told: failures, or of a message for many, syncs
    created_at: datetime
    version: int = 0

    @property
    def is_led(self) -> bool:
        """True if another trouble's message tells of this one."""
        return self.lead_id is not None and self.lead_id != self.id

    @property
    def leads(self) -> bool:
        """True if its message tells of many syncs."""
        return self.lead_id == self.id


class Report(Value):
    """Executions that went as somebody wants to hear, told in one message."""

    id: UUID
    watch_id: UUID
    team_id: str
    channel_id: str
    tells: Tells
    executions: tuple[SeenExecution, ...]
    created_at: datetime
    version: int = 0


class Outcome(StrEnum):
    """What an execution means to those who watch its sync."""

    GOOD = "good"
    BAD = "bad"
    CANCELED = "canceled"
    RUNNING = "running"
    UNKNOWN = "unknown"  # a word of Polytomic's that is new: nothing is told of it


def outcome(execution: SeenExecution) -> Outcome:
    """Tell what an execution means; one that has finished, but with errors, has failed."""
    if execution.status in GOOD:
        return Outcome.BAD if execution.errors else Outcome.GOOD
    if execution.status in BAD:
        return Outcome.BAD
    known = {CANCELED: Outcome.CANCELED, RUNNING: Outcome.RUNNING}
    return known.get(execution.status, Outcome.UNKNOWN)
