"""What a person has typed and chosen: initial values, completed options, what is missing."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.slack.blockkit import Placed, every_element, find_element

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]

_VALUE_KEYS: dict[str, tuple[str, str]] = {
    # element type: (key in the state, key of the initial value in the block)
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
"""Buttons and overflow menus are not here: they act, and hold nothing."""

Complete = Callable[[Placed, Json], Json]


def value_key(kind: str) -> str | None:
    """Return the key under which an element of that type keeps its value; None if it keeps none."""
    found = _VALUE_KEYS.get(kind)
    return found[0] if found else None


def is_list(key: str) -> bool:
    """Whether a value of that key is a list, empty when nothing is chosen."""
    return key == "files" or (key.startswith("selected_") and key.endswith("s"))


def initial(element: Json, here: str | None = None) -> Json | None:
    """Return what an untouched element holds; `here` is the channel that it may default to."""
    found = _VALUE_KEYS.get(element["type"])
    if found is None:
        return None
    key, source = found
    value = element.get(source)
    if value is None and here and element.get("default_to_current_conversation"):
        value = [here] if is_list(key) else here
    if value is None and is_list(key):
        value = []
    extra = {"timezone": element["timezone"]} if element.get("timezone") else {}
    return {"type": element["type"], key: value, **extra}


def initial_values(blocks: list[Any], here: str | None = None) -> Values:
    """Return the state of blocks that nobody has touched."""
    values: Values = {}
    for placed in every_element(blocks):
        held = initial(placed.element, here)
        if held is not None:
            values.setdefault(placed.block["block_id"], {})[placed.element["action_id"]] = held
    return values


def carried_over(before: Values, blocks: list[Any], here: str | None = None) -> Values:
    """Work out the state after an update: an input with the same ids and type keeps what was typed."""
    values = initial_values(blocks, here)
    for block_id, actions in values.items():
        for action_id, held in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if (
                old is not None
                and old["type"] == held["type"]
                and _still_there(old, blocks, block_id, action_id)
            ):
                actions[action_id] = old
    return values


def _still_there(held: Json, blocks: list[Any], block_id: str, action_id: str) -> bool:
    """Whether what was chosen is still offered, for menus that list their options."""
    placed = find_element(blocks, block_id, action_id)
    element = placed.element if placed else {}
    groups = element.get("option_groups", [])
    offered = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    if not offered:
        return True
    values = {option["value"] for option in offered}
    chosen = held.get("selected_options") or [held.get("selected_option")]
    return all(option["value"] in values for option in chosen if option)


def read_values(blocks: list[Any], given: Any, current: Values, complete: Complete) -> Values:
    """Read the state that the page sends, checked and completed; what it leaves out stays."""
    sent = given.get("values") if isinstance(given, dict) else None
    values: Values = {}
    for placed in every_element(blocks):
        block_id, action_id = placed.block["block_id"], placed.element["action_id"]
        key = value_key(placed.element["type"])
        if key is None:
            continue
        raw = sent.get(block_id, {}).get(action_id) if isinstance(sent, dict) else None
        held = current.get(block_id, {}).get(action_id) or initial(placed.element) or {}
        values.setdefault(block_id, {})[action_id] = complete(placed, raw) if isinstance(raw, dict) else held
    return values
