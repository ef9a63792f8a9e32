"""What the last form shows is what is read; what cannot be right is told at its question."""

from typing import Any
from uuid import uuid4

import pytest
from form_samples import plan_step
from slack_state import submitted
from view_samples import MANY_OBJECTS, SETUP_ID, setup

from bot import views
from bot.errors import InvalidInput
from bot.listeners import read
from bot.listeners.read.below import Below
from bot.models import (
    Discovery,
    FieldChoice,
    FieldsForm,
    Frequency,
    Naming,
    ObjectChoice,
    Objects,
    ObjectsForm,
    Plan,
    PlanForm,
    Schedule,
)

NAMES = ["Ünïcode → 名前", "a & b < c", "x" * 200]
SCHEDULES = [
    Schedule(),
    Schedule(frequency=Frequency.CONTINUOUS),
    Schedule(frequency=Frequency.HOURLY, minute=7),
    Schedule(frequency=Frequency.DAILY, hour=0, minute=0),
    Schedule(frequency=Frequency.WEEKLY, hour=23, minute=59, weekday="sunday"),
]


def plan_form(step: PlanForm | None = None, **typed: str | list[str] | None) -> dict[str, Any]:
    """Submit the last form."""
    return submitted(views.step_view(step or plan_step()), **typed)


def refusal(view: dict[str, Any]) -> tuple[InvalidInput, dict[str, str] | None]:
    """Read a plan that cannot be right."""
    with pytest.raises(InvalidInput) as caught:
        read.plan_form(view)
    return caught.value, read.field_errors(view, caught.value)


def drawn_again(step: PlanForm, typed: dict[str, Any]) -> PlanForm:
    """Draw the last form with what was read from it; what the destination offers is known."""
    return PlanForm(setup=step.setup, modes=step.modes, fields=step.fields, offers=step.offers, **typed)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_plan_is_read_as_shown(name: str, schedule: Schedule) -> None:
    """What a person sees and submits unchanged is what is created."""
    answers = read.plan_form(plan_form(plan_step(name=name, settings={"schema": name}, schedule=schedule)))
    assert answers.setup_id == SETUP_ID
    assert answers.plan == Plan(
        name=name,
        objects=Objects(choice=ObjectChoice.NAMED, names=("Account", "Contact")),
        settings={"schema": name},
        mode="snapshot",
        schedule=schedule,
        channel_id="CDATA",
    )


@pytest.mark.parametrize("choice", [ObjectChoice.ALL, ObjectChoice.LATER])
def test_names_that_are_hidden_are_not_read(choice: ObjectChoice) -> None:
    """Who decides for all objects does not get the few that were typed before."""
    assert read.plan_form(plan_form(plan_step(choice=choice))).plan.objects == Objects(choice=choice)


def test_typed_names_are_split_trimmed_and_named_once() -> None:
    """People paste lists of every shape."""
    view = plan_form(object_names=" Account,Contact\n\nLead ,, Account\r\n Opportunity Line Item ")
    names = read.plan_form(view).plan.objects.names
    assert names == ("Account", "Contact", "Lead", "Opportunity Line Item")


def test_picked_names_are_read_even_those_that_no_select_can_hold() -> None:
    """More than 100 picks and names over 150 characters come back whole and in order."""
    picked = (*MANY_OBJECTS[:120], "x" * 180)
    step = plan_step(has_object_list=True, picked_objects=picked)
    assert read.plan_form(plan_form(step)).plan.objects.names == picked


@pytest.mark.parametrize(
    ("typed", "block_id"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"choice": None}, "choice"),
        ({"object_names": " , \n"}, "object_names"),
        ({"setting:schema": " "}, "setting:schema"),
        ({"setting:schema": "x" * 256}, "setting:schema"),
        ({"mode": None}, "mode"),
        ({"frequency": None}, "frequency"),
        ({"frequency": "yearly"}, "frequency"),
        ({"hour": "24"}, "hour"),
        ({"hour": "-1"}, "hour"),
        ({"hour": None}, "hour"),
        ({"minute": "60"}, "minute"),
        ({"minute": "1.5"}, "minute"),
        ({"weekday": None}, "weekday"),
        ({"channel_id": None}, "channel_id"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_question(typed: dict[str, str | None], block_id: str) -> None:
    """Each slip has its reason under its question, and the same form without it goes through."""
    step = plan_step(schedule=SCHEDULES[-1])
    _, errors = refusal(plan_form(step, **typed))
    assert list(errors or {}) == [block_id]
    assert read.plan_form(plan_form(step)).plan.schedule == SCHEDULES[-1]


@pytest.mark.parametrize(
    ("typed", "block_id"),
    [
        ({"choice": "named"}, "choice"),
        ({"frequency": "daily"}, "frequency"),
        ({"frequency": "weekly"}, "frequency"),
    ],
)
def test_a_question_that_is_not_drawn_yet_is_told_at_the_one_before(
    typed: dict[str, str], block_id: str
) -> None:
    """A quick click on submit comes before the redraw that a choice asks for."""
    _, errors = refusal(plan_form(plan_step(choice=ObjectChoice.ALL), **typed))
    assert list(errors or {}) == [block_id]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("from_list", [True, False])
def test_a_redraw_changes_nothing_but_what_was_clicked(schedule: Schedule, *, from_list: bool) -> None:
    """Everything typed so far is in the next drawing, and the form needs no request to be drawn."""
    step = plan_step(
        schedule=schedule,
        has_object_list=from_list,
        typed_objects="" if from_list else "Account, Contact",
        picked_objects=("Account", "Lead") if from_list else (),
    )
    assert drawn_again(step, read.plan_draft(plan_form(step))) == step
    clicked = read.plan_draft(plan_form(step, choice="all"))
    assert drawn_again(step, clicked) == step.model_copy(update={"choice": ObjectChoice.ALL})


def test_a_redraw_keeps_ids_so_that_slack_keeps_what_is_typed() -> None:
    """Slack keeps an input's text only if its block_id and action_id stay."""
    before = _ids(views.step_view(plan_step()))
    after = _ids(views.step_view(plan_step(choice=ObjectChoice.ALL, schedule=SCHEDULES[-1])))
    assert before - after == {("object_names", "answer")}
    assert {block_id for block_id, _ in after - before} == {"hour", "minute", "weekday"}


def test_hidden_answers_come_back_when_shown_again() -> None:
    """A look at "All objects" and back must not cost what was typed."""
    step = plan_step(schedule=SCHEDULES[-1])
    looked = read.plan_draft(plan_form(step, choice="all", frequency="manual"))
    elsewhere = drawn_again(step, looked)
    back = read.plan_draft(plan_form(elsewhere, choice="named", frequency="weekly"))
    assert drawn_again(step, back) == step


def test_objects_after_sign_in_are_read_as_shown() -> None:
    """All, or those that were picked; more by name when the list is long."""
    picked = submitted(views.step_view(ObjectsForm(setup=setup(), picked=("Account", "Lead"), total=40)))
    assert read.objects_form(picked).objects.names == ("Account", "Lead")
    everything = submitted(views.step_view(ObjectsForm(setup=setup(), total=40)), choice="all")
    assert read.objects_form(everything).objects == Objects(choice=ObjectChoice.ALL)
    long = views.step_view(ObjectsForm(setup=setup(), picked=MANY_OBJECTS[:101], total=2000))
    assert read.objects_form(submitted(long)).objects.names == MANY_OBJECTS[:101]


def test_objects_need_a_choice_and_a_pick() -> None:
    """Nothing is synced by accident, and nothing is refused without a reason at its question."""
    empty = views.step_view(ObjectsForm(setup=setup(), total=40))
    for typed, block_id in ({}, "choice"), ({"choice": "named"}, "object_picks"):
        view = submitted(empty, **typed)
        with pytest.raises(InvalidInput) as caught:
            read.objects_form(view)
        assert list(read.field_errors(view, caught.value) or {}) == [block_id]
    view = submitted(empty, choice="named", object_picks=["object:Account"])
    assert read.objects_form(view).objects.names == ("Account",)


def test_long_errors_are_shortened_for_slack() -> None:
    """An error of Polytomic's can be long; under a field there is little room."""
    errors = read.field_errors(plan_form(), InvalidInput("name", "No. " * 500))
    assert len((errors or {})["name"]) <= 500


def _ids(view: Any) -> set[tuple[str, str]]:
    blocks = [block for block in view.to_dict()["blocks"] if block["type"] == "input"]
    return {(block["block_id"], block["element"]["action_id"]) for block in blocks}


LATE = {"new_objects": Discovery.ALL, "new_fields": Discovery.NONE, "naming": Naming.LEGACY}
RARE: dict[str, Any] = LATE | {
    "settings": {"schema": "X", "advanced.table_prefix": "p_", "advanced.hard_deletes": True}
}


@pytest.mark.parametrize("shown", [True, False])
def test_advanced_answers_are_read_whether_they_are_shown_or_not(*, shown: bool) -> None:
    """Hiding the rarer questions is no answer to them."""
    step = plan_step(is_advanced=shown, **RARE)
    plan = read.plan_form(plan_form(step)).plan
    assert {name: getattr(plan, name) for name in LATE} == LATE
    assert RARE["settings"].items() <= plan.settings.items()
    again = drawn_again(step, read.plan_draft(plan_form(step)))
    assert again.model_copy(update={"settings": {}}) == step.model_copy(update={"settings": {}})
    assert RARE["settings"].items() <= again.settings.items()


def test_picks_too_long_to_be_carried_stay_in_sight() -> None:
    """A look at "All objects" with a hundred long names picked must not cost them."""
    picked = tuple(f"{number:03}{'x' * 130}" for number in range(120))
    step = plan_step(has_object_list=True, picked_objects=picked, typed_objects="", matching=("acc",))
    looked = drawn_again(step, read.plan_draft(plan_form(step, choice="all")))
    back = drawn_again(looked, read.plan_draft(plan_form(looked, choice="named")))
    assert (back.picked_objects, back.matching, back.choice) == (picked, ("acc",), ObjectChoice.NAMED)
    assert read.plan_form(plan_form(looked)).plan.objects == Objects(choice=ObjectChoice.ALL)


def test_matches_are_told_from_objects_of_any_name() -> None:
    """An object may be called "match:all"; it is that object and no more."""
    step = plan_step(has_object_list=True, picked_objects=("match:all", "object:x"), matching=("acc", "b c"))
    objects = read.plan_form(plan_form(step)).plan.objects
    assert (objects.names, objects.matching) == (("match:all", "object:x"), ("acc", "b c"))


def test_the_fields_of_an_object_are_read_as_shown() -> None:
    """Picked, matched and typed ones, in both questions."""
    many = tuple(f"field_{number}" for number in range(150))
    choice = FieldChoice(
        fields=(*many, "email"), obfuscated=("email",), matching=("mail",), obfuscated_matching=("ssn",)
    )
    step = FieldsForm(setup=setup(), object_id="public.users", choice=choice, total=2000)
    answers = read.fields_form(submitted(views.step_view(step)))
    assert answers.object_id == "public.users"
    assert answers.choice == choice.model_copy(update={"fields": many, "obfuscated": ("email",)})


@pytest.mark.parametrize("is_plan", [True, False])
def test_the_form_below_comes_back_as_it_was(*, is_plan: bool) -> None:
    """The form on top carries what was typed below, as Slack does not send it along."""
    step = plan_step(**RARE) if is_plan else ObjectsForm(setup=setup(), picked=("A",), total=40)
    below = Below.of(submitted(views.step_view(step)))
    top = FieldsForm(setup=setup(), object_id="A", total=3, below=below.packed())
    found = Below.under(views.step_view(top).to_dict())
    assert found is not None
    assert (found.view_id, found.is_plan) == ("V1", is_plan)
    if is_plan:
        again = PlanForm(setup=setup(), modes=(), **found.typed)
        assert again.new_objects is Discovery.ALL
        assert again.settings == RARE["settings"]


def test_a_form_below_that_is_too_long_is_left_as_it_is() -> None:
    """Nothing is drawn over what a person typed, if it cannot be carried."""
    chance = tuple(uuid4().hex * 4 for _ in range(90))
    step = plan_step(has_object_list=True, picked_objects=chance)
    below = Below.of(submitted(views.step_view(step)))
    top = FieldsForm(setup=setup(), object_id="A", total=3, below=below.packed())
    assert Below.under(views.step_view(top).to_dict()) is None
