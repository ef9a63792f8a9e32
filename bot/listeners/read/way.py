"""How credentials are entered, and for which type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, name_of, required, setup_id, side, text_of
from bot.models import Way, WayAnswers
from bot.views.ids import Block
from bot.views.options import NEW

if TYPE_CHECKING:
    from uuid import UUID

MAX_NAME = 200


def type_form(view: Json) -> tuple[UUID, str]:
    """Read the type of a connection without a sync; raises InvalidInput if none is chosen."""
    kind, _, type_id = required(answers_of(view), Block.TYPE, "Choose a type.").partition(":")
    if kind != NEW or not type_id:
        raise InvalidInput(Block.TYPE, "I cannot read this choice.", "Choose a type from the list.")
    return setup_id(view), type_id


def way_form(view: Json) -> WayAnswers:
    """Read the way; a form that leaves no choice means the secure page."""
    answers = answers_of(view)
    is_named = Block.CONNECTION_NAME in answers
    chosen = text_of(answers.get(Block.WAY))
    return WayAnswers(
        setup_id=setup_id(view),
        side=side(view),
        name=name_of(answers, Block.CONNECTION_NAME, "Connection name", MAX_NAME) if is_named else "",
        way=Way(chosen) if chosen in set(Way) else Way.PAGE,
    )
