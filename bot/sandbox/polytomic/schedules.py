"""When a bulk sync runs by itself."""

from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.polytomic.state import BulkSync

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STEPS = {
    "continuous": timedelta(minutes=5),
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
}


def next_time(sync: BulkSync, after: datetime) -> datetime | None:
    """Find the first moment after this one at which the bulk sync runs, if it has such a schedule."""
    schedule = sync.settings["schedule"]
    step = STEPS.get(schedule["frequency"])
    if step is None or not sync.active:
        return None
    moment = _anchor(schedule, after)
    while moment <= after:
        moment += step
    return moment


def _anchor(schedule: dict[str, Any], after: datetime) -> datetime:
    """Find a moment of the schedule that is not later than its first one after `after`."""
    midnight = after.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = timedelta(minutes=int(schedule.get("minute") or 0))
    match schedule["frequency"]:
        case "continuous":
            return after.replace(minute=after.minute - after.minute % 5, second=0, microsecond=0)
        case "hourly":
            return after.replace(minute=0, second=0, microsecond=0) + minute
        case "weekly":
            day = DAYS.index((schedule.get("day_of_week") or "monday").lower())
            midnight -= timedelta(days=(midnight.weekday() - day) % 7)
    return midnight + timedelta(hours=int(schedule.get("hour") or 0)) + minute
