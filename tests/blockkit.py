"""Block Kit as Slack takes it, judged by slack_sdk, slackblocks and the sandbox, not by the bot."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block, Option, OptionGroup
from slack_sdk.models.views import View
from slackblocks import _limits as limits

from bot.sandbox.slack import blockkit as sandbox
from bot.views import Message

Json = dict[str, Any]

# (type, path inside it): the longest text that Slack takes; "*" is any type
TEXT_LIMITS = {
    ("*", "action_id"): limits.ACTION_ID_MAX_LENGTH,
    ("*", "block_id"): limits.BLOCK_ID_MAX_LENGTH,
    ("*", "placeholder.text"): limits.SELECT_PLACEHOLDER_MAX_LENGTH,
    ("button", "text.text"): limits.BUTTON_TEXT_MAX_LENGTH,
    ("button", "url"): limits.BUTTON_URL_MAX_LENGTH,
    ("button", "value"): limits.BUTTON_VALUE_MAX_LENGTH,
    ("header", "text.text"): limits.HEADER_TEXT_MAX_LENGTH,
    ("section", "text.text"): limits.SECTION_TEXT_MAX_LENGTH,
    ("input", "label.text"): limits.INPUT_LABEL_MAX_LENGTH,
    ("input", "hint.text"): limits.INPUT_HINT_MAX_LENGTH,
    ("plain_text_input", "initial_value"): limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX,
    ("modal", "title.text"): limits.VIEW_TITLE_MAX_LENGTH,
    ("modal", "submit.text"): limits.VIEW_SUBMIT_MAX_LENGTH,
    ("modal", "close.text"): limits.VIEW_CLOSE_MAX_LENGTH,
    ("modal", "private_metadata"): limits.VIEW_PRIVATE_METADATA_MAX_LENGTH,
    ("modal", "callback_id"): limits.VIEW_CALLBACK_ID_MAX_LENGTH,
}
COUNT_LIMITS = {
    ("section", "fields"): (0, limits.SECTION_FIELDS_MAX_ITEMS),
    ("actions", "elements"): (1, limits.ACTIONS_ELEMENTS_MAX_ITEMS),
    ("context", "elements"): (1, limits.CONTEXT_ELEMENTS_MAX_ITEMS),
    ("static_select", "options"): (0, limits.SELECT_OPTIONS_MAX_ITEMS),
    ("static_select", "option_groups"): (0, limits.SELECT_OPTION_GROUPS_MAX_ITEMS),
    ("checkboxes", "options"): (1, limits.CHECKBOXES_OPTIONS_MAX_ITEMS),
    ("radio_buttons", "options"): (1, limits.RADIO_BUTTONS_OPTIONS_MAX_ITEMS),
    ("modal", "blocks"): (1, limits.VIEW_BLOCKS_MAX_ITEMS),
    ("home", "blocks"): (1, limits.VIEW_BLOCKS_MAX_ITEMS),
}
OPTION_LIMITS = {
    "text.text": (1, limits.OPTION_TEXT_MAX_LENGTH),
    "value": (1, limits.OPTION_VALUE_MAX_LENGTH),
    "description.text": (1, limits.OPTION_DESCRIPTION_MAX_LENGTH),
}
CONFIRM_LIMITS = {
    "title.text": (1, limits.CONFIRMATION_TITLE_MAX_LENGTH),
    "text.text": (1, limits.CONFIRMATION_TEXT_MAX_LENGTH),
    "confirm.text": (1, limits.CONFIRMATION_CONFIRM_MAX_LENGTH),
    "deny.text": (1, limits.CONFIRMATION_DENY_MAX_LENGTH),
}


def check_message(message: Message) -> list[Json]:
    """Return a message's blocks as Slack would get them; fails with everything that Slack would refuse."""
    blocks = [block.to_dict() for block in message.blocks]
    findings = [*_limits(blocks), *_common(blocks), *sandbox.check_blocks(blocks, "message")]
    if [_read_again(block) for block in blocks] != blocks:
        findings.append("slack_sdk reads other blocks")
    if not 0 < len(message.text.strip()) <= 3000:
        findings.append("a message needs a text of at most 3,000 characters")
    if not 0 < len(blocks) <= 50:
        findings.append(f"{len(blocks)} blocks in a message")
    assert not findings, findings
    return blocks


def check_view(view: View) -> Json:
    """Return a view as Slack would get it; fails with everything that Slack would refuse."""
    return check_written_view(view.to_dict())


def check_written_view(body: Json) -> Json:
    """Return a view that is written already; fails with everything that Slack would refuse."""
    findings = [*_common(body["blocks"]), *_of_view(body), *sandbox.check_view(body)]
    assert not findings, findings
    return body


def check_suggestions(groups: list[OptionGroup] | list[Option]) -> list[Json]:
    """Return suggestions as Slack would get them; fails with everything that Slack would refuse."""
    found = [one.to_dict() for one in groups]
    key = "option_groups" if groups and isinstance(groups[0], OptionGroup) else "options"
    findings = [*_limits(found), *sandbox.check_suggestions({key: found})]
    options = [option for one in found for option in one.get("options", [one])]
    if len(options) > limits.SELECT_OPTIONS_MAX_ITEMS:
        findings.append(f"{len(options)} options")
    assert not findings, findings
    return options


def every_object(value: object) -> Iterator[Json]:
    """Walk over every object of a block tree."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from every_object(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_object(inner)


def _of_view(body: Json) -> list[str]:
    findings = _limits(body)
    kinds = [block["type"] for block in body["blocks"]]
    if body["type"] == "modal" and not body.get("title"):
        findings.append("no title")
    if "input" in kinds and "submit" not in body:
        findings.append("inputs without a submit button")
    if len(json.dumps(body).encode()) > 250_000:
        findings.append("more than 250 KB")
    if View(**body).to_dict() != body:
        findings.append("slack_sdk reads another view")
    return findings


def _common(blocks: list[Json]) -> list[str]:
    """Check what holds on every surface."""
    if None in blocks:
        return ["a block is None"]
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    findings = [f"block_id {block_id} twice" for block_id, times in ids.items() if times > 1]
    for block in blocks:
        actions = Counter(one["action_id"] for one in every_object(block) if "action_id" in one)
        findings += [f"action_id {action} twice in a block" for action, times in actions.items() if times > 1]
    if sum(block["type"] == "table" for block in blocks) > 1:
        findings.append("more than one table")
    return findings


def _read_again(block: Json) -> Json | None:
    try:
        parsed = Block.parse(block)
    except TypeError:  # something that slack_sdk cannot do without is missing
        return None
    return parsed.to_dict() if parsed else None


def _limits(tree: object) -> list[str]:
    findings: list[str] = []
    for one in every_object(tree):
        findings += _too_long(one)
        findings += _too_many(one)
        findings += _bad_initial(one)
        if "text" in one and one.get("type") in {"plain_text", "mrkdwn"}:
            findings += (
                [] if 0 < len(one["text"]) <= limits.TEXT_MAX_LENGTH else [f"text of {len(one['text'])}"]
            )
        if "value" in one and "type" not in one:
            findings += _outside(one, OPTION_LIMITS)
        if "deny" in one:
            findings += _outside(one, CONFIRM_LIMITS)
        for field in one.get("fields", []):
            findings += (
                [] if len(field["text"]) <= limits.SECTION_FIELDS_ITEM_MAX_LENGTH else ["a long field"]
            )
    return findings


def _too_long(one: Json) -> list[str]:
    return [
        f"{kind}.{path} is longer than {most}"
        for (kind, path), most in TEXT_LIMITS.items()
        if kind in {"*", one.get("type")} and len(str(_at(one, path) or "")) > most
    ]


def _too_many(one: Json) -> list[str]:
    return [
        f"{kind}.{key} has {len(one.get(key, []))} entries"
        for (kind, key), (least, most) in COUNT_LIMITS.items()
        if kind == one.get("type") and not least <= len(one.get(key, [])) <= most
    ]


def _bad_initial(one: Json) -> list[str]:
    """Find initial options that are not among the options, exactly."""
    groups = one.get("option_groups", [])
    offered = [*one.get("options", []), *(option for group in groups for option in group["options"])]
    initial = [*([one["initial_option"]] if "initial_option" in one else []), *one.get("initial_options", [])]
    if not offered:
        return (
            [f"{one['type']} offers nothing"] if one.get("type") in {"static_select", "radio_buttons"} else []
        )
    return [f"{option} is not offered" for option in initial if option not in offered]


def _outside(one: Json, table: dict[str, tuple[int, int]]) -> list[str]:
    return [
        f"{path} has {len(str(_at(one, path)))} characters"
        for path, (least, most) in table.items()
        if _at(one, path) is not None and not least <= len(str(_at(one, path))) <= most
    ]


def _at(one: Json, path: str) -> object:
    found: object = one
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found
