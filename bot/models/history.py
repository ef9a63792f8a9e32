"""The past executions of one bulk sync, newest first."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from statistics import median

from bot.models.base import Value
from bot.models.inventory import Place
from bot.models.syncs import ListedSync


class Ending(StrEnum):
    """How an execution ended, as far as a picture tells it apart."""

    FINISHED = "finished"
    ERRORS = "errors"  # finished, but not every row was taken
    FAILED = "failed"
    STOPPED = "stopped"  # cancelled or interrupted
    RUNNING = "running"
    OTHER = "other"  # a word of Polytomic's that is new


_ENDINGS = {
    "completed": Ending.FINISHED,
    "errors": Ending.ERRORS,
    "failed": Ending.FAILED,
    "canceled": Ending.STOPPED,
    "interrupted": Ending.STOPPED,
}


class PastRun(Value):
    """One execution; a number that Polytomic does not give is None, which is not 0."""

    status: str  # Polytomic's own word
    is_running: bool = False
    rows: int | None = None
    errors: int | None = None
    began_at: datetime | None = None
    seconds: float | None = None  # None also while it runs, and where its clocks contradict each other

    @property
    def ending(self) -> Ending:
        """How it ended, or that it goes on."""
        if self.is_running:
            return Ending.RUNNING
        if self.status == "completed" and self.errors:
            return Ending.ERRORS
        return _ENDINGS.get(self.status, Ending.OTHER)


class SyncHistory(Value):
    """What a bulk sync did lately."""

    sync: ListedSync
    place: Place = Place()
    runs: tuple[PastRun, ...] = ()  # the newest first
    posted_in: str | None = None  # the channel, or the conversation with the person; None: not yet
    trouble: str = ""  # why it is there instead, or without its picture

    @property
    def has_chart(self) -> bool:
        """Tell whether there is something to draw: an execution that is over."""
        return any(not run.is_running for run in self.runs)

    @property
    def rows(self) -> int | None:
        """How many rows they moved together, as far as it is known."""
        known = [run.rows for run in self.runs if run.rows is not None]
        return sum(known) if known else None

    @property
    def median_seconds(self) -> float | None:
        """How long one usually takes: those that finished, with errors or without."""
        finished = {Ending.FINISHED, Ending.ERRORS}
        known = [run.seconds for run in self.runs if run.seconds is not None and run.ending in finished]
        return median(known) if known else None

    def ended(self, ending: Ending) -> int:
        """Count the executions that ended so."""
        return sum(run.ending is ending for run in self.runs)
