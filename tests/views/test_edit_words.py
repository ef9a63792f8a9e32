"""What a review says of an edit: what was, what will be, and what that means."""

from __future__ import annotations

import pytest
from sync_samples import a_review, a_sync, activity, an_edit_form, facts

from bot.models import EditReview, Frequency, Meanwhile, Schedule
from bot.views import sync_message, sync_view

DAILY = Schedule(frequency=Frequency.DAILY, hour=5, minute=0)
OBJECTS = tuple(f"Object {number}" for number in range(30))


def said(step: object) -> str:
    """Write down everything that a step shows."""
    return str(sync_view(step).to_dict()["blocks"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (facts(name="New"), "*Name*: Orders → *New*"),
        (facts(schedule=DAILY), "*Schedule*: Only when someone runs it → *Every day at 05:00 UTC*"),
        (facts(settings={"schema": "T"}), "*Schema*: S → *T*"),
        (
            facts(settings={"schema": "S", "mirror_schemas": True}),
            "*Keep the source's schemas*: (empty) → *yes*",
        ),
        (facts(objects=("Account", "Lead")), "*Objects*: 1 → *2*; adds 1 object: Lead"),
        (facts(objects=("Lead",)), "*Objects*: 1 → *1*; adds 1 object: Lead; takes out 1 object: Account"),
        (facts(objects=("Account", *OBJECTS)), "Object 9 and 20 more"),
    ],
)
def test_each_difference_is_said_from_what_to_what(after: object, words: str) -> None:
    """A yes is only worth something to what was read; more than ten names are counted."""
    assert words in said(a_review(after=after)).replace("\\'", "'")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"after": facts(objects=("Lead",))},
            "not synced any more. Its tables in Warehouse stay as they are.",
        ),
        ({"after": facts(settings={"schema": "T"})}, "begins new tables in the new place"),
        ({"after": facts(schedule=DAILY), "sync": a_sync(is_active=False)}, "once somebody resumes it"),
        ({"sync": a_sync(activity=activity("running"))}, "It is running at the moment."),
    ],
)
def test_what_a_change_means_is_said_where_it_happens(changes: dict[str, object], words: str) -> None:
    """And nowhere else."""
    assert words in said(a_review(**changes))
    assert words not in said(a_review())


def test_what_somebody_else_did_is_not_guessed() -> None:
    """Who is only said where Polytomic says it, and what only where it is remembered."""
    unknown = said(an_edit_form(meanwhile=Meanwhile(now=facts())))
    assert "Somebody saved this sync, while" in unknown
    assert "I do not remember how it was before" in unknown
    theirs = Meanwhile(before=facts(), now=facts(schedule=DAILY), by="Grace", others=("the mode",))
    shown = said(an_edit_form(meanwhile=theirs))
    assert "Grace saved this sync, while" in shown
    assert "• *Schedule*: Only when someone runs it → *Every day at 05:00 UTC*" in shown
    assert "• *Other settings*: the mode" in shown


@pytest.mark.parametrize("step", [an_edit_form(), a_review()])
def test_a_form_that_was_closed_is_offered_again(step: EditReview) -> None:
    """Its button opens the form, not something else."""
    message = sync_message(step)
    assert "Nothing was done with *Orders* yet" in message.text
    assert "'edit:s-1'" in str([block.to_dict() for block in message.blocks])
