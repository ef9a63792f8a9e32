"""Runs that nobody started: those whose time came since somebody last looked."""

from datetime import datetime

from bot.sandbox.polytomic.executions import begin, is_running
from bot.sandbox.polytomic.schedules import next_time
from bot.sandbox.polytomic.state import BulkSync, Sandbox

MOST_AT_ONCE = 100  # a clock moved forward by a year must not make a hundred thousand runs


def catch_up(sandbox: Sandbox) -> None:
    """Begin what the schedules asked for in the meantime."""
    now = sandbox.clock.now()
    for sync in sandbox.syncs:
        if sync.active and sync.settings["schedule"]["frequency"] != "manual":
            _catch_up(sandbox, sync, now)


def _catch_up(sandbox: Sandbox, sync: BulkSync, now: datetime) -> None:
    for _ in range(MOST_AT_ONCE):
        due = next_time(sync, sync.scheduled_until or now)
        if due is None or due > now:
            return
        sync.scheduled_until = due
        if not is_running(sandbox, sync, due):
            begin(sandbox, sync, kind="scheduled", at=due)
    sync.scheduled_until = now
