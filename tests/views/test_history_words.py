"""What people read about the past executions of a bulk sync."""

from datetime import timedelta
from typing import Any

import pytest
from blockkit import check_message, check_view
from history_samples import a_bad_month, a_history, a_past_run
from reading import text_of
from sync_samples import a_sync
from view_samples import ANNA, NOON

from bot import views
from bot.models import PastRun, SyncHistory
from bot.views.history_words import history_summary, tables
from bot.views.text import moment


def read(history: SyncHistory, channel_id: str | None = "CDATA") -> str:
    """Return all that can be read in the modal."""
    return text_of(check_view(views.sync_view(history, channel_id)))


def row_of(**changes: Any) -> list[str]:
    """Return the cells of one execution's row in the table."""
    (table,) = tables(a_history(a_past_run(**changes)))
    return [cell.strip() for cell in table.splitlines()[2].split("  ") if cell.strip()]


def test_a_summary_counts_what_came_of_the_runs() -> None:
    """How many, how they ended, how long one takes, and what moved."""
    failed = a_past_run(0, "failed", seconds=9.0, rows=None)
    runs = (failed, a_past_run(1, seconds=60), a_past_run(2, seconds=90))
    assert history_summary(a_history(*runs)) == (
        "The last 3 runs: 2 finished, 1 failed. It usually takes 1 minute 15 seconds. 2,520 rows in all."
    )


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ((a_past_run(0, rows=1, seconds=None),), "One run so far: 1 finished. 1 row in all."),
        ((a_past_run(0, "failed", rows=None),), "One run so far: 1 failed."),
        ((a_past_run(0, errors=2), a_past_run(1, "errors")), "The last 2 runs: 2 with errors."),
        ((a_past_run(0, "canceled"), a_past_run(1, "interrupted")), "2 cancelled or interrupted."),
        ((a_past_run(0, "napping"), a_past_run(1)), "1 finished, 1 ended otherwise."),
    ],
)
def test_what_is_unknown_is_not_counted(runs: tuple[PastRun, ...], words: str) -> None:
    """A number that Polytomic does not give is no zero, and a failure does not count as fast."""
    assert words in history_summary(a_history(*runs))


def test_the_modal_lists_the_last_ten_in_the_readers_own_time() -> None:
    """Newest first, as sentences that a phone can wrap; older ones are in the chart."""
    text = read(a_history(*a_bad_month()))
    lines = [line for line in text.splitlines() if " <!date^" in line and line.startswith(":")]
    assert len(lines) == 10
    assert lines[0] == f":arrows_counterclockwise: {moment(NOON)}: running, 300 rows"
    after = "finished with errors, 3m 30s, 1,240 rows, 12 errors"
    assert lines[8] == f":warning: {moment(NOON - timedelta(days=8))}: {after}"
    assert "The chart has 20 older runs too." in text


def test_the_modal_says_where_the_chart_goes_and_then_where_it_is() -> None:
    """Nobody looks for it, and nobody wonders why it is elsewhere."""
    coming = a_history()
    assert "The chart comes into <#CDATA> in a moment." in read(coming)
    assert "The chart comes into our direct messages in a moment." in read(coming, None)
    assert "The chart is in <#CDATA>." in read(coming.model_copy(update={"posted_in": "CDATA"}))
    told = {"posted_in": "D1", "trouble": "I am not in that channel."}
    assert ":warning: I am not in that channel. See our direct messages." in read(
        coming.model_copy(update=told)
    )


def test_a_sync_that_never_ran_has_no_chart() -> None:
    """It says so, and offers the first run."""
    text = read(SyncHistory(sync=a_history().sync))
    assert "It never ran, so there is no history yet. Run it once, then ask again." in text
    assert "Run …" in text
    first = a_history(a_past_run(0, "running", is_running=True))
    assert "There is a chart as soon as a run is over." in read(first)
    assert "Run …" not in read(first), "it runs already"


@pytest.mark.parametrize(
    ("changes", "cells"),
    [
        ({}, ["Nov 03 12:00", "2m 30s", "1,200", "finished"]),
        ({"rows": None, "errors": None, "seconds": None}, ["?"]),
        ({"status": "completed", "errors": 1200}, ["1,200 errors"]),
        ({"status": "errors", "errors": None}, ["with errors"]),
        ({"status": "failed", "errors": 1}, ["failed, 1 error"]),
        ({"status": "canceled", "seconds": 3_909.4}, ["cancelled", "1h 05m"]),
        ({"status": "brand new `word` that is long", "seconds": 180_000}, ["brand new '…", "2d 02h"]),
        ({"is_running": True, "status": "exporting"}, ["running"]),
        ({"began_at": None, "seconds": 0.2}, ["?", "0s"]),
    ],
)
def test_the_table_has_the_numbers_of_the_chart(changes: dict[str, Any], cells: list[str]) -> None:
    """One row for each bar, with a question mark where the chart has one."""
    written = row_of(**changes)
    assert set(cells) <= set(written), written


def test_the_table_of_an_ordinary_month_fits_a_phone() -> None:
    """A line that wraps is no table any more."""
    for month in (a_history(), a_history(*a_bad_month())):
        assert max(len(line) for table in tables(month) for line in table.splitlines()) <= 40


def test_a_long_history_is_told_to_the_end() -> None:
    """Sixty runs are more than a block takes: none is left out, and the columns stay straight."""
    month = a_history(*(a_past_run(at) for at in range(60)))
    message = check_message(views.history_message(month, ANNA, "I could not draw the chart."))
    text = text_of({"blocks": message})
    assert text.count("  finished") == 60
    assert "I could not draw the chart." in text
    lines = [line for line in text.splitlines() if "12:00" in line]
    assert len({len(line) for line in lines}) == 1


def test_the_table_beside_a_chart_is_short() -> None:
    """The picture must not be far below; what is only in it is said to be."""
    words = views.history_words(a_history(), ANNA)
    assert words.count("  finished") == 12
    assert words.endswith("```\nAnd 18 older runs in the chart.")
    assert views.history_words(a_history(a_past_run()), ANNA).endswith("```")


def test_the_picture_is_described_to_those_who_cannot_see_it() -> None:
    """The essential numbers, within what Slack takes."""
    alt = views.history_alt(a_history(*a_bad_month()))
    assert "The last 30 runs: 22 finished, 2 with errors, 2 failed" in alt
    assert "Rows of a run: 0 to 1,440." in alt
    assert "Duration of a run: 40s to 3m 50s." in alt
    assert alt.endswith("The newest: running, rows 300, duration ?.")
    assert len(views.history_alt(a_history(sync=a_sync(name="x" * 5000)))) <= 1000
