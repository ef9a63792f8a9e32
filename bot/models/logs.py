"""What an execution left behind, as somebody reads it who asked for its log."""

from __future__ import annotations

from bot.models.base import Value
from bot.models.syncs import Activity


class FailedObject(Value):
    """An object that failed in an execution."""

    name: str
    message: str = ""


class RunLog(Value):
    """How an execution went, and the last words about what went wrong."""

    sync_name: str
    activity: Activity
    failed: tuple[FailedObject, ...] = ()  # all of them; thousands are possible
    last_errors: tuple[str, ...] = ()  # of the log, the newest last
    url: str | None = None
