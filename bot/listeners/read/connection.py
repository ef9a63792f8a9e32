"""A new connection's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.listeners.read.answers import Json, answers_of, name_of, outdated, setup_id, side, text_of
from bot.models import ConnectionAnswers
from bot.views.ids import FIELD_PREFIX, SECRET_PREFIX, Action, Block
from bot.views.meta import Meta

if TYPE_CHECKING:
    from bot.models import Plain

MAX_NAME = 200


def connection_form(view: Json) -> ConnectionAnswers:
    """Read a new connection's settings; raises InvalidInput for a name that is missing or too long."""
    return _connection(view, _name(answers_of(view)))


def connection_so_far(view: Json) -> ConnectionAnswers:
    """Read what a form that is still being filled in says."""
    return _connection(view, text_of(answers_of(view).get(Block.CONNECTION_NAME)))


def _connection(view: Json, name: str) -> ConnectionAnswers:
    answers, type_id = answers_of(view), connection_type(view)
    secrets = {
        block_id.removeprefix(SECRET_PREFIX): _secret(answer)
        for block_id, answer in answers.items()
        if block_id.startswith(SECRET_PREFIX)
    }
    typed = {name: value for name, value in secrets.items() if value is not None}
    return ConnectionAnswers(
        setup_id=setup_id(view),
        side=side(view),
        type=type_id,
        name=name,
        values={**connection_draft(view), **typed},
        shown=frozenset(map(_setting_of, answers)),
        page=Meta.of(view).page,
    )


def setting_name(payload: Json) -> str:
    """Read which setting a picker asks about."""
    return _setting_of(payload["block_id"])


def connection_type(view: Json) -> str:
    """Read which type a connection form is of."""
    type_id = Meta.of(view).type
    if type_id is None:
        raise outdated()
    return type_id


def connection_draft(view: Json) -> dict[str, Plain]:
    """Read the settings that are filled in so far, without the secrets; for a form that is drawn again."""
    found = {
        block_id.removeprefix(FIELD_PREFIX): _setting(answer, action_id)
        for block_id, actions in view.get("state", {}).get("values", {}).items()
        for action_id, answer in actions.items()
        if block_id.startswith(FIELD_PREFIX)
    }
    return {name: value for name, value in found.items() if value is not None}


def _name(answers: dict[str, Json]) -> str:
    if Block.CONNECTION_NAME not in answers:  # the other pages, and repairs, do not ask for it
        return ""
    return name_of(answers, Block.CONNECTION_NAME, "Connection name", MAX_NAME)


def _setting(answer: Json, action_id: str) -> Plain | None:
    """Read one setting as it was typed; None if it was left empty."""
    if answer.get("type") == "checkboxes":
        return bool(answer.get("selected_options"))
    if "selected_options" in answer:
        return tuple(str(option["value"]) for option in answer["selected_options"] or ()) or None
    option = answer.get("selected_option")
    if option and action_id.startswith(Action.FIND_VALUE):
        return str(option["value"]), str(option["text"]["text"])
    text = str(option["value"]) if option else text_of(answer)
    return _number(text) if answer.get("type") == "number_input" else text or None


def _number(text: str) -> Plain | None:
    """Read a number; what is none is told at its question by whoever knows the type."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text or None


def _secret(answer: Json) -> SecretStr | None:
    """Read one secret exactly as it was typed; None if it was left empty."""
    chosen = [*(answer.get("selected_options") or ()), *filter(None, [answer.get("selected_option")])]
    text = "\n".join(option["value"] for option in chosen) or answer.get("value") or ""
    return SecretStr(text) if text.strip() else None


def _setting_of(block_id: str) -> str:
    return block_id.removeprefix(FIELD_PREFIX).removeprefix(SECRET_PREFIX)
