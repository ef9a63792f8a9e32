"""What Slack sends when a form is submitted: the view with the state of every input."""

from typing import Any

from slack_sdk.models.views import View

Json = dict[str, Any]


def submitted(view: View, **typed: str | list[str] | None) -> Json:
    """Return a view as Slack sends it: initial values are state, and `typed` (by block_id) replaces them."""
    body = view.to_dict()
    values = {}
    for block in body["blocks"]:
        element = block.get("element") or block.get("accessory")
        if element:
            values[block["block_id"]] = {element["action_id"]: _state(element)}
    for block_id, answer in typed.items():
        (action_id,) = values[block_id]
        values[block_id][action_id] = _typed(values[block_id][action_id]["type"], answer)
    return body | {"state": {"values": values}, "id": "V1", "hash": "1.a"}


def _state(element: Json) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input" | "number_input":
            answer = {"value": element.get("initial_value")}
        case "static_select" | "external_select" | "radio_buttons":
            answer = {"selected_option": element.get("initial_option")}
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            answer = {"selected_options": element.get("initial_options", [])}
        case "multi_users_select":
            answer = {"selected_users": element.get("initial_users", [])}
        case "conversations_select":
            answer = {"selected_conversation": element.get("initial_conversation")}
        case _:
            raise ValueError(kind)
    return {"type": kind, **answer}


def _typed(kind: str, answer: str | list[str] | None) -> Json:
    if isinstance(answer, list):
        return {"type": kind, "selected_options": [_option(value) for value in answer]}
    if kind in {"static_select", "external_select", "radio_buttons"}:
        return {"type": kind, "selected_option": _option(answer) if answer else None}
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": answer}
    return {"type": kind, "value": answer}


def _option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value[:75]}, "value": value}
