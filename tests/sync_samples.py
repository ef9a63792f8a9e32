"""Bulk syncs as the list shows them, with names from plain to hostile."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from view_samples import ANNA, MANY_OBJECTS, NAMES, NOON, SETUP_ID

from bot.models import (
    Activity,
    Edit,
    EditForm,
    EditReview,
    FormError,
    Frequency,
    ListedSync,
    Meanwhile,
    Place,
    Run,
    RunForm,
    RunMode,
    Schedule,
    SyncDetails,
    SyncFacts,
    SyncListing,
    SyncQuestion,
    SyncStep,
)
from bot.polytomic.known_targets import known as known_settings


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
    yield from all_edits()
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


def facts(**changes: object) -> SyncFacts:
    """Make what of a sync can be edited."""
    known = {"name": "Orders", "schedule": Schedule(), "settings": {"schema": "S"}, "objects": ("Account",)}
    return SyncFacts.model_validate(known | changes)


def an_edit_form(**changes: object) -> EditForm:
    """Make the form that edits a sync."""
    known: dict[str, object] = {"sync": a_sync(), "facts": facts(), "wanted": facts(), "mode": "replicate"}
    known |= {"drawn_from": "f" * 20, "fields": known_settings("snowflake"), "total": 5}
    return EditForm.model_validate(known | changes)


def a_review(**changes: object) -> EditReview:
    """Make the review of an edit."""
    known: dict[str, object] = {"sync": a_sync(), "before": facts(), "after": facts(name="New")}
    known |= {"drawn_from": "f" * 20, "fields": known_settings("snowflake"), "edit": Edit(name="New")}
    return EditReview.model_validate(known | changes)


def all_edits() -> Iterator[EditForm | EditReview]:
    """Every form and review, of few and of thousands of objects, with every name in it."""
    yield an_edit_form()
    yield an_edit_form(meanwhile=Meanwhile(now=facts()))
    yield an_edit_form(meanwhile=Meanwhile(before=facts(), now=facts()))
    odd = facts(schedule=None, frequency="multi", objects=MANY_OBJECTS)
    yield an_edit_form(facts=odd, wanted=odd, total=5000, more_schedules=2, has_hidden=True)
    many = Edit(added=MANY_OBJECTS, removed=MANY_OBJECTS, added_matching=("x",), removed_matching=("y",))
    yield an_edit_form(facts=odd, wanted=odd, edit=many, total=5000)
    for name, type_id in product(NAMES.values(), ("snowflake", "s3")):
        fields = known_settings(type_id)
        settings = {"schema": name, "subfolder": name, "format": "csv", "advanced.table_prefix": name}
        hostile = facts(name=name, objects=(name, "Account"), settings=settings)
        everything = {"sync": a_sync(name=name, source=name, destination=name), "fields": fields}
        place = Place(words=name, wish="edit", page=3)
        for frequency in Frequency:
            typed = hostile.model_copy(update={"schedule": Schedule(frequency=frequency)})
            seen = Meanwhile(before=facts(), now=hostile, others=(name,) * 20, by=name, at=NOON)
            told = FormError(field="schema", message=name, guidance=name)
            yield an_edit_form(**everything, wanted=typed, place=place, meanwhile=seen, error=told)
            flags = {"advanced.truncate_existing": True, "advanced.hard_deletes": True}
            after = typed.model_copy(update={"settings": settings | flags, "objects": MANY_OBJECTS})
            running = {"sync": a_sync(name=name, is_active=False, activity=activity("running"))}
            edit = Edit(name=name, added=(name,), settings=settings)
            yield a_review(**everything | running, after=after, edit=edit, place=place, error=told)


def all_started() -> Iterator[Run]:
    """Every mode of a run, of chosen objects, with every name in it."""
    for name, mode in product(NAMES.values(), RunMode):
        yield a_run(sync_name=name, objects=(name,) * 50, mode=mode)
    yield a_run()
