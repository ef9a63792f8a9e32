"""Block Kit's blocks, each under its type, and the surfaces that may show them."""

from collections.abc import Mapping

from bot.sandbox.slack.blockkit.elements import (
    in_actions,
    in_card,
    in_context,
    in_context_actions,
    in_input,
    in_section,
)
from bot.sandbox.slack.blockkit.objects import IMAGE_SOURCE, any_text, image, plain_text, url
from bot.sandbox.slack.blockkit.rich_text import rich_text
from bot.sandbox.slack.blockkit.rules import (
    Extra,
    Findings,
    Rule,
    among,
    array,
    at_least_one,
    by_type,
    either,
    find,
    flag,
    literal,
    number,
    record,
    text,
    whole,
)

block_id = text(255)


def _block(
    kind: str,
    required: Mapping[str, Rule],
    optional: Mapping[str, Rule] | None = None,
    also: tuple[Extra, ...] = (),
) -> tuple[str, Rule]:
    return kind, record({**literal(kind), **required}, {"block_id": block_id, **(optional or {})}, also=also)


def _input_is_dispatchable(value: dict[str, object], pointer: str, findings: Findings) -> None:
    """Refuse dispatch_action on a file: it cannot be sent as an action."""
    element = value.get("element")
    if value.get("dispatch_action") and isinstance(element, dict) and element.get("type") == "file_input":
        find(findings, "dispatch_action is not supported for file_input", pointer)


_cell = by_type(
    {
        "raw_text": record({**literal("raw_text"), "text": text(3000, least=0)}),
        "raw_number": record({**literal("raw_number"), "value": number}, {"text": text(3000)}),
        "rich_text": rich_text,
    }
)
_column = record({}, {"align": among("left", "center", "right"), "is_wrapped": flag})
_source = record({**literal("url"), "url": url, "text": text(3000)})
_task = record(
    {
        **literal("task_card"),
        "task_id": text(255),
        "title": text(3000),
        "status": among("pending", "in_progress", "complete", "error"),
    },
    {"block_id": block_id, "details": rich_text, "output": rich_text, "sources": array(_source)},
)
_card = _block(
    "card",
    {},
    {
        "hero_image": image,
        "icon": image,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "subtext": any_text(200),
        "actions": array(in_card, least=1, most=3),
    },
    (at_least_one("title", "hero_image", "actions", "body"),),
)

_PLAIN = [
    _block(
        "section",
        {},
        {
            "text": any_text(3000),
            "fields": array(any_text(2000), least=1, most=10),
            "accessory": in_section,
            "expand": flag,
        },
        (at_least_one("text", "fields"),),
    ),
    _block("divider", {}),
    _block("header", {"text": plain_text(150)}),
    _block("context", {"elements": array(in_context, least=1, most=10)}),
    _block("context_actions", {"elements": array(in_context_actions, least=1, most=5)}),
    _block("actions", {"elements": array(in_actions, least=1, most=25)}),
    _block(
        "input",
        {"label": plain_text(2000), "element": in_input},
        {"hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
        (_input_is_dispatchable,),
    ),
    _block(
        "image",
        {"alt_text": text(2000)},
        {**IMAGE_SOURCE, "title": plain_text(2000)},
        (either("image_url", "slack_file"),),
    ),
    ("rich_text", rich_text),
    _block("markdown", {"text": text(12000)}),
    _block("file", {"external_id": text(255), "source": among("remote")}),
    _block(
        "alert",
        {"text": any_text(200)},
        {"level": among("default", "info", "warning", "error", "success")},
    ),
    _card,
    _block("carousel", {"elements": array(by_type(dict([_card])), least=1, most=10)}),
    ("task_card", _task),
    _block("plan", {"title": text(3000)}, {"tasks": array(by_type({"task_card": _task}), most=50)}),
    _block(
        "table",
        {"rows": array(array(_cell, least=1, most=20), least=1, most=100)},
        {"column_settings": array(_column, most=20)},
    ),
    _block(
        "data_table",
        {"rows": array(array(_cell, least=1, most=20), least=2, most=201), "caption": text(3000)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    ),
    _block(
        "video",
        {
            "alt_text": text(2000),
            "title": plain_text(200),
            "thumbnail_url": url,
            "video_url": url,
        },
        {
            "title_url": url,
            "description": plain_text(200),
            "provider_icon_url": url,
            "provider_name": text(50),
            "author_name": text(50),
        },
    ),
]

_INSIDE = dict(_PLAIN)

_container = _block(
    "container",
    {"child_blocks": array(by_type(_INSIDE), least=1, most=10)},
    {
        "title": plain_text(150),
        "rich_text_title": rich_text,
        "subtitle": any_text(150),
        "width": among("narrow", "standard", "wide", "full"),
        "icon": image,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    (at_least_one("title", "rich_text_title"),),
)

ALL_BLOCKS: dict[str, Rule] = {**_INSIDE, **dict([_container])}

_EVERYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
)
SURFACES: dict[str, frozenset[str]] = {
    "message": _EVERYWHERE
    | {"alert", "carousel", "container", "context_actions", "data_table", "file", "markdown"}
    | {"plan", "table", "task_card"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"carousel", "container", "data_table", "table"},
}


def on_surface(surface: str) -> Rule:
    """One block, of a type that the surface shows."""
    return by_type({kind: rule for kind, rule in ALL_BLOCKS.items() if kind in SURFACES[surface]})
