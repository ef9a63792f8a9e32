"""The validator is judged by limits and objects that others wrote: slackblocks and slack_sdk."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import slackblocks as written_elsewhere
from hypothesis import given
from hypothesis import strategies as st
from slack_driver import TEXT, field, modal, options, plain
from slack_sdk.models import blocks as sdk
from slackblocks import _limits as limits

from bot.sandbox.slack.blockkit import (
    check_blocks,
    check_suggestions,
    check_view,
    every_element,
    stored_blocks,
)

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    """Write a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    """Write a section."""
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements: Json) -> Json:
    """Write an actions block."""
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Json:
    """Write a button."""
    return {"type": "button", "text": plain("x"), **more}


def select(**more: Any) -> Json:
    """Write a select of one option."""
    return {"type": "static_select", "options": options("a"), **more}


def chars(count: int) -> str:
    """Write that many characters."""
    return "x" * count


def confirm(**more: Any) -> Json:
    """Write a confirmation."""
    return {"title": plain("x"), "text": plain("x"), "confirm": plain("x"), "deny": plain("x"), **more}


def numbered(count: int) -> list[Json]:
    """Write that many options."""
    return options(*map(str, range(count)))


Build = Callable[[int], Json]
MOST: list[tuple[str, Build]] = [
    ("ACTION_ID_MAX_LENGTH", lambda n: actions(button(action_id=chars(n)))),
    ("BLOCK_ID_MAX_LENGTH", lambda n: section(block_id=chars(n))),
    ("BUTTON_TEXT_MAX_LENGTH", lambda n: actions(button(text=plain(chars(n))))),
    ("BUTTON_VALUE_MAX_LENGTH", lambda n: actions(button(value=chars(n)))),
    ("BUTTON_URL_MAX_LENGTH", lambda n: actions(button(url="https://a.example/".ljust(n, "x")))),
    ("BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH", lambda n: actions(button(accessibility_label=chars(n)))),
    ("CONFIRMATION_TITLE_MAX_LENGTH", lambda n: actions(button(confirm=confirm(title=plain(chars(n)))))),
    ("CONFIRMATION_TEXT_MAX_LENGTH", lambda n: actions(button(confirm=confirm(text=plain(chars(n)))))),
    ("CONFIRMATION_CONFIRM_MAX_LENGTH", lambda n: actions(button(confirm=confirm(confirm=plain(chars(n)))))),
    ("CONFIRMATION_DENY_MAX_LENGTH", lambda n: actions(button(confirm=confirm(deny=plain(chars(n)))))),
    ("OPTION_TEXT_MAX_LENGTH", lambda n: actions(select(options=[{"text": plain(chars(n)), "value": "a"}]))),
    ("OPTION_VALUE_MAX_LENGTH", lambda n: actions(select(options=[{"text": plain("a"), "value": chars(n)}]))),
    (
        "OPTION_DESCRIPTION_MAX_LENGTH",
        lambda n: actions(
            select(options=[{"text": plain("a"), "value": "a", "description": plain(chars(n))}])
        ),
    ),
    (
        "OPTION_GROUP_LABEL_MAX_LENGTH",
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain(chars(n)), "options": options("a")}]}
        ),
    ),
    ("SELECT_OPTIONS_MAX_ITEMS", lambda n: actions(select(options=numbered(n)))),
    (
        "SELECT_OPTION_GROUPS_MAX_ITEMS",
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain("g"), "options": options("a")}] * n}
        ),
    ),
    ("SELECT_PLACEHOLDER_MAX_LENGTH", lambda n: actions(select(placeholder=plain(chars(n))))),
    ("OVERFLOW_OPTIONS_MAX_ITEMS", lambda n: actions({"type": "overflow", "options": numbered(n)})),
    ("CHECKBOXES_OPTIONS_MAX_ITEMS", lambda n: actions({"type": "checkboxes", "options": numbered(n)})),
    ("RADIO_BUTTONS_OPTIONS_MAX_ITEMS", lambda n: actions({"type": "radio_buttons", "options": numbered(n)})),
    ("PLAIN_TEXT_INPUT_MAX_LENGTH_MAX", lambda n: field("a", {**TEXT, "max_length": n})),
    ("PLAIN_TEXT_INPUT_MIN_LENGTH_MAX", lambda n: field("a", {**TEXT, "min_length": n})),
    (
        "PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH",
        lambda n: field("a", {**TEXT, "placeholder": plain(chars(n))}),
    ),
    ("ACTIONS_ELEMENTS_MAX_ITEMS", lambda n: actions(*[button()] * n)),
    ("ALERT_TEXT_MAX_LENGTH", lambda n: {"type": "alert", "text": plain(chars(n))}),
    ("CARD_TITLE_MAX_LENGTH", lambda n: {"type": "card", "title": plain(chars(n))}),
    ("CARD_BODY_MAX_LENGTH", lambda n: {"type": "card", "body": plain(chars(n))}),
    ("CARD_ACTIONS_MAX_ITEMS", lambda n: {"type": "card", "title": plain("x"), "actions": [button()] * n}),
    ("CONTEXT_ELEMENTS_MAX_ITEMS", lambda n: {"type": "context", "elements": [mrkdwn("x")] * n}),
    ("HEADER_TEXT_MAX_LENGTH", lambda n: {"type": "header", "text": plain(chars(n))}),
    ("INPUT_LABEL_MAX_LENGTH", lambda n: field("a", TEXT, label=plain(chars(n)))),
    ("INPUT_HINT_MAX_LENGTH", lambda n: field("a", TEXT, hint=plain(chars(n)))),
    ("MARKDOWN_TEXT_MAX_LENGTH", lambda n: {"type": "markdown", "text": chars(n)}),
    ("SECTION_TEXT_MAX_LENGTH", lambda n: section(text=mrkdwn(chars(n)))),
    ("SECTION_FIELDS_MAX_ITEMS", lambda n: section(fields=[mrkdwn("x")] * n)),
    ("SECTION_FIELDS_ITEM_MAX_LENGTH", lambda n: section(fields=[mrkdwn(chars(n))])),
    (
        "IMAGE_ALT_TEXT_MAX_LENGTH",
        lambda n: {"type": "image", "image_url": "https://a.example", "alt_text": chars(n)},
    ),
    ("TABLE_ROWS_MAX_ITEMS", lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}),
    (
        "TABLE_COLUMNS_MAX_ITEMS",
        lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]},
    ),
]


@pytest.mark.parametrize(("name", "build"), MOST, ids=[name for name, _ in MOST])
def test_a_limit_is_taken_and_one_more_is_not(name: str, build: Build) -> None:
    """The number comes from slackblocks, not from the validator's author."""
    most: int = getattr(limits, name)
    assert check_blocks([build(most)], "message") == []
    assert check_blocks([build(most + 1)], "message") != []


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("VIEW_TITLE_MAX_LENGTH", lambda n: modal(chars(n))),
        ("VIEW_SUBMIT_MAX_LENGTH", lambda n: modal("x", submit=plain(chars(n)))),
        ("VIEW_CLOSE_MAX_LENGTH", lambda n: modal("x", close=plain(chars(n)))),
        ("VIEW_PRIVATE_METADATA_MAX_LENGTH", lambda n: modal("x", private_metadata=chars(n))),
        ("VIEW_CALLBACK_ID_MAX_LENGTH", lambda n: modal("x", callback_id=chars(n))),
        ("VIEW_EXTERNAL_ID_MAX_LENGTH", lambda n: modal("x", external_id=chars(n))),
        ("VIEW_BLOCKS_MAX_ITEMS", lambda n: modal("x", *[{"type": "divider"}] * n)),
    ],
)
def test_a_views_limit_is_taken_and_one_more_is_not(name: str, build: Build) -> None:
    """The same for the view's frame."""
    most: int = getattr(limits, name)
    assert check_view(build(most)) == []
    assert check_view(build(most + 1)) != []


def test_a_message_has_fifty_blocks_one_table_and_so_much_markdown() -> None:
    """Limits over the whole list, not over one block."""
    divider, markdown = {"type": "divider"}, {"type": "markdown", "text": chars(6001)}
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert check_blocks([divider] * limits.MESSAGE_BLOCKS_MAX_ITEMS, "message") == []
    assert check_blocks([divider] * (limits.MESSAGE_BLOCKS_MAX_ITEMS + 1), "message") != []
    assert check_blocks([table], "message") == []
    assert "only_one_table_allowed" in check_blocks([table, table], "message")[0]
    assert "in total" in check_blocks([markdown, markdown], "message")[0]


PICTURE = sdk.ImageElement(image_url="https://a.example/a.png", alt_text="A")
CHOICES = [sdk.Option(value="a", text="A"), sdk.Option(value="b", text="B", description="Second")]
ELEMENTS: list[sdk.InteractiveElement] = [
    sdk.ButtonElement(text="Go", action_id="e", value="v", style="primary"),
    sdk.ButtonElement(
        text="Go", action_id="e", url="https://a.example", confirm=sdk.ConfirmObject(title="T", text="t")
    ),
    sdk.StaticSelectElement(action_id="e", placeholder="P", options=CHOICES, initial_option=CHOICES[0]),
    sdk.StaticSelectElement(
        action_id="e", placeholder="P", option_groups=[sdk.OptionGroup(label="G", options=CHOICES)]
    ),
    sdk.StaticMultiSelectElement(
        action_id="e", options=CHOICES, initial_options=CHOICES, max_selected_items=2
    ),
    sdk.ExternalDataSelectElement(action_id="e", placeholder="P", min_query_length=0),
    sdk.ExternalDataMultiSelectElement(action_id="e", placeholder="P", min_query_length=2),
    sdk.UserSelectElement(action_id="e", placeholder="P", initial_user="U1"),
    sdk.UserMultiSelectElement(action_id="e", placeholder="P"),
    sdk.ConversationSelectElement(
        action_id="e",
        default_to_current_conversation=True,
        filter=sdk.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    ),
    sdk.ConversationMultiSelectElement(action_id="e", placeholder="P"),
    sdk.ChannelSelectElement(action_id="e", placeholder="P"),
    sdk.ChannelMultiSelectElement(action_id="e", placeholder="P"),
    sdk.OverflowMenuElement(action_id="e", options=CHOICES),
    sdk.RadioButtonsElement(action_id="e", options=CHOICES, initial_option=CHOICES[1]),
    sdk.CheckboxesElement(action_id="e", options=CHOICES, initial_options=[CHOICES[0]]),
    sdk.DatePickerElement(action_id="e", initial_date="2026-11-23", placeholder="P"),
    sdk.TimePickerElement(action_id="e", initial_time="09:30", timezone="UTC"),
    sdk.DateTimePickerElement(action_id="e", initial_date_time=1_700_000_000),
]
INPUTS: list[sdk.InputInteractiveElement] = [
    sdk.PlainTextInputElement(
        action_id="e",
        placeholder="P",
        multiline=True,
        min_length=1,
        max_length=3000,
        dispatch_action_config=sdk.DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    ),
    sdk.EmailInputElement(action_id="e", placeholder="P"),
    sdk.UrlInputElement(action_id="e", initial_value="https://a.example"),
    sdk.NumberInputElement(action_id="e", is_decimal_allowed=True, min_value="1", max_value="9.5"),
    sdk.RichTextInputElement(action_id="e"),
]
BLOCKS: list[sdk.Block] = [
    sdk.HeaderBlock(text="H"),
    sdk.DividerBlock(),
    sdk.SectionBlock(text="*S*", block_id="b"),
    sdk.SectionBlock(fields=["a", "b"], accessory=PICTURE),
    sdk.ContextBlock(elements=[PICTURE, sdk.MarkdownTextObject(text="c"), sdk.PlainTextObject(text="d")]),
    sdk.ImageBlock(image_url="https://a.example/a.png", alt_text="A", title="T"),
    sdk.MarkdownBlock(text="# M"),
    sdk.AlertBlock(text="careful", level="warning"),
    sdk.CardBlock(title="C", body="b", icon=PICTURE, actions=[ELEMENTS[0]]),
    sdk.CarouselBlock(elements=[sdk.CardBlock(title="C")]),
    sdk.ContainerBlock(title="C", child_blocks=[sdk.DividerBlock()], is_collapsible=True),
    sdk.TaskCardBlock(task_id="1", title="T", status="complete"),
    sdk.PlanBlock(title="P", tasks=[sdk.TaskCardBlock(task_id="1", title="T", status="pending")]),
    sdk.TableBlock(
        rows=[[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]],
        column_settings=[{"align": "right"}],
    ),
    sdk.FileBlock(external_id="x", source="remote"),
    sdk.VideoBlock(
        title="V", alt_text="a", video_url="https://a.example/v", thumbnail_url="https://a.example/t"
    ),
    sdk.RichTextBlock(
        elements=[
            sdk.RichTextSectionElement(
                elements=[
                    sdk.RichTextElementParts.Text(
                        text="a", style=sdk.RichTextElementParts.TextStyle(bold=True)
                    ),
                    sdk.RichTextElementParts.Link(url="https://a.example", text="l"),
                    sdk.RichTextElementParts.User(user_id="U1"),
                    sdk.RichTextElementParts.Emoji(name="tea"),
                    sdk.RichTextElementParts.Broadcast(range="here"),
                ]
            ),
            sdk.RichTextListElement(
                style="bullet",
                indent=0,
                elements=[sdk.RichTextSectionElement(elements=[sdk.RichTextElementParts.Text(text="a")])],
            ),
            sdk.RichTextPreformattedElement(elements=[sdk.RichTextElementParts.Text(text="a")]),
            sdk.RichTextQuoteElement(elements=[sdk.RichTextElementParts.Text(text="a")]),
        ]
    ),
    *(sdk.ActionsBlock(elements=[element]) for element in ELEMENTS),
    *(sdk.InputBlock(label="L", element=element, hint="h", optional=True) for element in INPUTS),
    *(
        sdk.InputBlock(label="L", element=element)
        for element in ELEMENTS
        if isinstance(element, sdk.InputInteractiveElement)
    ),
]
DICTS: list[Json] = [block.to_dict() for block in BLOCKS]


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)
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


@given(JSON, st.sampled_from(["message", "modal", "home"]))
def test_no_json_makes_the_validator_fall(value: Any, surface: str) -> None:
    """Whatever an app sends gets findings, never a traceback."""
    check_blocks(value, surface)
    check_blocks([value], surface)
    check_view({"type": "modal", "title": value, "blocks": value})
    check_suggestions(value)
