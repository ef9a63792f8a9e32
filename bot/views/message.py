"""What is posted: blocks, and a sentence for notifications and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.views import text as words

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

MAX_TEXT = 3000  # Slack takes 40,000 characters; nobody reads them in a notification


class Message(NamedTuple):
    """A message as it is posted: `text` says it all where blocks cannot be shown."""

    text: str
    blocks: list[Block]


def message(text: str, *blocks: Block | None) -> Message:
    """Put a message together; a block that is None is left out."""
    return Message(words.clip(text, MAX_TEXT), [block for block in blocks if block is not None])
