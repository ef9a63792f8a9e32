"""How people speak of a bulk sync: from where to where, when it runs, what it does or did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Frequency, RunMode
from bot.views.plan_words import schedule_words
from bot.views.run_words import ending, execution_words
from bot.views.setup_words import ARROW
from bot.views.text import bold, count, listed, moment, named

if TYPE_CHECKING:
    from bot.models import Activity, ListedSync, Schedule

MAX_REASON = 400
_FREQUENCIES = {
    "": "No schedule is known",
    "custom": "On a schedule of its own",
    "builder": "On a schedule of its own",
    "multi": "On several schedules",
    "runafter": "After another sync",
    "dbtcloud": "After a dbt Cloud job",
}
MODES = {
    RunMode.NORMAL: ("Normal run", "What is new or changed, as on schedule"),
    RunMode.TEST: ("Test run", "A trial with at most a few rows of each object"),
    RunMode.REFRESH: ("Full refresh", "Everything anew: rewrites the tables, after one more yes"),
}


def head(sync: ListedSync) -> str:
    """Name a sync and say whether it runs by itself."""
    state = ":large_green_circle:" if sync.is_active else ":double_vertical_bar:"
    return f"{state} {bold(sync.name)}"


def ends_words(sync: ListedSync) -> str:
    """Name both connections."""
    source, destination = (
        named(end, 60) if end.strip() else "a connection that I cannot see"
        for end in (sync.source, sync.destination)
    )
    return f"{source} {ARROW} {destination}"


def when_words(sync: ListedSync) -> str:
    """Say when a sync runs by itself, or that it is paused."""
    words = any_schedule_words(sync.schedule, sync.frequency)
    if sync.schedule is not None and sync.schedule.frequency is Frequency.MANUAL:
        return f"{words}." if sync.is_active else "*Paused.* It has no schedule."
    return (
        f"Active. {words}." if sync.is_active else f"*Paused.* Its schedule: {words[:1].lower()}{words[1:]}."
    )


def any_schedule_words(schedule: Schedule | None, frequency: str) -> str:
    """Say when a sync runs, also where it is one of Polytomic's schedules that the bot cannot make."""
    if schedule is not None:
        return schedule_words(schedule)
    return _FREQUENCIES.get(frequency) or named(frequency.capitalize(), 40)


def activity_words(activity: Activity | None, *, is_told: bool = True) -> str:
    """Say what a sync does, or how it ended last."""
    if not is_told:
        return "Polytomic does not say what it is doing."
    if activity is None:
        return "It never ran."
    if activity.is_running:
        since = f" since {moment(activity.started_at)}" if activity.started_at else ""
        return f":arrows_counterclockwise: *{execution_words(activity.status)}*{since}{_numbers(activity)}"
    emoji, words = ending(activity.status, activity.errors)
    at = f" {moment(activity.completed_at)}" if activity.completed_at else ""
    why = f" {named(activity.reason, MAX_REASON)}" if activity.reason.strip() else ""
    return f"{emoji} Last run {words}{at}{_numbers(activity)}.{why}"


def rewritten(names: tuple[str, ...], total: int) -> str:
    """Say which objects a full refresh rewrites."""
    which = f"all {count(total, 'object')}" if len(names) >= total > 1 else count(len(names), "object")
    return f"{which}: {listed(names)}"


def _numbers(activity: Activity) -> str:
    parts = [
        f"{activity.objects_done or 0:,} of {count(activity.objects_total, 'object')}"
        if activity.is_running and activity.objects_total
        else "",
        count(activity.records, "row") if activity.records is not None else "",
        count(activity.errors, "error") if activity.errors else "",
    ]
    told = [part for part in parts if part]
    return f": {', '.join(told)}" if told else ""
