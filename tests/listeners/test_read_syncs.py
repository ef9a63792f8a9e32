"""What people choose about a bulk sync, as Slack sends it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_state import submitted
from sync_samples import a_sync

from bot import views
from bot.errors import BotError
from bot.listeners import read
from bot.models import Place, RunForm, RunMode


@pytest.mark.parametrize(
    "action",
    [
        {"type": "overflow", "selected_option": {"value": "run:s:1"}},
        {"type": "button", "value": "run:s:1"},
    ],
)
def test_a_menu_and_a_button_say_the_same(action: dict[str, Any]) -> None:
    """The id is whatever Polytomic gave, a colon in it included."""
    assert read.sync_wish(action) == ("run", "s:1")


def test_a_form_is_read_as_it_was_drawn() -> None:
    """What is shown at first is what is sent when nobody changes it."""
    place = Place(words="ord", page=3, wish="run")
    form = RunForm(
        sync=a_sync(), place=place, picked=("A",), matching=("con",), mode=RunMode.REFRESH, total=3
    )
    asked = form.model_copy(update={"rewrites": ("A", "Contact")})
    answers = read.run_form(submitted(views.sync_view(asked, "CDATA")))
    assert (answers.sync_id, answers.place, answers.mode) == ("s-1", place, RunMode.REFRESH)
    assert (answers.names, answers.matching) == (("A",), ("con",))
    assert answers.agreed_to == asked.agreement
    assert read.run_form(submitted(views.sync_view(form))).agreed_to is None


def test_a_form_that_lost_its_sync_is_a_dead_end() -> None:
    """Nobody can say what is to be run."""
    with pytest.raises(BotError, match="belongs to no sync"):
        read.run_form({"private_metadata": "{}", "state": {"values": {}}})
