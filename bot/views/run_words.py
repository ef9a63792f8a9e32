"""How people speak of a run: how it stands, how far it is, how long it takes, how it ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.models import RunMode, RunState
from bot.views.text import clock, count, duration, listed, moment, named, person, roughly

if TYPE_CHECKING:
    from datetime import datetime

    from bot.models import Run

_STATUS = {
    "created": "Starting",
    "scheduled": "Waiting for its turn",
    "running": "Running",
    "exporting": "Running: exporting the data",
    "processing": "Running: processing the data",
    "canceling": "Cancelling",
    "canceled": "Cancelled",
    "completed": "Finished",
    "errors": "Finished with errors",
    "failed": "Failed",
    "interrupted": "Interrupted",
}
_ENDS = {
    "completed": (":white_check_mark:", "finished"),
    "errors": (":warning:", "finished with errors"),
    "failed": (":x:", "failed"),
    "canceled": (":no_entry_sign:", "was cancelled"),
    "interrupted": (":warning:", "was interrupted"),
}
_MODES = {
    RunMode.NORMAL: "",
    RunMode.TEST: "as a test, with at most a few rows of each object",
    RunMode.REFRESH: "as a full refresh, which rewrites its tables",
}
_TRIGGERS = {
    "": "",
    "elsewhere": "outside Slack",
    "schedule": "by its schedule",
    "scheduled": "by its schedule",
    "manual": "by hand in Polytomic",
    "api": "through Polytomic's API",
}
_BAR = 12
_LATE = 1.2  # of the usual time, and some seconds, until a run counts as late
_LATE_SECONDS = 5
_EXACT = timedelta(minutes=2)  # beyond it nobody counts seconds


def mode_and_objects(run: Run) -> str:
    """Say what is particular about a run; empty for a plain one of everything."""
    which = f"{count(len(run.objects), 'object')} ({listed(run.objects, 5)})" if run.objects else ""
    only = f"for {which} alone" if which else ""
    return " ".join(part for part in (only, _MODES[run.mode]) if part)


def status_words(run: Run) -> str:
    """Say a run's status as people would; a word of Polytomic's that is new is shown as it is."""
    if run.status is None:
        return "Starting" if run.state is not RunState.OVER else "Could not start"
    return execution_words(run.status)


def execution_words(status: str) -> str:
    """Say Polytomic's word for how an execution stands as people would."""
    return _STATUS.get(status) or named(status.replace("_", " ").capitalize(), 60)


def ending(status: str, errors: int | None) -> tuple[str, str]:
    """Say how an execution ended: an emoji, and what follows its name."""
    if status == "completed" and errors:
        return _ENDS["errors"]
    return _ENDS.get(status, (":warning:", f"ended: {execution_words(status)}"))


def run_ending(run: Run) -> tuple[str, str]:
    """Say how a run ended, by whom if somebody cancelled it, and after how long."""
    if run.status is None:
        return ":x:", "could not start"
    emoji, ended = ending(run.status, run.errors)
    by = f" by {person(run.cancelled_by)}" if run.cancelled_by and run.status == "canceled" else ""
    return emoji, f"{ended}{by}{_took(run)}"


def trigger_words(run: Run) -> str:
    """Say what started an execution that was not started from Slack; empty if nobody knows."""
    known = _TRIGGERS.get(run.trigger)
    return f"by {named(run.trigger.replace('_', ' '), 60)}" if known is None else known


def origin(run: Run) -> str:
    """Say who or what began a run, and when the bot heard of it."""
    if run.watch_id is not None:
        return f"First seen {moment(run.created_at)}"
    by = f"by {person(run.asked_by.user_id)} {moment(run.created_at)}"
    return f"Asked for {by}, started {trigger_words(run)}" if run.trigger else f"Started {by}"


def bar(run: Run) -> str:
    """Draw how many objects are done; empty while that is not known."""
    if not run.objects_total or run.objects_total < 0:
        return ""
    full = int(min(1.0, (run.objects_done or 0) / run.objects_total) * _BAR)
    return f"{'█' * full}{'░' * (_BAR - full)} {objects_words(run)}"


def objects_words(run: Run) -> str:
    """Say how many objects are done, of how many."""
    if not run.objects_total or run.objects_total < 0:
        return ""
    if run.objects_done == run.objects_total:
        return count(run.objects_total, "object")
    return f"{run.objects_done or 0:,} of {count(run.objects_total, 'object')}"


def time_words(run: Run, now: datetime) -> str:
    """Say how long a run has been going by our own clock, and how long runs like it take."""
    if run.state is RunState.OVER:
        return ""
    elapsed = max(now - run.created_at, timedelta())
    is_seen_late = run.watch_id is not None or bool(run.trigger)
    passed = duration(elapsed if elapsed < _EXACT else timedelta(minutes=elapsed // timedelta(minutes=1)))
    so_far = f"Followed for {passed}" if is_seen_late else f"{passed} so far"
    left = _left(elapsed, run) if run.state is RunState.RUNNING else ""
    return f"{so_far} · {left}" if left else so_far


def as_of(run: Run, now: datetime) -> str:
    """Say when a card was true, as nobody edits it while the bot is away."""
    return f" · as of {clock(now)}" if run.state is not RunState.OVER else ""


def _left(elapsed: timedelta, run: Run) -> str:
    if not run.expected_seconds or run.status == "canceling":
        return ""
    usual = timedelta(seconds=run.expected_seconds)
    if elapsed < usual:
        return f"about {roughly(usual - elapsed)} left, usually takes {roughly(usual)}"
    if elapsed < usual * _LATE + timedelta(seconds=_LATE_SECONDS):
        return f"over any moment now, usually takes {roughly(usual)}"
    return f"longer than usual ({roughly(usual)})"


def _took(run: Run) -> str:
    """Say how long it took, by Polytomic's own two times."""
    if run.completed_at is None or run.started_at is None:
        return ""
    is_well = run.status == "completed" and not run.errors
    return f" {'in' if is_well else 'after'} {duration(run.completed_at - run.started_at)}"
