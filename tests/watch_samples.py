"""Watches, what people see of them, and what they tell, with names from plain to hostile."""

from collections.abc import Iterator
from datetime import time, timedelta
from uuid import UUID, uuid4

from view_samples import ANNA, NAMES, NOON, SETUP_ID

from bot import views
from bot.models import (
    Failure,
    FormError,
    ListedWatch,
    QuietHours,
    Report,
    SeenExecution,
    Tells,
    Trouble,
    Watch,
    WatchForm,
    WatchListing,
    WatchSaved,
    WatchStep,
)

MEMBERS = tuple(f"U{number:010}" for number in range(20))
NIGHT = QuietHours(begin=time(22), end=time(7, 30), timezone="America/Argentina/Buenos_Aires")


def a_watch(name: str = "Orders", **changes: object) -> Watch:
    """Make a plain watch of one sync."""
    known = {
        "id": SETUP_ID,
        "asked_by": ANNA,
        "channel_id": "CDATA",
        "sync_id": "s-1",
        "sync_name": name,
        "created_at": NOON,
    }
    return Watch.model_validate(known | changes)


def a_trouble(name: str = "Orders", streak: int = 1, **changes: object) -> Trouble:
    """Make a sync that fails in front of a channel."""
    first = max(1, streak - 19)
    known = {
        "id": uuid4(),
        "watch_id": SETUP_ID,
        "team_id": "T1",
        "channel_id": "CDATA",
        "sync_id": "s-1",
        "sync_name": name,
        "streak": streak,
        "failures": tuple(a_failure(number) for number in range(first, streak + 1)),
        "began_at": NOON,
        "alerted_at": NOON,
        "alerted_streak": 1,
        "created_at": NOON,
    }
    return Trouble.model_validate(known | changes)


def a_failure(number: int = 1, **changes: object) -> Failure:
    """Make one failure of a row."""
    known = {"execution_id": f"e-{number}", "number": number, "status": "failed", "reason": "token revoked"}
    return Failure.model_validate(known | {"heard_at": NOON + timedelta(minutes=number)} | changes)


def a_seen(status: str = "completed", **changes: object) -> SeenExecution:
    """Make an execution that was heard of."""
    known = {
        "id": uuid4(),
        "execution_id": "e-1",
        "sync_id": "s-1",
        "sync_name": "Orders",
        "status": status,
        "records": 1200,
        "began_at": NOON,
        "ended_at": NOON + timedelta(minutes=3),
        "created_at": NOON,
    }
    return SeenExecution.model_validate(known | changes)


def a_report(*executions: SeenExecution, tells: Tells = Tells.SUCCESSES) -> Report:
    """Make a report of plain outcomes."""
    return Report(
        id=uuid4(),
        watch_id=SETUP_ID,
        team_id="T1",
        channel_id="CDATA",
        tells=tells,
        executions=executions,
        created_at=NOON,
    )


def all_watches() -> Iterator[Watch]:
    """Every way to watch."""
    yield a_watch(sync_id=None, sync_name="")
    for name in NAMES.values():
        yield a_watch(name)
        yield a_watch(
            name,
            tells=tuple(Tells),
            in_threads=False,
            after_failures=20,
            quiet=NIGHT,
            mentions=MEMBERS,
            muted_until=NOON,
        )


def all_watch_steps() -> Iterator[WatchStep]:
    """Every form, list and confirmation."""
    yield WatchForm()
    yield WatchForm(asks_channel=True)
    yield WatchListing()
    for watch in all_watches():
        yield from (WatchSaved(watch=watch, is_new=is_new) for is_new in (True, False))
        yield WatchSaved(watch=watch, is_new=True, untold=watch.sync_name)
        shown = ListedWatch(watch=watch, sync_name=watch.sync_name, is_deleted=True, muted_until=NOON)
        yield WatchListing(channel_id="CDATA", shown=(shown,) * 150, news=watch.sync_name)
        yield WatchListing(shown=(shown,))
        form = WatchForm(
            watch_id=watch.id,
            quiet=watch.quiet,
            timezone=watch.quiet.timezone if watch.quiet else "UTC",
            **watch.model_dump(
                include={"sync_id", "sync_name", "channel_id", "tells", "in_threads", "after_failures"}
            ),
            mentions=watch.mentions,
            muted_until=watch.muted_until,
        )
        error = FormError(field="channel", message=watch.sync_name, guidance=watch.sync_name)
        yield from (form, form.model_copy(update={"asks_channel": True, "error": error}))


def all_troubles() -> Iterator[Trouble]:
    """Every row of failures, going on and over."""
    over = NOON + timedelta(hours=2)
    for name in NAMES.values():
        for streak in (1, 3, 5000):
            yield a_trouble(name, streak)
            yield a_trouble(name, streak, over_at=over, sync_id=name or "x")
        for status in ("errors", "interrupted", name):
            yield a_trouble(name, failures=(a_failure(status=status, reason=name, execution_id=name),))
    yield a_trouble(failures=(), over_at=None)


def all_storms() -> Iterator[list[Trouble]]:
    """Many syncs that fail at once: all, some and none of them still."""
    lead = UUID(int=1)
    over = NOON + timedelta(hours=2)
    for name in NAMES.values():
        for ended in (0, 100, 200):
            yield [
                a_trouble(name, lead_id=lead, over_at=over if number < ended else None)
                for number in range(200)
            ]


def all_outcomes() -> Iterator[Report]:
    """Every plain outcome, alone and many at once."""
    for name in NAMES.values():
        for status in ("completed", "canceled", name):
            one = a_seen(status, sync_name=name, execution_id=name)
            yield from (a_report(one), a_report(*[one] * 500))
    yield a_report(a_seen(records=None, began_at=None, ended_at=None), tells=Tells.RECOVERIES)


def all_watch_messages() -> Iterator[views.Message]:
    """Every message about watches."""
    for watch in all_watches():
        yield from (views.watch_begun(watch), views.watch_check(watch), views.watch_stopped(watch, ANNA))
        yield views.watch_dropped([watch] * 30, watch.sync_name)
    yield from (views.watch_message(step) for step in all_watch_steps())
    for trouble in all_troubles():
        for watch in (None, a_watch(), a_watch(muted_until=NOON, mentions=MEMBERS)):
            yield views.trouble_alert(trouble, watch, "https://x.example")
        yield views.trouble_recovery(trouble)
        yield from (views.trouble_failure(trouble, failure) for failure in trouble.failures[:2])
    for led in all_storms():
        yield from (views.storm_alert(led, a_watch(mentions=MEMBERS)), views.storm_names(led))
        yield views.storm_recovery(led)
    yield from (views.watch_report(report) for report in all_outcomes())
