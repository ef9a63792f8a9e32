"""Digests, from the first one of a channel that watches nothing to that of a bad week."""

from collections.abc import Iterator
from datetime import timedelta

from home_samples import MANY, few_ill
from view_samples import ANNA, NAMES, NOON, SETUP_ID

from bot.models import Digest, DigestReport, DigestSums, Every, FailedSync, Few, Listed, SlowRun


def a_digest(**changes: object) -> Digest:
    """Make a digest for every day at nine."""
    known = {
        "id": SETUP_ID,
        "asked_by": ANNA,
        "channel_id": "CDATA",
        "timezone": "Europe/Berlin",
        "next_at": NOON,
        "created_at": NOON,
    }
    return Digest.model_validate(known | changes)


def some_sums(name: str = "Orders", **changes: object) -> DigestSums:
    """Add up a day with one failing sync, one that recovered, and one that took long."""
    failures = (
        FailedSync(sync_id="s-1", name=name, times=3, reason=f"{name} is locked."),
        FailedSync(sync_id="s-2", name="Leads", times=1, is_failing=False),
    )
    known = {
        "runs": 142,
        "syncs": 12,
        "rows": 1_234_567,
        "failed": 4,
        "failures": Few[FailedSync](shown=failures, total=2),
        "slowest": (
            SlowRun(name=name, seconds=2700, usual=600),
            SlowRun(name="New", seconds=1800),
            SlowRun(name="Old", seconds=300, usual=290),
        ),
    }
    return DigestSums.model_validate(known | changes)


def a_report(**changes: object) -> DigestReport:
    """Report a day."""
    known = {
        "digest": a_digest(),
        "since": NOON - timedelta(days=1),
        "until": NOON,
        "watched": 12,
        "sums": some_sums(),
        "silent": Few[str](shown=("Invoices", "Tickets"), total=5),
        "care": Few[Listed](),
    }
    return DigestReport.model_validate(known | changes)


def all_reports() -> Iterator[DigestReport]:
    """Nothing watched, nothing happened, and everything at once."""
    yield a_report(watched=0)
    yield a_report(sums=DigestSums(), care=None)
    for name in NAMES.values():
        failures = tuple(FailedSync(sync_id="s", name=name, times=MANY, reason=name) for _ in range(8))
        sums = some_sums(
            name, failures=Few[FailedSync](shown=failures, total=MANY), rows=10**15, runs=10**7, syncs=MANY
        )
        care = few_ill(5, MANY, name=name, reason=name, type_name=name)
        silent = Few[str](shown=(name,) * 5, total=MANY)
        yield a_report(sums=sums, silent=silent, care=care, watched=None, digest=a_digest(every=Every.WEEK))
