"""What people read about a run: how far it is, and how it ended."""

from datetime import timedelta
from typing import Any

import pytest
from reading import buttons, shown
from view_samples import NOON, finished_run, run

from bot import views
from bot.models import (
    Problem,
)
from bot.views.text import cut, duration, length


def test_a_run_is_told_as_it_goes() -> None:
    """Objects done as a bar, rows and errors as numbers, and who started it."""
    known = {"status": "running", "objects_done": 2, "objects_total": 8, "records": 1234, "errors": 0}
    card = views.run_card(run(**known), NOON)
    text = shown(card)
    assert "*Running*" in text
    assert "███░░░░░░░░░ 2 of 8 objects" in text
    assert "*Rows*\n1,234" in text
    assert "*Errors*" not in text
    assert "Started by <@UANNA>" in text
    assert card.text == "Salesforce Bulk Sync: Running. 2 of 8 objects"


def test_a_bar_never_grows_too_long() -> None:
    """Polytomic's counters may disagree for a moment."""
    assert (
        shown(views.run_card(run(objects_done=9, objects_total=8, status="running"), NOON)).count("█") == 12
    )


BROKEN = Problem(message="Salesforce refused the query.", guidance="Check the permissions.")
ENDS = [
    (
        finished_run(),
        ":white_check_mark: *Salesforce Bulk Sync* finished in 3 minutes 2 seconds: 1,200 rows, 2 objects.",
    ),
    (finished_run(records=1, objects_total=None), "finished in 3 minutes 2 seconds: 1 row."),
    (
        finished_run(status="errors", errors=3),
        ":warning: *Salesforce Bulk Sync* finished with errors after 3 minutes",
    ),
    (
        finished_run(errors=1),
        "finished with errors after 3 minutes 2 seconds: 1,200 rows, 2 objects, 1 error.",
    ),
    (finished_run(status="failed", problem=BROKEN), ":x: *Salesforce Bulk Sync* failed after 3 minutes"),
    (finished_run(status="failed", problem=BROKEN), "Salesforce refused the query."),
    (finished_run(status="canceled"), ":no_entry_sign: *Salesforce Bulk Sync* was cancelled"),
    (finished_run(status="interrupted"), ":warning: *Salesforce Bulk Sync* was interrupted"),
    (finished_run(status=None, problem=BROKEN), ":x: *Salesforce Bulk Sync* could not start"),
]


@pytest.mark.parametrize(("over", "words"), ENDS)
def test_the_end_of_a_run_is_told_in_numbers(over: Any, words: str) -> None:
    """Finished, with errors, failed, cancelled: what moved, how long it took, why it stopped."""
    message = views.run_end(over)
    assert words in shown(message)
    assert words in message.text.replace(". Salesforce refused", ".\nSalesforce refused")
    assert buttons(message) == {"run_now": "Run again", "execution_logs": "Logs"}


def test_a_run_without_a_setup_is_run_again_through_the_form() -> None:
    """Its button carries the sync's id, and the form asks again what of it is run."""
    offered = buttons(views.run_end(finished_run(setup_id=None)))
    assert offered == {"manage_sync:run": "Run again", "execution_logs": "Logs"}


def test_a_second_run_is_told_about_the_first() -> None:
    """Who started it, and where to look; with nothing known, still a full sentence."""
    text = shown(views.already_running(run(), "https://app.polytomic.com/s"))
    assert "*Salesforce Bulk Sync* is running already. <@UANNA> started it" in text
    assert "This sync is running already." in shown(views.already_running(None, None))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "less than a second"), (1, "1 second"), (61, "1 minute 1 second"), (90_000, "1 day 1 hour")],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    """Two units are enough."""
    assert duration(timedelta(seconds=seconds)) == words


def test_length_counts_as_slack_may() -> None:
    """An emoji can count as two: what is cut must fit either way."""
    assert length("🦄") == 2
    assert length(cut("🦄" * 100, 75)) <= 75
    assert cut("short", 75) == "short"
