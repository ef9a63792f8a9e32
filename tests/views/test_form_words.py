"""What people read in the modals, and what each form asks."""

from typing import Any

import pytest
from blockkit import check_view
from form_samples import connection_step, plan_step
from reading import buttons, element, in_view, shown, text_of
from view_samples import SETUP_ID, existing, setup

from bot import views
from bot.models import (
    ChooseEnds,
    Done,
    Field,
    FieldKind,
    FormError,
    Frequency,
    ObjectChoice,
    ObjectsForm,
    Schedule,
)


def test_checking_can_be_closed() -> None:
    """The answer comes by direct message: closing it gives nothing up, and so the bot is not told."""
    view = check_view(views.checking("New sync", "Polytomic checks it …"))
    assert view["notify_on_close"] is False
    assert view["callback_id"] == "checking"
    assert "You can close this window" in str(view)


def test_forms_tell_when_they_are_closed() -> None:
    """A setup that made something is kept for later; that needs Slack's word that the modal is gone."""
    steps = (
        ChooseEnds(setup=setup()),
        connection_step(),
        plan_step(),
        ObjectsForm(setup=setup(), total=3),
    )
    for step in steps:
        view = check_view(views.step_view(step))
        assert view["notify_on_close"] is True
        assert views.Meta.of(view).setup_id == SETUP_ID


def test_a_reason_stands_under_its_question() -> None:
    """A refusal by Polytomic comes after the ack, so the form itself must show it, where one looks."""
    error = FormError(field="password", message="Incorrect password.", guidance="Type it again.")
    blocks = check_view(views.step_view(connection_step(error=error)))["blocks"]
    ids = [block.get("block_id") for block in blocks]
    reason = blocks[ids.index("secret:password") + 1]["text"]["text"]
    assert reason == ":warning: *Incorrect password.*\nType it again."
    assert "see the note under *Password*" in blocks[0]["text"]["text"]


def test_a_form_shown_again_asks_for_its_secrets_once_more() -> None:
    """Everything else is kept, so people would overlook the one empty field."""
    once_more = "Type it once more"
    assert once_more not in str(check_view(views.step_view(connection_step())))
    again = check_view(views.step_view(connection_step(error=FormError(message="No."))))
    hints = {
        block["block_id"]: block.get("hint", {}).get("text", "")
        for block in again["blocks"]
        if "label" in block
    }
    assert [block_id for block_id, hint in hints.items() if once_more in hint] == [
        block_id for block_id in hints if block_id.startswith("secret:")
    ]


@pytest.mark.parametrize("field", [None, "nowhere"])
def test_a_reason_without_a_question_stands_above(field: str | None) -> None:
    """It is never lost."""
    error = FormError(field=field, message="Polytomic did not answer.", guidance="Submit it again.")
    blocks = check_view(views.step_view(connection_step(error=error)))["blocks"]
    assert "Polytomic did not answer." in blocks[0]["text"]["text"]


def test_secrets_say_where_they_go() -> None:
    """Slack has no password field: people must know what happens to what they type."""
    text = in_view(connection_step())
    assert "Goes to Polytomic only. It is not kept here." in text
    assert ":lock:" in text
    plain = connection_step(fields=(Field(name="domain", title="Domain", kind=FieldKind.TEXT),))
    assert ":lock:" not in in_view(plain)


def test_existing_connections_are_offered_instead() -> None:
    """Healthy ones first; without any there is no empty select."""
    choices = (existing(1, "Old", healthy=False), existing(2, "New"))
    view = check_view(views.step_view(connection_step(existing=choices)))
    select = next(block for block in view["blocks"] if block.get("block_id") == "existing")["accessory"]
    assert [option["text"]["text"] for option in select["options"]] == ["New", "Old"]
    assert "not healthy" in select["options"][1]["description"]["text"]
    assert "existing" not in str(check_view(views.step_view(connection_step())))


def test_a_private_key_keeps_its_lines() -> None:
    """A single-line input would join the lines of a PEM key."""
    blocks = check_view(views.step_view(connection_step()))["blocks"]
    elements = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    assert elements["secret:private_key"]["multiline"] is True
    assert "multiline" not in elements["secret:password"]


def test_the_choice_of_objects_is_deliberate() -> None:
    """Nothing is chosen beforehand; "after sign-in" makes no sense once the list is known."""
    radio = element(plan_step(choice=None), "choice")
    assert "initial_option" not in radio
    assert [option["value"] for option in radio["options"]] == ["all", "named", "later"]
    known = element(plan_step(choice=None, has_object_list=True), "choice")
    assert [option["value"] for option in known["options"]] == ["all", "named"]


@pytest.mark.parametrize(
    ("frequency", "asked"),
    [
        (Frequency.MANUAL, set()),
        (Frequency.CONTINUOUS, set()),
        (Frequency.HOURLY, {"minute"}),
        (Frequency.DAILY, {"hour", "minute"}),
        (Frequency.WEEKLY, {"hour", "minute", "weekday"}),
    ],
)
def test_only_the_times_that_count_are_asked_for(frequency: Frequency, asked: set[str]) -> None:
    """And the time zone is said."""
    view = check_view(views.step_view(plan_step(schedule=Schedule(frequency=frequency))))
    ids = {block.get("block_id") for block in view["blocks"]}
    assert ids & {"hour", "minute", "weekday"} == asked
    assert ("UTC" in text_of(view)) == bool(asked)


def test_names_are_typed_or_picked() -> None:
    """From the real list when there is one, and only when names are wanted."""
    assert "object_" not in str(check_view(views.step_view(plan_step(choice=ObjectChoice.ALL))))
    typed = element(plan_step(choice=ObjectChoice.NAMED), "object_names")
    assert typed["multiline"] is True
    picked = element(plan_step(choice=ObjectChoice.NAMED, has_object_list=True), "object_picks")
    assert (picked["type"], picked["min_query_length"]) == ("multi_external_select", 0)


def test_every_kind_of_field_has_itselement() -> None:
    """Numbers, switches and choices are not text."""
    blocks = check_view(views.step_view(connection_step()))["blocks"]
    elements = {block["block_id"]: block["element"]["type"] for block in blocks if block["type"] == "input"}
    assert elements == {
        "connection_name": "plain_text_input",
        "field:domain": "plain_text_input",
        "secret:password": "plain_text_input",
        "secret:private_key": "plain_text_input",
        "field:notes": "plain_text_input",
        "field:port": "number_input",
        "field:ssl": "checkboxes",
        "field:region": "static_select",
    }


def test_a_switch_may_stay_off() -> None:
    """Slack would not let anybody submit a required checkbox that is not ticked."""
    field = Field(name="ssl", title="Use SSL", kind=FieldKind.TOGGLE, required=True)
    blocks = check_view(views.step_view(connection_step(fields=(field,))))["blocks"]
    assert next(block for block in blocks if block.get("block_id") == "field:ssl")["optional"] is True


def test_done_says_whose_turn_it_is() -> None:
    """With a sign-in there is one thing left; without, nothing."""
    assert "One thing is left for you: *sign in to Salesforce*" in in_view(
        Done(setup=setup(), needs_sign_in=True)
    )
    assert "Nothing is left for you to do." in in_view(Done(setup=setup(), needs_sign_in=False))


MISSED = [
    (ChooseEnds(setup=setup()), "next come the source and the destination"),
    (plan_step(), "the connections are fine"),
    (ObjectsForm(setup=setup(), total=3), "pick the objects"),
]


@pytest.mark.parametrize(("step", "words"), MISSED)
def test_a_closed_modal_is_answered_by_direct_message(step: Any, words: str) -> None:
    """What the modal would have shown is told, with a button to go on."""
    message = views.missed(step)
    assert words in shown(message)
    assert buttons(message) == {"continue_setup": "Continue"}


def test_a_refusal_that_was_missed_is_told_with_its_reason() -> None:
    """Closing the modal while it checks must not swallow a wrong password."""
    error = FormError(field="password", message="Incorrect password.", guidance="Type it again.")
    message = views.missed(connection_step(error=error))
    assert "Incorrect password." in shown(message)
    assert "except for secrets" in shown(message)
    assert "Continue" not in buttons(views.missed(Done(setup=setup(), needs_sign_in=False))).values()
