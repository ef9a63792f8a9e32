"""What each watch must tell of the day: counted from the day alone, knowing nothing of how the bot works."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.models import Tells

if TYPE_CHECKING:
    from bot.models import Watch
    from tests.simulation.day import Day, Run

GOOD, CANCELED = "completed", "canceled"


@dataclass
class Problem:
    """A row of failures that is long enough for an alert."""

    channel: str
    sync: int
    in_threads: bool
    after: int  # failures until the alert
    runs: list[Run] = field(default_factory=list)
    recovery: Run | None = None


@dataclass
class Expected:
    """All that must be told, once each."""

    problems: list[Problem] = field(default_factory=list)
    plain: dict[tuple[str, int], int] = field(default_factory=dict)  # (channel, the run's rows): the sync


def expected(day: Day) -> Expected:
    """Go through every watch's syncs, run by run as they ended."""
    of_sync: dict[int, list[Run]] = defaultdict(list)
    for run in sorted(day.runs, key=lambda run: run.end):
        of_sync[run.sync].append(run)
    found = Expected()
    for (channel, sync), watch in _followed(day).items():
        _tell(found, channel, sync, watch, of_sync[sync])
    return found


def _followed(day: Day) -> dict[tuple[str, int], Watch]:
    """Tell by channel and sync which watch counts: one for the sync itself goes before one for all."""
    found: dict[tuple[str, int], Watch] = {}
    for watch in day.watches:
        if watch.sync_id is None:
            for sync in range(day.syncs):
                found.setdefault((watch.channel_id, sync), watch)
        else:
            found[watch.channel_id, int(watch.sync_id[2:])] = watch
    return found


def _tell(found: Expected, channel: str, sync: int, watch: Watch, runs: list[Run]) -> None:
    row: list[Run] = []
    for run in runs:
        if run.status == CANCELED:
            if Tells.CANCELLATIONS in watch.tells:
                found.plain[channel, run.rows] = sync
        elif run.status != GOOD:
            row.append(run)
        else:
            is_recovery = len(row) >= watch.after_failures
            if is_recovery:
                found.problems.append(
                    Problem(channel, sync, watch.in_threads, watch.after_failures, row, run)
                )
            if Tells.SUCCESSES in watch.tells and not (is_recovery and watch.in_threads):
                found.plain[channel, run.rows] = sync
            row = []
    if len(row) >= watch.after_failures:
        found.problems.append(Problem(channel, sync, watch.in_threads, watch.after_failures, row))
