"""What people read about a bulk sync, and what they can press."""

from datetime import timedelta
from typing import Any

import pytest
from blockkit import check_view, every_object
from reading import shown, text_of
from sync_samples import a_run, a_sync, activity
from view_samples import NOON

from bot import views
from bot.models import Activity, ListedSync, Place, RunForm, RunMode, SyncDetails, SyncListing, SyncQuestion
from bot.models.syncs import agreement
from bot.views.sync_words import activity_words, when_words
from bot.views.text import moment


def read(step: Any) -> str:
    """Return all that can be read in a view."""
    return text_of(check_view(views.sync_view(step)))


def pressable(step: Any) -> list[str]:
    """List what can be chosen or pressed in a view: "pause:s-1"."""
    found = every_object(check_view(views.sync_view(step))["blocks"])
    return [str(one["value"]) for one in found if ":s-" in str(one.get("value"))]


ENDED = moment(NOON + timedelta(minutes=3))
ACTIVITIES = [
    (None, "It never ran."),
    (activity(), f":white_check_mark: Last run finished {ENDED}: 1,200 rows."),
    (activity(errors=2), f":warning: Last run finished with errors {ENDED}: 1,200 rows, 2 errors."),
    (activity("failed", reason="No credit."), f":x: Last run failed {ENDED}: 1,200 rows. No credit."),
    (activity("canceled", records=None), f":no_entry_sign: Last run was cancelled {ENDED}."),
    (activity("interrupted", records=1), f"Last run was interrupted {ENDED}: 1 row."),
    (activity("running"), f"*Running* since {moment(NOON)}: 2 of 8 objects, 1,200 rows"),
    (activity("canceling", objects_total=None, records=None), f"*Cancelling* since {moment(NOON)}"),
    (activity("created", is_running=True, started_at=None, objects_total=0, records=None), "*Starting*"),
    (activity("napping"), f":warning: Last run ended: Napping {ENDED}: 1,200 rows."),
]


@pytest.mark.parametrize(("done", "words"), ACTIVITIES)
def test_an_execution_is_told_in_words(done: Activity | None, words: str) -> None:
    """As people would say it, with what moved and why it stopped."""
    assert activity_words(done).endswith(words)


def test_what_polytomic_hides_is_not_called_never() -> None:
    """Saying "it never ran" would be a lie."""
    assert activity_words(None, is_told=False) == "Polytomic does not say what it is doing."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Only when someone runs it."),
        ({"is_active": False}, "*Paused.* It has no schedule."),
        ({"schedule": None, "frequency": "runafter"}, "Active. After another sync."),
        ({"schedule": None, "frequency": "hourlyish"}, "Active. Hourlyish."),
        ({"schedule": None, "frequency": ""}, "Active. No schedule is known."),
    ],
)
def test_a_schedule_is_told_in_words(changes: dict[str, Any], words: str) -> None:
    """Also one that the bot cannot make itself."""
    assert when_words(a_sync(**changes)) == words


@pytest.mark.parametrize(
    ("sync", "wishes"),
    [
        (a_sync(), ["status", "run", "edit", "pause", "open"]),
        (a_sync(is_active=False), ["status", "run", "edit", "resume", "open"]),
        (a_sync(activity=activity("running")), ["status", "edit", "pause", "cancel", "open"]),
        (a_sync(url=None), ["status", "run", "edit", "pause"]),
    ],
)
def test_a_menu_offers_what_can_be_done_now(sync: ListedSync, wishes: list[str]) -> None:
    """A paused sync is resumed, a running one is cancelled rather than run; Slack takes five lines."""
    listing = SyncListing(shown=(sync,), found=1, total=1)
    assert pressable(listing) == [f"{wish}:s-1" for wish in wishes]
    assert "Open in Polytomic" in read(SyncDetails(sync=sync)) or sync.url is None


def test_a_running_sync_is_not_offered_to_be_run() -> None:
    """A button that can only answer "it is running already" is none."""
    running = a_sync(activity=activity("running"))
    assert pressable(SyncDetails(sync=running))[:3] == ["edit:s-1", "pause:s-1", "cancel:s-1"]
    assert "run:s-1" not in pressable(SyncDetails(sync=running))
    assert "run:s-1" in pressable(SyncDetails(sync=a_sync()))


def test_without_a_sync_the_first_one_can_be_set_up() -> None:
    """A sentence that says what to do has the button for it, and no line hangs below nothing."""
    view = check_view(views.sync_view(SyncListing()))
    assert "new_sync" in str(view)
    assert "Show all" not in str(check_view(views.sync_view(SyncListing(place=Place(words="x")))))
    alone = check_view(views.sync_view(SyncListing(shown=(a_sync(),), found=1, total=1)))
    assert [block["type"] for block in alone["blocks"]] == ["section", "divider", "section"]


def test_a_picker_offers_what_was_wished_for() -> None:
    """Whoever typed "pause" picks the sync, not the wish once more."""
    place = {"words": "ord", "wish": "pause"}
    listing = SyncListing.model_validate(
        {"place": place, "shown": (a_sync(), a_sync(2)), "found": 2, "total": 3}
    )
    assert pressable(listing) == ["pause:s-1", "pause:s-2"]
    assert "*2 of 3 bulk syncs* with “ord”. Which one do you want to pause?" in read(listing)


def test_a_question_says_what_a_yes_means() -> None:
    """Before a pause that cancels a run, and before a cancellation."""
    running = a_sync(activity=activity("running"))
    assert "Polytomic cancels that run when the sync is paused" in read(
        SyncQuestion(sync=running, wish="pause")
    )
    assert "is not taken back" in read(SyncQuestion(sync=running, wish="cancel"))


def test_a_yes_is_to_exactly_these_objects() -> None:
    """Their order does not matter; one more does."""
    form = RunForm(sync=a_sync(), rewrites=("A", "B"), total=2)
    assert form.agreement == agreement(["B", "A"]) != agreement(["A", "B", "C"])
    assert RunForm(sync=a_sync(), total=2).agreement is None


def test_a_paused_sync_says_that_it_can_be_run() -> None:
    """Polytomic runs a paused bulk sync by hand; people must not think that they resume it."""
    assert "leaves it paused" in read(RunForm(sync=a_sync(is_active=False), total=2))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "<@UANNA> runs *Orders*."),
        ({"objects": ("A", "B")}, "runs *Orders* for 2 objects (A, B) alone."),
        ({"mode": RunMode.TEST}, "runs *Orders* as a test, with at most a few rows of each object."),
        (
            {"mode": RunMode.REFRESH, "objects": ("A",)},
            "for 1 object (A) alone as a full refresh, which rewrites",
        ),
    ],
)
def test_a_start_says_what_is_run_and_how(changes: dict[str, Any], words: str) -> None:
    """The channel must not take a test for a run, nor be surprised by a refresh."""
    assert words in shown(views.run_started(a_run(**changes)))


@pytest.mark.parametrize(
    ("total", "words"),
    [(1, "No bulk sync is called “x”."), (1200, "None of the 1,200 bulk syncs is called “x”.")],
)
def test_a_name_that_nothing_has_is_said_in_plain_words(total: int, words: str) -> None:
    """One sync has no "none of", and thousands are counted."""
    assert words in read(SyncListing(place=Place(words="x", wish="run"), total=total))
