"""What a destination is told of a bulk sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, text_of
from bot.views.ids import SETTING_PREFIX

if TYPE_CHECKING:
    from bot.models import Plain

MAX_LINE = 255


def settings_of(view: Json) -> dict[str, Plain]:
    """Read the destination's settings; raises InvalidInput for one that is missing or too long."""
    found = settings_so_far(view)
    for block in view.get("blocks", []):
        name = _name(block.get("block_id", ""))
        if name in found:
            _check(name, block, found[name])
    return found


def settings_so_far(view: Json) -> dict[str, Plain]:
    """Take what is answered so far, by the settings' dotted names; empty where nothing is."""
    answers = answers_of(view).items()
    return {name: _value(answer) for block_id, answer in answers if (name := _name(block_id))}


def _name(block_id: str) -> str:
    return block_id.removeprefix(SETTING_PREFIX) if block_id.startswith(SETTING_PREFIX) else ""


def _value(answer: Json) -> Plain:
    if answer.get("type") == "checkboxes":
        return bool(answer.get("selected_options"))
    text = text_of(answer)
    return _number(text) if answer.get("type") == "number_input" else text


def _number(text: str) -> Plain:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _check(name: str, block: Json, value: Plain) -> None:
    if value == "" and not block.get("optional"):
        raise InvalidInput(name, "This is empty.", "Fill it in and submit again.")
    is_line = not block.get("element", {}).get("multiline")
    if isinstance(value, str) and is_line and len(value) > MAX_LINE:
        raise InvalidInput(name, f"This has {len(value)} characters.", f"Shorten it to {MAX_LINE} or fewer.")
