"""Histories of a bulk sync, from none to long and odd ones."""

from collections.abc import Iterator
from datetime import timedelta

from sync_samples import a_sync
from view_samples import NAMES, NOON

from bot.models import PastRun, SyncHistory


def a_past_run(number: int = 0, status: str = "completed", **changes: object) -> PastRun:
    """Make an execution that began `number` days ago."""
    known = {
        "status": status,
        "rows": 1200 + 40 * (number % 7),
        "errors": 0,
        "began_at": NOON - timedelta(days=number),
        "seconds": 150.0 + 20 * (number % 5),
    }
    return PastRun.model_validate(known | changes)


def a_history(*runs: PastRun, **changes: object) -> SyncHistory:
    """Make a history of these runs, or of a usual month."""
    known = {"sync": a_sync(), "runs": runs or tuple(a_past_run(at) for at in range(30))}
    return SyncHistory.model_validate(known | changes)


def a_bad_month() -> tuple[PastRun, ...]:
    """Make executions that ended in every way."""
    return (
        a_past_run(0, "running", is_running=True, rows=300, seconds=None),
        *(a_past_run(at) for at in range(1, 8)),
        a_past_run(8, "completed", errors=12),
        a_past_run(9, "errors", errors=300),
        a_past_run(10, "failed", rows=0, seconds=40.0),
        a_past_run(11, "failed", rows=None, seconds=None),
        a_past_run(12, "canceled", rows=500),
        a_past_run(13, "interrupted", rows=None, seconds=77.0),
        a_past_run(14, "napping", began_at=None),
        *(a_past_run(at) for at in range(15, 30)),
    )


def all_histories() -> Iterator[SyncHistory]:
    """Every state of a history, with every name in it."""
    for name in NAMES.values():
        named = a_sync(name=name, source=name, destination=name)
        odd = tuple(a_past_run(at, name, rows=10**15, errors=10**9, seconds=10**9) for at in range(60))
        for runs in ((), (a_past_run(0, "running", is_running=True),), a_bad_month(), odd):
            yield SyncHistory(sync=named, runs=runs)
            yield SyncHistory(sync=named, runs=runs, posted_in="CDATA")
            yield SyncHistory(sync=named, runs=runs, posted_in="D1", trouble=name)
