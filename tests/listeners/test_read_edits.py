"""What a form that edits a sync says: only what somebody has changed in it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import state_of
from sync_samples import an_edit_form, facts
from view_samples import NAMES

from bot.errors import InvalidInput
from bot.listeners import read
from bot.models import Edit, EditForm, Frequency, Schedule, SyncFacts
from bot.polytomic import targets
from bot.polytomic.known_targets import known
from bot.views import sync_view

if TYPE_CHECKING:
    from collections.abc import Mapping

OBJECTS = tuple(f"Object {number}" for number in range(300))
SETTINGS = targets.stated({}, known("snowflake"))
some_name = st.text(min_size=1, max_size=60).filter(lambda text: text.strip())
some_schedule = st.builds(
    Schedule,
    frequency=st.sampled_from(Frequency),
    hour=st.none() | st.integers(0, 23),
    minute=st.none() | st.integers(0, 59),
    weekday=st.sampled_from(["monday", "friday"]) | st.none(),
).map(Schedule.filled)
some_facts = st.builds(
    SyncFacts,
    name=some_name,
    schedule=some_schedule | st.none(),
    frequency=st.just("custom"),
    settings=st.fixed_dictionaries({**dict.fromkeys(SETTINGS, st.booleans()), "schema": some_name}).map(
        lambda typed: typed | {"advanced.table_prefix": "x_"}
    ),
    objects=st.integers(1, 300).map(lambda number: OBJECTS[:number]),
)


def submitted(form: EditForm, answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Draw a form and submit it, with some answers changed."""
    view = sync_view(form, "C1").to_dict()
    numbers = count()
    for block in view["blocks"]:
        block.setdefault("block_id", f"b{next(numbers)}")
    return view | {"state": state_of(view, answers or {})}


@given(some_facts)
def test_a_form_that_is_submitted_as_it_was_drawn_changes_nothing(now: SyncFacts) -> None:
    """Whatever a sync is like: nobody shall change by looking."""
    now = now if now.schedule is None else now.model_copy(update={"frequency": ""})
    form = an_edit_form(facts=now, wanted=now, total=300)
    assert read.edit_form(submitted(form)).edit(now) == Edit()


@pytest.mark.parametrize("name", [name for name in NAMES.values() if name.strip()])
def test_a_name_of_any_kind_is_kept(name: str) -> None:
    """Neither cut nor trimmed into another one."""
    now = facts(name=name, settings={"schema": "S"})
    assert read.edit_form(submitted(an_edit_form(facts=now, wanted=now))).edit(now).name is None


@given(st.sets(st.sampled_from(OBJECTS[:20]), min_size=1), st.sets(st.sampled_from(OBJECTS[:20]), min_size=1))
def test_the_objects_that_are_picked_are_the_objects_that_are_synced(old: set[str], new: set[str]) -> None:
    """From any choice to any other, and on top of what somebody else has added meanwhile."""
    before, after = (tuple(name for name in OBJECTS if name in some) for some in (old, new))
    now = facts(objects=before)
    picked = [f"object:{name}" for name in after]
    view = submitted(an_edit_form(facts=now, wanted=now, total=20), {"object_picks": picked})
    edit = read.edit_form(view).edit(now)
    assert edit.objects(before, OBJECTS) == after
    theirs = (*before, OBJECTS[50])
    assert edit.objects(theirs, OBJECTS) == (*after, OBJECTS[50])


def test_a_schedule_without_words_is_left_or_replaced() -> None:
    """Leaving it is an answer like the others; a draft keeps what was typed."""
    now = facts(schedule=None, frequency="custom")
    form = an_edit_form(facts=now, wanted=now)
    assert read.edit_form(submitted(form)).schedule is None
    daily = Schedule(frequency=Frequency.DAILY)
    form = form.model_copy(update={"wanted": now.model_copy(update={"schedule": daily})})
    draft = read.edit_draft(submitted(form, {"hour": "7", "name": ""}))
    assert (draft.name, draft.schedule) == ("", Schedule(frequency=Frequency.DAILY, hour=7, minute=0))
    edit = read.edit_form(submitted(form, {"hour": "7"})).edit(now)
    assert edit == Edit(schedule=Schedule(frequency=Frequency.DAILY, hour=7, minute=0))


def test_no_object_is_marked_before_anything_is_asked() -> None:
    """A sync of nothing is no sync."""
    with pytest.raises(InvalidInput, match="No object is picked") as caught:
        read.edit_form(submitted(an_edit_form(), {"object_picks": []}))
    assert caught.value.field == "objects"
    assert read.edit_form(submitted(an_edit_form(), {"object_picks": [], "choice": "all"})).every_object
