"""Blocks as Slack keeps them: ids where the app gave none, defaults written out."""

import copy
from typing import Any

from bot.sandbox.slack.blockkit.walk import every_block, every_element
from bot.sandbox.slack.clock import new_word


def _fill_texts(value: Any) -> None:
    """Write out emoji and verbatim, as every payload from Slack carries them."""
    if isinstance(value, list):
        for entry in value:
            _fill_texts(entry)
    if not isinstance(value, dict):
        return
    if value.get("type") == "plain_text" and isinstance(value.get("text"), str):
        value.setdefault("emoji", True)
    if value.get("type") == "mrkdwn" and isinstance(value.get("text"), str):
        value.setdefault("verbatim", False)
    for entry in value.values():
        _fill_texts(entry)


def _without_nulls(value: Any) -> Any:
    """Return the same JSON without keys that hold null, which Slack reads as absent."""
    if isinstance(value, dict):
        return {key: _without_nulls(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [_without_nulls(entry) for entry in value]
    return value


def stored_text(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a title or a button text as Slack gives it back."""
    if value is None:
        return None
    kept = copy.deepcopy(value)
    _fill_texts(kept)
    return kept


def stored_blocks(blocks: list[Any]) -> list[Any]:
    """Return valid blocks as Slack keeps them and sends them back."""
    kept: list[Any] = _without_nulls(copy.deepcopy(blocks))
    for block, _ in every_block(kept, ""):
        block.setdefault("block_id", new_word(5))
        if block.get("type") == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    for placed in every_element(kept):
        placed.element.setdefault("action_id", new_word(5))
    _fill_texts(kept)
    return kept
