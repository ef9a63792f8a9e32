"""Choices that are too many to list are found while typing, and values that only Polytomic knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from blockkit import check_suggestions, check_view
from form_answers import sent, steps
from slack_state import submitted

from bot import views
from bot.errors import InvalidInput
from bot.listeners import read
from bot.polytomic import forms

if TYPE_CHECKING:
    from bot.models import Field

REGIONS = [{"value": f"region-{number}", "label": f"Region {number}"} for number in range(226)]


def fields_of(**properties: Any) -> tuple[Field, ...]:
    """Make a form."""
    return forms.fields({"properties": properties}, "anything")


def element(fields: tuple[Field, ...], values: dict[str, Any] | None = None) -> dict[str, Any]:
    """Draw the only question."""
    (step,) = steps(fields, values or {})
    found: dict[str, Any] = check_view(views.step_view(step))["blocks"][2]["element"]
    return found


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "static_select"), (30, "static_select"), (31, "external_select")]
)
def test_few_choices_are_listed_and_many_are_found(count: int, kind: str) -> None:
    """A list of a hundred lines is searched faster than read."""
    drawn = element(fields_of(region={"type": "string", "enum": REGIONS[:count]}))
    assert drawn["type"] == kind
    assert drawn["action_id"].split(":")[0] == ("answer" if kind == "static_select" else "find_choice")


def test_a_choice_that_was_made_is_shown_again() -> None:
    """Also when it is none of those that are listed at first."""
    fields = fields_of(region={"type": "string", "enum": REGIONS})
    assert element(fields, {"region": "region-200"})["initial_option"]["text"]["text"] == "Region 200"
    assert "initial_option" not in element(fields, {"region": "gone"})


def test_choices_are_found_by_label_and_value_best_first() -> None:
    """Slack takes a hundred at once."""
    (field,) = fields_of(region={"type": "string", "enum": REGIONS})
    assert len(check_suggestions(views.choice_options(field, ""))) == 100
    found = [one.value for one in views.choice_options(field, "REGION-22")]
    assert found == ["region-22", *(f"region-{number}" for number in range(220, 226))]
    assert views.choice_options(field, "nowhere") == []


def test_a_choice_that_slack_cannot_carry_is_left_out() -> None:
    """If none can be carried, the value is typed; what is no choice is told then."""
    long = "v" * 151
    (field,) = fields_of(region={"type": "string", "enum": ["a", long]})
    assert [one.value for one in views.choice_options(field, "")] == ["a"]
    fields = fields_of(region={"type": "string", "enum": [long]})
    assert element(fields)["type"] == "plain_text_input"
    assert sent(fields, {"region": long}) == {"region": long}
    with pytest.raises(InvalidInput, match="not on offer"):
        sent(fields, {"region": "b"})


def test_a_choice_that_polytomic_has_no_more_is_told_at_its_question() -> None:
    """The form was open while Polytomic changed; the choices of today are named."""
    before = fields_of(region={"type": "string", "enum": ["eu", "us"]})
    after = fields_of(region={"type": "string", "enum": ["us", "asia"]})
    (step,) = steps(before, {})
    view = submitted(views.step_view(step), **{"field:region": "eu"})
    with pytest.raises(InvalidInput, match="“eu” is not on offer for Region"):
        forms.configuration(after, read.connection_form(view).values)


@pytest.mark.parametrize(
    ("about", "typed", "found"),
    [
        ({"type": "integer", "enum": [1, 2]}, "2", 2),
        ({"type": "boolean", "enum": [True]}, ["yes"], True),
        ({"enum": ["a"]}, "a", "a"),
        ({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, ["b", "a"], ["b", "a"]),
        ({"type": "array", "items": {"type": "string", "enum": [f"{n}" for n in range(99)]}}, ["7"], ["7"]),
        ({"type": "array", "items": {"type": "integer"}}, "1\n2", [1, 2]),
        (
            {"type": "object", "additionalProperties": {"type": "string"}},
            "a: 1\nb: x:y",
            {"a": "1", "b": "x:y"},
        ),
        ({"type": "array"}, "[1]", [1]),
        ({"type": "string"}, "5", "5"),
        ({"type": "number"}, "5.50", 5.5),
        ({"type": "integer"}, "5.0", 5),
    ],
)
def test_what_is_filled_in_is_sent_in_the_propertys_type(about: Any, typed: Any, found: Any) -> None:
    """Through Slack's own state, which knows texts and options only."""
    value = sent(fields_of(it=about), {"it": typed})["it"]
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize(
    ("about", "typed", "said"),
    [
        ({"type": "integer"}, "5.5", "whole number"),
        ({"type": "integer"}, "many", "must be a number"),
        ({"type": "number"}, "many", "must be a number"),
        ({"type": "array", "items": {"type": "integer"}}, "1\nx", "must be a number"),
        ({"type": "object"}, "{", "no JSON at line 1"),
        ({"type": "object"}, "[]", "begins with {"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "a: 1\nb", "Line 2 has no name"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_question(about: Any, typed: str, said: str) -> None:
    """Before Polytomic is asked."""
    with pytest.raises(InvalidInput, match=said) as caught:
        sent(fields_of(it=about), {"it": typed})
    assert caught.value.field == "it"
    assert caught.value.guidance


def test_values_that_polytomic_knows_are_found_and_others_can_be_typed() -> None:
    """A sheet that was made a minute ago is in no list yet."""
    values = [("1", "Budget"), ("2", "Plan"), ("v" * 200, "Budget of old")]
    assert [one.value for one in views.value_options(values, "")] == ["1", "2"]
    options = check_suggestions(views.value_options(values, "bud"))
    assert [(one["value"], one["text"]["text"]) for one in options] == [("1", "Budget"), ("bud", "bud")]
    assert options[1]["description"]["text"] == "Use “bud” as it is typed"
    assert [one.value for one in views.value_options(values, "Budget")] == ["1"]
    assert views.value_options([], "x" * 151) == []
    assert len(check_suggestions(views.value_options([(f"a{n}", f"a{n}") for n in range(300)], "a"))) == 100


def test_a_looked_up_value_comes_back_with_its_label() -> None:
    """Polytomic wants an object of both, or the bare value, as the property says."""
    pair = {"type": "object", "properties": {"value": {}, "label": {}}, "completions": True}
    fields = fields_of(sheet=pair, bare={"type": "string", "completions": True})
    (step,) = steps(fields, {"sheet": ("1", "Budget"), "bare": ("2", "Plan")})
    answers = read.connection_form(submitted(views.step_view(step)))
    assert answers.values == {"sheet": ("1", "Budget"), "bare": ("2", "Plan")}
    configuration = forms.configuration(fields, answers.values)
    assert configuration == {"sheet": {"value": "1", "label": "Budget"}, "bare": "2"}


def test_a_draft_holds_everything_but_secrets() -> None:
    """The form is drawn again by what is typed so far; what is secret stays where it was typed."""
    fields = fields_of(
        ssh={"type": "boolean"},
        host={"type": "string"},
        password={"type": "string"},
        port={"type": "integer"},
    )
    (step,) = steps(fields, {})
    typed: dict[str, Any] = {
        "field:ssh": ["yes"],
        "field:host": "h",
        "secret:password": "s3cret",
        "field:port": "x",
    }
    view = submitted(views.step_view(step), **typed)
    assert read.connection_draft(view) == {"ssh": True, "host": "h", "port": "x"}
    again = [views.step_view(one).to_dict() for one in steps(fields, read.connection_draft(view))]
    assert "s3cret" not in str(again)


def test_a_form_of_several_pages_says_where_one_is() -> None:
    """Only the last step is checked by Polytomic; the name is asked for on the first."""
    fields = fields_of(
        **{f"text{number}": {"type": "string"} for number in range(100)}, password={"type": "string"}
    )
    first, last = (check_view(views.step_view(step)) for step in steps(fields, {}))
    assert (first["submit"]["text"], last["submit"]["text"]) == ("Next", "Check and continue")
    assert "*Step 1 of 2.*" in str(first["blocks"][0])
    assert [views.Meta.of(one).page for one in (first, last)] == [0, 1]
    names = [[block.get("block_id") for block in one["blocks"]] for one in (first, last)]
    assert ["connection_name" in one for one in names] == [True, False]
    (_, step) = steps(fields, {})
    assert read.connection_form(submitted(views.step_view(step), **{"field:text99": "x"})).values == {
        "text99": "x"
    }


def test_what_is_left_out_is_named() -> None:
    """Whoever needs it finds the way to it."""
    fields = fields_of(**{f"{number}_secret": {"type": "string"} for number in range(100)})
    (step,) = steps(fields, {})
    view = check_view(views.step_view(step))
    assert "86 secret" in str(view["blocks"][-1])
    assert "Polytomic's own page" in str(view["blocks"][-1])


def test_long_answers_never_break_a_form() -> None:
    """Slack takes 250 KB: of a hundred long answers none is worth a form that cannot be opened."""
    names = [f"text{number}" for number in range(80)]
    fields = fields_of(**{key: {"type": "string"} for key in names})
    for step in steps(fields, dict.fromkeys(names, "é" * 3000)):
        check_view(views.step_view(step))
