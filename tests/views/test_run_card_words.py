"""What a card says of a run while it goes on, and of how long it will take."""

from datetime import timedelta
from uuid import UUID

import pytest
from reading import buttons, shown
from view_samples import NOON, finished_run, run

from bot import views
from bot.models import RunState
from bot.views.text import roughly

WATCH = UUID("12345678-1234-1234-1234-123456789013")
GOING = {"state": RunState.RUNNING, "status": "running", "execution_id": "e-1"}
WORDS = [
    ("created", "*Starting*"),
    ("scheduled", "*Waiting for its turn*"),
    ("running", "*Running*"),
    ("exporting", "*Running: exporting the data*"),
    ("processing", "*Running: processing the data*"),
    ("canceling", "*Cancelling*"),
    ("taking_a_nap", "*Taking a nap*"),
    ("", "*(no name)*"),
]


@pytest.mark.parametrize(("status", "words"), WORDS)
def test_every_status_is_said_as_people_say_it(status: str, words: str) -> None:
    """A word of Polytomic's that is new is shown as it is, not hidden and not an error."""
    assert words in shown(views.run_card(run(**GOING | {"status": status}), NOON))


ENDS = [
    ("completed", ":white_check_mark: *Finished in 3 minutes 2 seconds*"),
    ("errors", ":warning: *Finished with errors after 3 minutes 2 seconds*"),
    ("failed", ":x: *Failed after 3 minutes 2 seconds*"),
    ("canceled", ":no_entry_sign: *Cancelled after 3 minutes 2 seconds*"),
    ("interrupted", ":warning: *Interrupted after 3 minutes 2 seconds*"),
    ("taking_a_nap", ":warning: *Ended: Taking a nap after 3 minutes 2 seconds*"),
]


@pytest.mark.parametrize(("status", "words"), ENDS)
def test_the_card_shows_the_end_too(status: str, words: str) -> None:
    """Whoever reads only the card must not think that it goes on, nor be offered to cancel it."""
    card = views.run_card(finished_run(status=status, expected_seconds=10.0), NOON + timedelta(days=9))
    assert words in shown(card)
    for lie in ("so far", "left", "usual", "as of"):
        assert lie not in shown(card)
    assert "Cancel the run" not in buttons(card).values()


@pytest.mark.parametrize(
    ("elapsed", "expected", "words"),
    [
        (3, None, "3 seconds so far"),
        (3, 0.0, "3 seconds so far"),
        (119, 360.0, "1 minute 59 seconds so far · about 4 minutes left, usually takes 6 minutes"),
        (330, 360.0, "5 minutes so far · about 30 seconds left, usually takes 6 minutes"),
        (370, 360.0, "6 minutes so far · over any moment now, usually takes 6 minutes"),
        (3600, 360.0, "1 hour so far · longer than usual (6 minutes)"),
        (7384, 20_000.0, "2 hours 3 minutes so far · about 3 hours 30 minutes left, usually takes 5 hours"),
        (-7200, 360.0, "less than a second so far · about 6 minutes left, usually takes 6 minutes"),
    ],
)
def test_how_long_it_takes_is_guessed_from_the_past(elapsed: int, expected: float | None, words: str) -> None:
    """Early, nearly over, late, without a past, and by a clock that was set back meanwhile."""
    card = views.run_card(run(**GOING, expected_seconds=expected), NOON + timedelta(seconds=elapsed))
    assert f"*Running*\n{words}" in shown(card)


def test_polytomics_clock_is_never_compared_with_ours() -> None:
    """Its times are hours off: what has passed is ours, what it took is its own."""
    off = NOON + timedelta(hours=7)
    card = views.run_card(run(**GOING, started_at=off, expected_seconds=120.0), NOON + timedelta(minutes=1))
    assert "1 minute so far · about 1 minute left" in shown(card)
    over = finished_run(started_at=off, completed_at=off + timedelta(minutes=2))
    assert "in 2 minutes:" in shown(views.run_end(over))
    assert "finished: 1,200 rows" in shown(views.run_end(finished_run(started_at=None)))


def test_counters_that_nobody_knows_are_left_out() -> None:
    """No zero is invented, and nobody reads None."""
    bare = run(**GOING, records=None, errors=None, objects_done=None, objects_total=None)
    for message in (
        views.run_card(bare, NOON),
        views.run_end(finished_run(records=None, errors=None, objects_total=None)),
    ):
        assert not [word for word in ("None", "row", "object", "error") if word in shown(message)]


def test_a_card_says_when_it_was_true() -> None:
    """The bot may be away: whoever looks later sees that nobody has edited the card since."""
    now = NOON + timedelta(minutes=1)
    assert f" · as of <!date^{int(now.timestamp())}^{{time}}|12:01 UTC>" in shown(
        views.run_card(run(**GOING), now)
    )


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("scheduled", "*Salesforce Bulk Sync* started by its schedule.\n*Running*"),
        ("manual", "started by hand in Polytomic."),
        ("api", "started through Polytomic's API."),
        ("dbt_cloud", "started by dbt cloud."),
        ("", "*Salesforce Bulk Sync* started.\n"),
    ],
)
def test_a_card_of_a_watch_names_the_sync_and_what_started_it(trigger: str, words: str) -> None:
    """It stands alone in its channel; whoever made the watch has started nothing and is not named."""
    for_channel = run(**GOING, watch_id=WATCH, trigger=trigger, thread_ts=None, setup_id=None)
    text = shown(views.run_card(for_channel, NOON))
    assert words in text
    assert "<@" not in text
    end = finished_run(watch_id=WATCH, trigger=trigger, setup_id=None)
    assert "<@" not in shown(views.run_end(end))


def test_a_run_that_is_followed_midway_promises_nothing() -> None:
    """Somebody asked for one that was running already: since when, only Polytomic knows."""
    joined = run(**GOING, trigger="scheduled", expected_seconds=0.0)
    text = shown(views.run_card(joined, NOON + timedelta(minutes=5), elsewhere="https://a.slack.com/x"))
    assert "Followed for 5 minutes" in text
    assert "Asked for by <@UANNA>" in text
    assert "started by its schedule" in text
    assert "Show its other card" in text


def test_whoever_cancelled_it_is_named() -> None:
    """Only if it was cancelled in the end: a run may be over before that reaches it."""
    by = finished_run(status="canceled", cancelled_by="UBEN")
    assert "was cancelled by <@UBEN> after 3 minutes 2 seconds" in shown(views.run_end(by))
    assert "<@UBEN>" not in shown(views.run_end(finished_run(cancelled_by="UBEN")))
    going = views.run_card(run(**GOING | {"status": "canceling"}, expected_seconds=60.0), NOON)
    assert "Cancel the run" not in buttons(going).values()
    assert "left" not in shown(going)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.3, "10 seconds"),
        (44, "40 seconds"),
        (58, "1 minute"),
        (95, "2 minutes"),
        (5400, "1 hour 30 minutes"),
    ],
)
def test_a_guess_is_no_more_exact_than_it_is(seconds: float, words: str) -> None:
    """Seconds of a guess are noise."""
    assert roughly(timedelta(seconds=seconds)) == words
