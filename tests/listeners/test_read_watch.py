from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from slack_state import submitted
from view_samples import NOON

from bot.errors import InvalidInput
from bot.listeners import read
from bot.models import Mute, QuietHours, Tells, WatchForm
from bot.views.forms.watch import watch_form_view

if TYPE_CHECKING:
    from typing import Any

FULL = WatchForm(
    watch_id=uuid4(),
    version=3,
    sync_id="s-1",
    sync_name="Orders",
    channel_id="CDATA",
    tells=(Tells.STARTS, Tells.FAILURES),
    in_threads=False,
    after_failures=4,
    quiet=QuietHours(begin=time(22), end=time(7, 30), timezone="Europe/Berlin"),
    timezone="Europe/Berlin",
    mentions=("UANNA", "UBEN"),
    muted_until=NOON,
)


def form(shown: WatchForm, **typed: str | list[str] | None) -> dict[str, Any]:
    """Submit the form with something typed into it."""
    return submitted(watch_form_view(shown), **typed)


@pytest.mark.parametrize(
    "shown", [FULL, WatchForm(channel_id="CDATA"), WatchForm(sync_id="s-1", asks_channel=True)]
)
def test_what_is_shown_is_what_is_read(shown: WatchForm) -> None:
    """Saving a form that nobody touched changes nothing."""
    answers = read.watch_form(form(shown, **({} if shown.channel_id else {"channel_id": "CDATA"})))
    same = {"watch_id", "version", "sync_id", "in_threads", "after_failures", "quiet", "timezone", "mentions"}
    assert answers.model_dump(include=same) == shown.model_dump(include=same)
    assert set(answers.tells) == set(shown.tells)
    assert answers.channel_id == "CDATA"
    assert answers.mute is (Mute.AS_IT_IS if shown.muted_until else Mute.NOT)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"tells": []}, "tells"),
        ({"after_failures": "21"}, "after_failures"),
        ({"after_failures": "0"}, "after_failures"),
        ({"after_failures": ""}, "after_failures"),
        ({"quiet_from": "07:30"}, "quiet_to"),
        ({"quiet_from": None}, "quiet_from"),
        ({"quiet_to": None}, "quiet_to"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_what_cannot_be_right_is_marked(typed: dict[str, Any], field: str) -> None:
    """Hours that end as they begin, nothing chosen, a number out of reach: said before the ack."""
    view = form(FULL, **typed)
    with pytest.raises(InvalidInput) as caught:
        read.watch_form(view)
    assert caught.value.field == field
    assert read.field_errors(view, caught.value) is not None


def test_without_quiet_hours_there_are_none() -> None:
    """Emptying both ends them."""
    assert read.watch_form(form(FULL, quiet_from=None, quiet_to=None)).quiet is None
