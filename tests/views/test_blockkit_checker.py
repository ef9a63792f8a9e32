"""The checker of this folder refuses what Slack refuses: otherwise the other tests prove nothing."""

from collections.abc import Callable

import pytest
from blockkit import check_message, check_suggestions, check_view
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    TableBlock,
)
from slack_sdk.models.views import View

from bot.views import Message


def _section(text: str = "Hello", block_id: str | None = None) -> SectionBlock:
    return SectionBlock(text=text, block_id=block_id)


def _button(text: str = "Go", action_id: str = "go") -> ButtonElement:
    return ButtonElement(text=text, action_id=action_id, value="1")


def _modal(*blocks: object, **changes: object) -> View:
    return View(**{"type": "modal", "title": "T", "submit": "Go", "blocks": list(blocks)} | changes)


def _input(element: object) -> InputBlock:
    return InputBlock(label="Label", element=element)


_TOO_LONG = Option(value="v", text="t" * 76)
_ONE = Option(value="1", text="One")
BAD_MESSAGES = {
    "no text": lambda: Message(" ", [_section()]),
    "51 blocks": lambda: Message("t", [_section()] * 51),
    "no blocks": lambda: Message("t", []),
    "same block_id": lambda: Message("t", [_section(block_id="a"), _section(block_id="a")]),
    "same action_id": lambda: Message("t", [ActionsBlock(elements=[_button(), _button()])]),
    "no buttons": lambda: Message("t", [ActionsBlock(elements=[])]),
    "an input in a message": lambda: Message(
        "t", [ActionsBlock(elements=[PlainTextInputElement(action_id="a")])]
    ),
    "two tables": lambda: Message("t", [TableBlock(rows=[[{"type": "raw_text", "text": "x"}]])] * 2),
    "a long field": lambda: Message("t", [SectionBlock(fields=["x" * 2001])]),
}
BAD_VIEWS = {
    "no title": lambda: _modal(_section(), title=None),
    "no submit": lambda: _modal(_input(PlainTextInputElement(action_id="a")), submit=None),
    "no options": lambda: _modal(_input(RadioButtonsElement(action_id="a", options=[]))),
    "a long option": lambda: _modal(_input(RadioButtonsElement(action_id="a", options=[_TOO_LONG]))),
    "11 checkboxes": lambda: _modal(_input(CheckboxesElement(action_id="a", options=[_ONE] * 11))),
    "an unknown initial option": lambda: _modal(
        _input(
            RadioButtonsElement(action_id="a", options=[_ONE], initial_option=Option(value="2", text="Two"))
        )
    ),
    "a long initial value": lambda: _modal(
        _input(PlainTextInputElement(action_id="a", initial_value="x" * 3001))
    ),
    "too much": lambda: _modal(*[_section("x" * 3000)] * 90),
}


@pytest.mark.parametrize("make", BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_a_bad_message_is_refused(make: Callable[[], Message]) -> None:
    """Each of these is easily made by hand, and refused by Slack; slack_sdk's models accept them."""
    with pytest.raises(AssertionError):
        check_message(make())


@pytest.mark.parametrize("make", BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_a_bad_view_is_refused(make: Callable[[], View]) -> None:
    """Each of these is easily made by hand, and refused by Slack; slack_sdk's models notice few of them."""
    with pytest.raises((AssertionError, SlackObjectFormationError)):
        check_view(make())


def test_101_suggestions_are_refused() -> None:
    """Slack takes 100 options as an answer to a block_suggestion."""
    with pytest.raises(AssertionError):
        check_suggestions([_ONE] * 101)


def test_good_ones_pass() -> None:
    """A checker that refuses everything proves nothing either."""
    check_message(Message("t", [_section(), ActionsBlock(elements=[_button(), _button("Stop", "stop")])]))
    check_view(
        _modal(_section(), _input(RadioButtonsElement(action_id="a", options=[_ONE], initial_option=_ONE)))
    )
    check_suggestions([_ONE] * 100)
