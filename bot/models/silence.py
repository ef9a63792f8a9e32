"""When a watch keeps silent: muted for a while, or in the quiet hours of each day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import time

    from bot.models.watches import QuietHours, Watch

MOST_STEPS = 10  # quiet hours and a mute that take turns end after fewer


def silent_until(watch: Watch, now: datetime) -> datetime | None:
    """Tell until when a watch keeps silent; None if it speaks."""
    end = now
    for _ in range(MOST_STEPS):
        muted = watch.muted_until if watch.muted_until and watch.muted_until > end else None
        later = muted or (quiet_until(watch.quiet, end) if watch.quiet else None)
        if later is None:
            break
        end = later
    return end if end > now else None


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """Tell when the quiet hours end in which a moment lies; None if it lies in none."""
    zone = ZoneInfo(quiet.timezone)
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        last = day if quiet.begin < quiet.end else day + timedelta(days=1)
        begin = _moment(datetime.combine(day, quiet.begin), zone)
        end = _moment(datetime.combine(last, quiet.end), zone, fold=1)
        if begin <= now < end:
            return end
    return None


def next_morning(now: datetime, timezone: str, at: time) -> datetime:
    """Return a time of tomorrow's in a time zone."""
    zone = ZoneInfo(timezone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return _moment(datetime.combine(tomorrow, at), zone)


def _moment(wall: datetime, zone: ZoneInfo, fold: int = 0) -> datetime:
    """Read a wall clock; of an hour that comes twice, `fold` chooses the second.

    As UTC, because two times of one zone are compared by the wall clock alone.
    """
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
