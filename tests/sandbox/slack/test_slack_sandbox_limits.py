"""Every limit of Block Kit, judged by slackblocks, which somebody else wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_block_samples import actions, button, chars, confirm, mrkdwn, numbered, section, select
from slack_driver import TEXT, field, modal, options, plain
from slackblocks import _limits as limits

from bot.sandbox.slack.blockkit import check_blocks, check_view

Json = dict[str, Any]
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
