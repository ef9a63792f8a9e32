"""Bulk syncs as the list shows them, with names from plain to hostile."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from view_samples import ANNA, MANY_OBJECTS, NAMES, NOON, SETUP_ID

from bot.models import (
    Activity,
    FormError,
    Frequency,
    ListedSync,
    Place,
    Run,
    RunForm,
    RunMode,
    Schedule,
    SyncDetails,
    SyncListing,
    SyncQuestion,
    SyncStep,
)


def activity(status: str = "completed", **changes: object) -> Activity:
    """Make an execution that is over, or one that runs."""
    is_running = status in {"running", "canceling"}
    known = {
        "status": status,
        "is_running": is_running,
        "execution_id": "e-1",
        "records": 1200,
        "errors": 0,
        "objects_done": 2,
        "objects_total": 8,
        "started_at": NOON,
        "completed_at": None if is_running else NOON + timedelta(minutes=3),
    }
    return Activity.model_validate(known | changes)


def a_sync(number: int = 1, **changes: object) -> ListedSync:
    """Make an active sync that ran well."""
    known = {
        "id": f"s-{number}",
        "name": "Orders",
        "is_active": True,
        "source": "Sales prod",
        "destination": "Warehouse",
        "schedule": Schedule(),
        "frequency": "manual",
        "url": f"https://app.polytomic.com/syncs/s-{number}",
        "activity": activity(),
    }
    return ListedSync.model_validate(known | changes)


def a_page(number: int, **changes: object) -> tuple[ListedSync, ...]:
    """Make syncs that run."""
    running = {"activity": activity("running", reason="No. " * 1000), **changes}
    return tuple(a_sync(at, **running) for at in range(number))


def a_run(**changes: object) -> Run:
    """Make a run of a sync that was not made from Slack."""
    known = {
        "id": SETUP_ID,
        "setup_id": None,
        "sync_id": "s-1",
        "sync_name": "Orders",
        "asked_by": ANNA,
        "channel_id": "CDATA",
        "thread_ts": None,
        "created_at": NOON,
    }
    return Run.model_validate(known | changes)


def all_sync_steps() -> Iterator[SyncStep]:
    """Every page, every sync, every question and every form, with every name in it."""
    yield SyncListing()
    yield SyncListing(shown=(a_sync(id="x" * 200),), found=1, total=1)
    yield RunForm(sync=a_sync(), total=1)
    yield RunForm(sync=a_sync(), total=2000, picked=MANY_OBJECTS, rewrites=MANY_OBJECTS)
    for name in NAMES.values():
        hostile = {"name": name, "source": name, "destination": name, "schedule": None, "frequency": name}
        place = Place(words=name, page=1)
        yield SyncListing(place=place, news=name, near=name, total=3)
        for wish in ("", "pause"):
            shown = a_page(25, **hostile, activity=activity("failed", reason=name))
            picked = place.model_copy(update={"wish": wish})
            yield SyncListing(place=picked, shown=shown, found=99, total=10_000, pages=400, news=name)
        for status, is_active in product(("running", "completed", "failed", name), (True, False)):
            one = a_sync(**hostile, is_active=is_active, activity=activity(status, reason=name))
            yield SyncDetails(sync=one, place=place, news=name, next_run_at=NOON, last=activity("errors"))
            yield SyncDetails(sync=one, card_url="https://x.slack.com/p1", told_in="CDATA", run_by="UANNA")
            yield SyncQuestion(sync=one, wish="pause" if is_active else "cancel", place=place)
        for mode in RunMode:
            form = RunForm(sync=a_sync(**hostile), place=place, picked=(name,), mode=mode, total=2000)
            yield form
            error = FormError(field="objects", message=name, guidance=name)
            yield form.model_copy(update={"error": error, "matching": (name, "con")})
            yield form.model_copy(update={"rewrites": (name,) * 50})
    for frequency in (*Frequency, "custom", "runafter", ""):
        yield SyncDetails(sync=a_sync(schedule=None, frequency=frequency, url=None, activity=None))
        yield SyncDetails(sync=a_sync(is_told=False, url="javascript:alert(1)"), told_in="D123")


def all_started() -> Iterator[Run]:
    """Every mode of a run, of chosen objects, with every name in it."""
    for name, mode in product(NAMES.values(), RunMode):
        yield a_run(sync_name=name, objects=(name,) * 50, mode=mode)
    yield a_run()
