"""What Slack shows, taken apart: its elements, and what would be sent of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


def button_in(shown: Json, action_id: str) -> tuple[Json, Json]:
    """Find a button of a message or a view, and the block that it stands in."""
    return next(
        (block, element)
        for block in _blocks_of(shown)
        for element in elements_of(block)
        if element.get("action_id") == action_id
    )


def _blocks_of(shown: Json) -> list[Json]:
    """List the blocks of a message or a view, with those of the cards below a message."""
    cards = (card.get("blocks", []) for card in shown.get("attachments", []))
    return [*shown.get("blocks", []), *(block for card in cards for block in card)]


def action_of(container: Json, block_id: str, element: Json, payload: Json, state: Json) -> Json:
    """Write down what is sent when somebody uses an element."""
    return {
        "container": container,
        "block_id": block_id,
        "action_id": element["action_id"],
        "element": element["type"],
        "payload": payload,
        "state": state,
    }


def elements_of(block: Json) -> list[Json]:
    """List the interactive elements of a block."""
    single = [block[name] for name in ("element", "accessory") if name in block]
    return [*single, *block.get("elements", [])]


def element_of(view: Json, block_id: str) -> Json:
    """Find the element of a block."""
    block = next(block for block in view["blocks"] if block["block_id"] == block_id)
    return elements_of(block)[0]


def state_of(view: Json, answers: Mapping[str, Any]) -> Json:
    """Make the state that Slack would send: what is shown at first, and what was filled in over it."""
    unknown = set(answers) - {block["block_id"] for block in view["blocks"]}
    assert not unknown, f"the form does not ask for {unknown}: {[b['block_id'] for b in view['blocks']]}"
    values: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            answer = _initial(element) | _given(element, answers, block["block_id"])
            values[block["block_id"]] = {element["action_id"]: {"type": element["type"]} | answer}
    return {"values": values}


def _initial(element: Json) -> Json:
    names = {
        "initial_value": "value",
        "initial_option": "selected_option",
        "initial_options": "selected_options",
        "initial_conversation": "selected_conversation",
        "initial_users": "selected_users",
    }
    return {names[name]: value for name, value in element.items() if name in names}


def _given(element: Json, answers: Mapping[str, Any], block_id: str) -> Json:
    if block_id not in answers:
        return {}
    answer = answers[block_id]
    if element["type"] == "multi_users_select":
        return {"selected_users": answer}
    if element["type"].startswith("multi_") or element["type"] == "checkboxes":
        return {"selected_options": [_option(element, value) for value in answer]}
    if element["type"] == "conversations_select":
        return {"selected_conversation": answer}
    if "select" in element["type"] or element["type"] == "radio_buttons":
        return {"selected_option": _option(element, answer)}
    return {"value": answer}


def _option(element: Json, value: Any) -> Json:
    if isinstance(value, dict):
        return value
    known = [option for option in element.get("options", []) if option["value"] == value]
    return dict(known[0]) if known else {"value": value}
