"""What is said about a run's log to whoever asked for it."""

import pytest
from blockkit import check_message
from reading import buttons, shown
from view_samples import NAMES

from bot import views
from bot.models import Activity, FailedObject, RunLog

FAILED = Activity(status="failed", is_running=False, execution_id="e-1", reason="The warehouse is full.")


def test_what_went_wrong_comes_first() -> None:
    """The reason, the objects that failed with theirs, the last errors; with a way to the page."""
    log = RunLog(
        sync_name="Nightly",
        activity=FAILED,
        failed=(FailedObject(name="Account", message="No disk."), FailedObject(name="Lead")),
        last_errors=("first", "second"),
        url="https://app.polytomic.com/s",
    )
    text = shown(views.run_log(log))
    assert "*Nightly* failed.\nThe warehouse is full." in text
    assert "2 objects failed:\n• *Account*: No disk.\n• *Lead*" in text
    assert text.index("• first") < text.index("• second")
    assert buttons(views.run_log(log)) == {"open_in_polytomic": "Open in Polytomic"}


def test_a_run_that_goes_on_or_went_well_has_a_log_too() -> None:
    """Nothing is made up where nothing went wrong."""
    going = RunLog(sync_name="Nightly", activity=Activity(status="exporting", is_running=True))
    assert "*Nightly* is under way (Running: exporting the data)." in shown(views.run_log(going))
    well = RunLog(sync_name="Nightly", activity=Activity(status="completed", is_running=False))
    assert "*Nightly* finished." in shown(views.run_log(well))
    assert "failed" not in shown(views.run_log(well))


@pytest.mark.parametrize("name", NAMES.values())
def test_no_name_and_no_number_breaks_it(name: str) -> None:
    """Five thousand objects with hostile names and endless errors stay within Slack's limits."""
    log = RunLog(
        sync_name=name,
        activity=FAILED.model_copy(update={"reason": name * 50, "execution_id": name}),
        failed=[FailedObject(name=f"{name}{at}", message=name * 9) for at in range(5000)],
        last_errors=[name * 99] * 50,
        url="https://x.example/" + "a" * 4000,
    )
    check_message(views.run_log(log))
    assert "5,000 objects failed, among them:" in shown(views.run_log(log))
