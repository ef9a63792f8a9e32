"""What the forms of a new connection share: its name, and the connections that could be used instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import PlainTextInputElement, SectionBlock, StaticSelectElement

from bot.views.blocks import MAX_OPTIONS, mrkdwn, plain, question
from bot.views.ids import Action, Block
from bot.views.options import existing_option
from bot.views.text import cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock

    from bot.models import Existing

MAX_NAME = 200


def connection_name(name: str, action_id: str) -> InputBlock:
    """Ask how the connection is called."""
    element = PlainTextInputElement(
        action_id=action_id, initial_value=cut(name, MAX_NAME) or None, max_length=MAX_NAME
    )
    hint = "How it is called in Polytomic. No other connection may have this name."
    return question(Block.CONNECTION_NAME, "Connection name", element, hint=hint)


def existing_picker(existing: tuple[Existing, ...]) -> SectionBlock | None:
    """Offer the connections of this type that exist already."""
    if not existing:
        return None
    healthy_first = sorted(existing, key=lambda one: not one.healthy)
    select = StaticSelectElement(
        action_id=Action.USE_EXISTING,
        placeholder=plain("Choose a connection", 150),
        options=[existing_option(one) for one in healthy_first[:MAX_OPTIONS]],
    )
    text = "Or use a connection you already have:"
    return SectionBlock(block_id=Block.EXISTING, text=mrkdwn(text), accessory=select)
