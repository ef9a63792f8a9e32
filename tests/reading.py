"""What a person can read and press, whatever blocks it is made of."""

from typing import Any

from blockkit import check_message, check_view, every_object

from bot import views
from bot.models import Step


def shown(message: views.Message) -> str:
    """Return all that can be read in a message's blocks."""
    return text_of(check_message(message))


def in_view(step: Step) -> str:
    """Return all that can be read in a step's modal."""
    return text_of(check_view(views.step_view(step)))


def buttons(message: views.Message) -> dict[str, str]:
    """Return a message's buttons: action_id and label."""
    elements = every_object([block.to_dict() for block in message.blocks])
    return {one["action_id"]: one["text"]["text"] for one in elements if one.get("type") == "button"}


def element(step: Step, block_id: str) -> dict[str, Any]:
    """Return the element of one question of a step's modal."""
    blocks = check_view(views.step_view(step))["blocks"]
    return next(block["element"] for block in blocks if block.get("block_id") == block_id)


def text_of(tree: object) -> str:
    """Return all texts of a block tree, one per line."""
    return "\n".join(one["text"] for one in every_object(tree) if isinstance(one.get("text"), str))
