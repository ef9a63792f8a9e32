"""The whole of a message's blocks, or of a view, held against Slack's rules."""

import json
from collections import Counter

from bot.sandbox.slack.blockkit.blocks import on_surface
from bot.sandbox.slack.blockkit.objects import plain_text, suggestions
from bot.sandbox.slack.blockkit.rules import Findings, Rule, among, array, find, flag, record, text
from bot.sandbox.slack.blockkit.walk import every_block, every_element

MOST_VIEW_BYTES = 250 * 1024
_MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_MOST_MARKDOWN = 12000
_BLOCK_LISTS: dict[str, Rule] = {
    surface: array(on_surface(surface), most=most) for surface, most in _MOST_BLOCKS.items()
}
_ANY_VIEW: dict[str, Rule] = {
    "private_metadata": text(3000, least=0),
    "callback_id": text(255, least=0),
    "external_id": text(255, least=0),
}


def _no_blocks(_value: object, _pointer: str, _findings: Findings) -> None:
    """Blocks are looked at on their own, once the view's frame stands."""


_modal = record(
    {"type": among("modal"), "title": plain_text(24), "blocks": _no_blocks},
    {
        **_ANY_VIEW,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_home = record({"type": among("home"), "blocks": _no_blocks}, _ANY_VIEW)


def _distinct_ids(blocks: object, pointer: str, findings: Findings) -> None:
    """Each block_id once in the list, each action_id once in its block."""
    ids = Counter(block.get("block_id") for block, _ in every_block(blocks, pointer))
    for block, here in every_block(blocks, pointer):
        given = block.get("block_id")
        if given is not None and ids[given] > 1:
            find(findings, f"`block_id` {given} already exists", f"{here}/block_id")
    seen: set[tuple[int, object]] = set()
    for placed in every_element(blocks, pointer):
        key = (id(placed.block), placed.element.get("action_id"))
        if key[1] is not None and key in seen:
            find(findings, f"`action_id` {key[1]} already exists in its block", f"{placed.pointer}/action_id")
        seen.add(key)


def _one_focus(blocks: object, pointer: str, findings: Findings) -> None:
    """Only one element can have the focus when a view opens."""
    focused = [placed for placed in every_element(blocks, pointer) if placed.element.get("focus_on_load")]
    for placed in focused[1:]:
        find(findings, "only one element may have focus_on_load", f"{placed.pointer}/focus_on_load")


def _only_in_modals(blocks: object, surface: str, pointer: str, findings: Findings) -> None:
    """File inputs and response_url_enabled belong to a modal's input blocks."""
    for placed in every_element(blocks, pointer):
        in_modal_input = surface == "modal" and placed.block.get("type") == "input"
        if placed.element.get("type") == "file_input" and not in_modal_input:
            find(findings, "unsupported type: file_input", f"{placed.pointer}/type")
        if placed.element.get("response_url_enabled") and not in_modal_input:
            find(findings, "response_url_enabled needs a modal's input block", placed.pointer)


def _totals(blocks: object, pointer: str, findings: Findings) -> None:
    """Markdown is limited over the whole message, and a message has one table."""
    found = [block for block, _ in every_block(blocks, pointer)]
    markdown = sum(len(str(block.get("text", ""))) for block in found if block.get("type") == "markdown")
    if markdown > _MOST_MARKDOWN:
        find(findings, f"markdown must be less than {_MOST_MARKDOWN + 1} characters in total", pointer)
    if sum(block.get("type") == "table" for block in found) > 1:
        find(findings, "only_one_table_allowed", pointer)


def check_blocks(blocks: object, surface: str, pointer: str = "/blocks") -> Findings:
    """Everything that Slack would refuse in a list of blocks; empty when it would take them."""
    findings: Findings = []
    _BLOCK_LISTS[surface](blocks, pointer, findings)
    _distinct_ids(blocks, pointer, findings)
    _one_focus(blocks, pointer, findings)
    _only_in_modals(blocks, surface, pointer, findings)
    if surface == "message":
        _totals(blocks, pointer, findings)
    return findings


def _submit_where_asked(view: dict[str, object], findings: Findings) -> None:
    """Refuse a modal that asks for something and has no button to answer with."""
    asks = any(block.get("type") == "input" for block, _ in every_block(view.get("blocks"), ""))
    if asks and view.get("submit") is None:
        find(findings, "missing required field: submit", "/view")


def check_view(view: object, kinds: tuple[str, ...] = ("modal", "home")) -> Findings:
    """Everything that Slack would refuse in a view; empty when it would take it."""
    findings: Findings = []
    if not isinstance(view, dict):
        return ["[ERROR] must provide an object [json-pointer:/view]"]
    kind = view.get("type")
    if kind not in kinds:
        words = "missing required field: type" if kind is None else f"unsupported type: {kind}"
        return [f"[ERROR] {words} [json-pointer:/view/type]"]
    (_modal if kind == "modal" else _home)(view, "/view", findings)
    if view.get("blocks") is not None:
        findings += check_blocks(view["blocks"], kind, "/view/blocks")
    if kind == "modal":
        _submit_where_asked(view, findings)
    return findings


def view_is_too_large(view: object) -> bool:
    """Whether the view's JSON is more than Slack stores."""
    return len(json.dumps(view, separators=(",", ":")).encode()) > MOST_VIEW_BYTES


def check_suggestions(answer: object) -> Findings:
    """Everything that Slack would refuse in the answer to a block_suggestion."""
    findings: Findings = []
    suggestions(answer, "", findings)
    return findings
