"""The choice of source and destination."""

from __future__ import annotations

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, required, setup_id, text_of
from bot.models import EndAnswer, EndsAnswers, Side
from bot.views.ids import Block
from bot.views.options import CONNECTION, NEW


def ends_form(view: Json) -> EndsAnswers:
    """Read both ends; raises InvalidInput for one that is missing, or the same connection twice."""
    answers = answers_of(view)
    source, destination = _end(answers, Side.SOURCE), _end(answers, Side.DESTINATION)
    if source == destination and source[0] == CONNECTION:
        raise InvalidInput(
            Block.DESTINATION, "This is the source too.", "Choose another connection to write to."
        )
    return EndsAnswers(setup_id=setup_id(view), source=source, destination=destination)


def chosen_connection(action: Json) -> str:
    """Read which existing connection was chosen instead of a new one."""
    return text_of(action).partition(":")[2]


def _end(answers: dict[str, Json], side: Side) -> EndAnswer:
    kind, _, value = required(answers, Block(side.value), f"Choose a {side}.").partition(":")
    if kind == CONNECTION and value:
        return "connection", value
    if kind == NEW and value:
        return "new", value
    raise InvalidInput(side, "I cannot read this choice.", f"Choose a {side} from the list.")
