"""What the forms for connections show is what is read; what cannot be right is told at its question."""

from typing import Any

import pytest
from form_samples import connection_step
from pydantic import SecretStr
from slack_state import submitted
from view_samples import FIELDS, SETUP_ID, end, existing, setup

from bot import views
from bot.errors import BotError, InvalidInput
from bot.listeners import read
from bot.models import (
    ChooseEnds,
    Side,
)
from bot.polytomic import forms


def ends_form(**typed: str | None) -> dict[str, Any]:
    """Submit the form for both ends, after Salesforce prod and a new Snowflake were chosen."""
    step = ChooseEnds(setup=setup(), source=existing(7), new_destination="snowflake")
    return submitted(views.step_view(step), **typed)


def test_ends_are_read_as_shown() -> None:
    """An existing connection stays itself, and a new one is known by its type."""
    answers = read.ends_form(ends_form())
    assert answers.setup_id == SETUP_ID
    assert answers.source == ("connection", "c-7")
    assert answers.destination == ("new", "snowflake")


def test_an_end_that_is_missing_is_told_at_its_question() -> None:
    """Nothing is guessed; with both ends chosen the same form goes through."""
    view = ends_form(destination=None)
    with pytest.raises(InvalidInput) as caught:
        read.ends_form(view)
    assert read.field_errors(view, caught.value) == {"destination": "This is empty. Choose a destination."}
    assert read.ends_form(ends_form(destination="new:snowflake")).destination == ("new", "snowflake")


def test_a_connection_cannot_feed_itself() -> None:
    """The same connection at both ends is a slip of the mouse; two new ones of a type are not."""
    view = ends_form(destination="connection:c-7")
    with pytest.raises(InvalidInput) as caught:
        read.ends_form(view)
    assert caught.value.field == "destination"
    both_new = ends_form(source="new:postgresql", destination="new:postgresql")
    assert read.ends_form(both_new).source == ("new", "postgresql")


def test_connection_settings_are_read_as_shown() -> None:
    """Text, number, switch and choice come back with their types; an empty one has no entry."""
    answers = read.connection_form(submitted(views.step_view(connection_step()), **{"field:region": "eu"}))
    assert answers.name == "Salesforce Connection"
    assert (answers.side, answers.type, answers.setup_id) == (Side.SOURCE, "salesforce", SETUP_ID)
    assert answers.values == {
        "domain": "https://example.my.salesforce.com",
        "notes": "two\nlines",
        "port": 0,
        "ssl": False,
        "region": "eu",
    }


def test_defaults_are_answers_too() -> None:
    """What the form shows by itself is sent by Slack as if typed."""
    answers = read.connection_form(submitted(views.step_view(connection_step(values={}))))
    assert answers.values == {"port": 5432, "ssl": True}


def test_a_typed_secret_is_read_but_never_shown_again() -> None:
    """The form is drawn again with everything but the secret; no text of the answers holds it."""
    step = connection_step()
    typed = {"secret:password": "hunter2-é", "secret:private_key": "  "}
    answers = read.connection_form(submitted(views.step_view(step), **typed))
    assert answers.values["password"] == SecretStr("hunter2-é")
    assert "private_key" not in answers.values
    kept = {name: value for name, value in answers.values.items() if not isinstance(value, SecretStr)}
    again = views.step_view(step.model_copy(update={"values": kept, "name": answers.name}))
    assert "hunter2" not in f"{again.to_dict()} {answers!r} {answers.model_dump_json()}"
    assert read.connection_form(submitted(again)).values == kept


def test_a_secret_that_slips_into_the_values_is_not_shown() -> None:
    """The view is the last line: a secret field never has an initial value."""
    step = connection_step(values={"password": "hunter2"})
    assert "hunter2" not in str(views.step_view(step).to_dict())


@pytest.mark.parametrize("typed", ["12.5", "many"])
def test_a_number_that_is_none_is_told_at_its_question(typed: str) -> None:
    """Slack checks numbers in its own app; other clients may not."""
    view = submitted(views.step_view(connection_step()), **{"field:port": typed})
    with pytest.raises(InvalidInput) as caught:
        forms.configuration(FIELDS[4:5], read.connection_form(view).values)
    assert list(read.field_errors(view, caught.value) or {}) == ["field:port"]
    assert (
        read.connection_form(submitted(views.step_view(connection_step()), **{"field:port": "12"})).values[
            "port"
        ]
        == 12
    )


@pytest.mark.parametrize("name", [None, "", "   ", "x" * 201])
def test_a_connection_needs_a_name(name: str | None) -> None:
    """An empty or over-long name is told before anything is sent."""
    view = submitted(views.step_view(connection_step()), connection_name=name)
    with pytest.raises(InvalidInput) as caught:
        read.connection_form(view)
    assert list(read.field_errors(view, caught.value) or {}) == ["connection_name"]


def test_an_error_finds_its_question_in_a_connection_form() -> None:
    """Handlers name fields as Polytomic does; secrets and the connection's own name have other block ids."""
    view = submitted(views.step_view(connection_step()))
    for field, block_id in {
        "domain": "field:domain",
        "password": "secret:password",
        "name": "connection_name",
    }.items():
        error = InvalidInput(field, "No.", "Correct it.")
        assert read.field_errors(view, error) == {block_id: "No. Correct it."}
    assert read.field_errors(view, InvalidInput("elsewhere", "No.")) is None


def test_two_connection_forms_share_no_ids() -> None:
    """Otherwise Slack would keep the source's name in the destination's form."""
    source, destination = connection_step(), connection_step(side=Side.DESTINATION)
    other = connection_step(type="hubspot")
    for one in (destination, other):
        assert _ids(views.step_view(source)).isdisjoint(_ids(views.step_view(one)))


def test_a_form_without_a_setup_says_what_to_do() -> None:
    """A view of an older release, or one that was tampered with, is a dead end with a way out."""
    view = ends_form() | {"private_metadata": ""}
    with pytest.raises(BotError, match="belongs to no setup") as caught:
        read.ends_form(view)
    assert caught.value.guidance == "Close it and start a new sync."


def test_a_choice_that_is_none_of_ours_is_told_at_its_question() -> None:
    """The value of an option decides what is created: only what the bot offered is taken."""
    for value in ("connection:", "new:", "other:1", "salesforce"):
        view = ends_form(source=value)
        with pytest.raises(InvalidInput) as caught:
            read.ends_form(view)
        assert list(read.field_errors(view, caught.value) or {}) == ["source"]


@pytest.mark.parametrize("lost", ["side", "type"])
def test_a_connection_form_that_lost_its_subject_is_a_dead_end(lost: str) -> None:
    """Without the side or the type nobody can say what the answers mean."""
    view = submitted(views.step_view(connection_step()))
    meta = views.Meta.of(view).model_copy(update={lost: None})
    with pytest.raises(BotError, match="belongs to no setup"):
        read.connection_form(view | {"private_metadata": meta.dump()})


def test_a_choice_of_an_existing_connection_is_read() -> None:
    """The select above a connection form sends its choice at once."""
    view = submitted(views.step_view(connection_step(existing=(existing(9),))))
    element = next(block for block in view["blocks"] if block.get("block_id") == "existing")["accessory"]
    action = {"action_id": element["action_id"], "selected_option": element["options"][0]}
    assert read.chosen_connection(action) == "c-9"
    assert "existing" not in read.connection_form(view).values
    assert (read.setup_id(view), read.side(view)) == (SETUP_ID, Side.SOURCE)


def test_type_names_never_reach_the_reader() -> None:
    """The reader knows the type by its id, whatever it is called."""
    step = connection_step(type_name="x" * 500, setup=setup(source=end(type_name="y")))
    assert read.connection_form(submitted(views.step_view(step))).type == "salesforce"


def _ids(view: Any) -> set[tuple[str, str]]:
    blocks = [block for block in view.to_dict()["blocks"] if block["type"] == "input"]
    return {(block["block_id"], block["element"]["action_id"]) for block in blocks}
