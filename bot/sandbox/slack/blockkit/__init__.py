"""Block Kit as Slack enforces it: what is refused, what is filled in, where an element stands."""

from bot.sandbox.slack.blockkit.checks import (
    check_blocks,
    check_suggestions,
    check_view,
    view_is_too_large,
)
from bot.sandbox.slack.blockkit.normal import stored_blocks, stored_text
from bot.sandbox.slack.blockkit.walk import Placed, every_block, every_element, find_element

__all__ = [
    "Placed",
    "check_blocks",
    "check_suggestions",
    "check_view",
    "every_block",
    "every_element",
    "find_element",
    "stored_blocks",
    "stored_text",
    "view_is_too_large",
]
