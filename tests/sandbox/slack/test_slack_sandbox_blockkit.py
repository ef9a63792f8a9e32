"""The validator, judged by objects that others write: slack_sdk's models and slackblocks."""

import copy
from typing import Any

import pytest
import slackblocks as written_elsewhere
from hypothesis import given
from hypothesis import strategies as st
from slack_block_samples import DICTS, actions, button, mrkdwn, numbered, section, select
from slack_driver import TEXT, field, modal, options, plain

from bot.sandbox.slack.blockkit import (
    check_blocks,
    check_suggestions,
    check_view,
    every_element,
    stored_blocks,
)

Json = dict[str, Any]


def name_of(block: Json) -> str:
    """Name a block by its type and its element's."""
    inside = [placed.element["type"] for placed in every_element([block])]
    return "-".join([block["type"], *inside])


@pytest.mark.parametrize("block", DICTS, ids=name_of)
def test_what_the_official_models_write_is_taken(block: Json) -> None:
    """Every block and element of slack_sdk that a message may hold."""
    assert check_blocks([block], "message") == []


@pytest.mark.parametrize("block", DICTS, ids=name_of)
def test_an_unknown_key_or_type_is_refused_wherever_it_stands(block: Json) -> None:
    """slack_sdk drops what it does not know; Slack, and the sandbox, refuse it."""
    assert check_blocks([{**block, "bogus": 1}], "message") != []
    for index, placed in enumerate(every_element([block])):
        assert placed.element
        for change in ({"bogus": 1}, {"type": "bogus_select"}):
            changed = copy.deepcopy(block)
            [*elements] = every_element([changed])
            elements[index].element.update(change)
            assert check_blocks([changed], "message") != []


def test_what_slackblocks_writes_is_taken() -> None:
    """A second library's idea of valid blocks."""
    message = [
        written_elsewhere.HeaderBlock("H"),
        written_elsewhere.SectionBlock("S", fields=["a", "b"]),
        written_elsewhere.DividerBlock(),
        written_elsewhere.ContextBlock([written_elsewhere.Text("c")]),
        written_elsewhere.ActionsBlock([written_elsewhere.Button("Go", action_id="go", value="v")]),
        written_elsewhere.InputBlock("L", written_elsewhere.PlainTextInput(action_id="i")),
        written_elsewhere.ImageBlock("https://a.example/a.png", "A"),
        written_elsewhere.AlertBlock("careful", level="error"),
    ]
    assert check_blocks([block._resolve() for block in message], "message") == []  # noqa: SLF001 - its only plain dict


WRONG: dict[str, Json | None] = {
    "None, which slack_sdk makes of a block that it does not know": None,
    "a header in mrkdwn": {"type": "header", "text": mrkdwn("x")},
    "a section with nothing": {"type": "section"},
    "an empty text": section(text=mrkdwn("")),
    "emoji in mrkdwn": section(text={"type": "mrkdwn", "text": "x", "emoji": True}),
    "a select without options": actions({"type": "static_select"}),
    "a select with no option": actions(select(options=[])),
    "options and groups": actions(select(option_groups=[{"label": plain("g"), "options": options("a")}])),
    "an initial option from elsewhere": actions(select(initial_option=options("z")[0])),
    "mrkdwn in a select's option": actions(select(options=[{"text": mrkdwn("a"), "value": "a"}])),
    "a text input among actions": actions({**TEXT, "action_id": "a"}),
    "a button in an input": field("a", button()),
    "an input without label": {"type": "input", "element": TEXT},
    "a button without text": actions({"type": "button"}),
    "a style that does not exist": actions(button(style="default")),
    "a url that is none": actions(button(url="larkspur")),
    "a date that is none": actions({"type": "datepicker", "initial_date": "23.11.2026"}),
    "a number input that does not say about decimals": field("a", {"type": "number_input"}),
    "a minimum above the maximum": field("a", {**TEXT, "min_length": 9, "max_length": 3}),
    "two sources of an image": {
        "type": "image",
        "alt_text": "a",
        "image_url": "https://a.example",
        "slack_file": {"id": "F1"},
    },
    "the same action twice": actions(button(action_id="a"), button(action_id="a")),
    "an ordinary string": section(text="x"),
    "true where a number belongs": actions(
        {"type": "multi_users_select", "action_id": "a", "max_selected_items": True}
    ),
}


@pytest.mark.parametrize("block", WRONG.values(), ids=WRONG)
def test_what_slack_refuses_is_refused(block: Json | None) -> None:
    """Mistakes that slack_sdk lets pass, or that people make by hand."""
    assert check_blocks([section(), block], "message") != []


def test_a_block_id_stands_once_and_null_means_absent() -> None:
    """Two blocks of one id are refused; the same without the id, or with null, are fine."""
    same = [section(block_id="a"), section(block_id="a")]
    assert check_blocks(same, "message") != []
    assert check_blocks([section(block_id=None), section(block_id="a", accessory=None)], "message") == []


def test_surfaces_show_different_blocks() -> None:
    """Markdown and tables are no modal's; an alert is no Home's; a file input is a modal's alone."""
    markdown, alert = {"type": "markdown", "text": "x"}, {"type": "alert", "text": plain("x")}
    upload = field("a", {"type": "file_input"})
    verdicts = {
        kind: [check_blocks([block], surface) == [] for surface in ("message", "modal", "home")]
        for kind, block in (("markdown", markdown), ("alert", alert), ("upload", upload))
    }
    assert verdicts == {
        "markdown": [True, False, False],
        "alert": [True, True, False],
        "upload": [False, True, False],
    }


def test_a_modal_that_asks_needs_a_button_and_one_focus() -> None:
    """Submit is required with inputs, and only one input can have the focus."""
    asking = modal("x", field("a", TEXT))
    assert check_view(asking) == []
    del asking["submit"]
    assert check_view(asking) == ["[ERROR] missing required field: submit [json-pointer:/view]"]
    eager = {**TEXT, "focus_on_load": True}
    assert check_view(modal("x", field("a", eager), field("b", TEXT))) == []
    assert check_view(modal("x", field("a", eager), field("b", eager))) != []


def test_suggestions_have_the_limits_of_a_select() -> None:
    """A hundred options or groups, not both, not neither; an empty list is an answer."""
    assert check_suggestions({"options": []}) == []
    assert check_suggestions({"options": numbered(100)}) == []
    assert check_suggestions({"options": numbered(101)}) != []
    assert check_suggestions({"option_groups": [{"label": plain("g"), "options": numbered(2)}]}) == []
    assert check_suggestions({}) != []
    assert check_suggestions(None) != []


def test_stored_blocks_carry_ids_and_defaults() -> None:
    """Slack fills in what it later sends back, and keeps ids that were given."""
    [filled] = stored_blocks(
        [{"type": "input", "label": plain("L"), "element": {"type": "plain_text_input"}}]
    )
    assert filled["block_id"]
    assert filled["element"]["action_id"]
    assert (filled["optional"], filled["dispatch_action"]) == (False, False)
    assert filled["label"]["emoji"] is True
    assert stored_blocks([section(block_id="mine")])[0]["block_id"] == "mine"


KEYS = [
    "type",
    "text",
    "elements",
    "element",
    "options",
    "option_groups",
    "accessory",
    "blocks",
    "value",
    "label",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["message", "modal", "home"]))
def test_no_json_makes_the_validator_fall(value: Any, surface: str) -> None:
    """Whatever an app sends gets findings, never a traceback."""
    check_blocks(value, surface)
    check_blocks([value], surface)
    check_view({"type": "modal", "title": value, "blocks": value})
    check_suggestions(value)
