"""A new connection's settings."""

from __future__ import annotations

from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, name_of, outdated, setup_id, side, text_of
from bot.models import ConnectionAnswers
from bot.views.ids import FIELD_PREFIX, SECRET_PREFIX, Block
from bot.views.meta import Meta

MAX_NAME = 200


def connection_form(view: Json) -> ConnectionAnswers:
    """Read a new connection's settings; what they mean is checked by whoever knows the type."""
    answers, type_id = answers_of(view), Meta.of(view).type
    if type_id is None:
        raise outdated()
    settings = {
        block_id.partition(":")[2]: _setting(block_id, answer) for block_id, answer in answers.items()
    }
    return ConnectionAnswers(
        setup_id=setup_id(view),
        side=side(view),
        type=type_id,
        name=name_of(answers, Block.CONNECTION_NAME, "Connection name", MAX_NAME),
        values={name: value for name, value in settings.items() if value is not None},
    )


def _setting(block_id: str, answer: Json) -> str | bool | int | SecretStr | None:
    """Read one connection setting; None if it is none, or was left empty."""
    if block_id.startswith(SECRET_PREFIX):
        return SecretStr(answer["value"]) if (answer.get("value") or "").strip() else None
    if not block_id.startswith(FIELD_PREFIX):
        return None
    if answer.get("type") == "checkboxes":
        return bool(answer.get("selected_options"))
    text = text_of(answer)
    if answer.get("type") == "number_input" and text:
        return _number(block_id.removeprefix(FIELD_PREFIX), text)
    return text or None


def _number(field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidInput(field, "This is no whole number.", "Type digits only.") from None
