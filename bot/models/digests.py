"""Digests: when they are due, and what they say of the time since the one before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.models.base import Value
from bot.models.home import Few
from bot.models.inventory import Listed
from bot.models.plans import WEEKDAYS
from bot.models.watches import Digest, Every

DAYS = {Every.DAY: 1, Every.WEEK: 7}


class DigestAnswers(Value):
    """What somebody wants to get in a channel; `every=None` ends it."""

    channel_id: str
    every: Every | None = None
    weekday: str = WEEKDAYS[0]
    hour: int = 9
    timezone: str = "UTC"


class FailedSync(Value):
    """A bulk sync some of whose runs went wrong."""

    sync_id: str
    name: str
    times: int
    reason: str = ""  # of the last one that went wrong
    is_failing: bool = True  # False: a later run went well


class SlowRun(Value):
    """A run that took long."""

    name: str
    seconds: float
    usual: float | None = None  # what runs of this sync take; None: too few are known


class DigestSums(Value):
    """What the executions of some bulk syncs add up to."""

    runs: int = 0
    syncs: int = 0  # that ran
    rows: int = 0
    failed: int = 0  # runs
    failures: Few[FailedSync] = Few[FailedSync]()
    slowest: tuple[SlowRun, ...] = ()


class DigestReport(Value):
    """One digest, ready to be told."""

    digest: Digest
    since: datetime
    until: datetime
    watched: int | None = 0  # how many syncs the channel watches; None: all of them
    sums: DigestSums = DigestSums()
    silent: Few[str] | None = None  # scheduled syncs that did not run; None: nobody knows
    care: Few[Listed] | None = (
        None  # connections that do not work at the moment; None: Polytomic does not say
    )


def next_due(digest: Digest, after: datetime) -> datetime:
    """Return when it is due next; an hour that the clocks skip is made up for right after."""
    today = after.astimezone(zone_of(digest)).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    return min(due for day in days if (due := _due(digest, day)) is not None and due > after)


def newest_due(digest: Digest, now: datetime) -> datetime:
    """Return when it was due last."""
    today = now.astimezone(zone_of(digest)).date()
    days = (today - timedelta(days=ago) for ago in range(9))
    return max(due for day in days if (due := _due(digest, day)) is not None and due <= now)


def begin_of(digest: Digest, due: datetime) -> datetime:
    """Return when the one before was due."""
    day = due.astimezone(zone_of(digest)).date() - timedelta(days=DAYS[digest.every])
    return _at(digest, day)


def zone_of(digest: Digest) -> ZoneInfo:
    """Return its time zone; UTC in place of one that is not known here."""
    try:
        return ZoneInfo(digest.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _due(digest: Digest, day: date) -> datetime | None:
    is_day = digest.every is Every.DAY or WEEKDAYS[day.weekday()] == digest.weekday
    return _at(digest, day) if is_day else None


def _at(digest: Digest, day: date) -> datetime:
    return datetime.combine(day, time(digest.hour), tzinfo=zone_of(digest)).astimezone(UTC)
