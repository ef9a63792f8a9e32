"""One input for each kind of connection setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import (
    CheckboxesElement,
    NumberInputElement,
    OptionGroup,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.models import Field, FieldKind, Plain
from bot.views.blocks import (
    MAX_OPTION_VALUE,
    MAX_OPTIONS,
    MAX_TYPED,
    chosen,
    option,
    plain,
    question,
)
from bot.views.ids import FIELD_PREFIX, SECRET_PREFIX
from bot.views.text import cut, length

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock, InputInteractiveElement, Option, PlainTextObject

Answer = Plain | None
YES = "yes"
_SECRET_HINT = "Goes to Polytomic only. It is not kept here."  # noqa: S105 - words for people
_LONG_SECRETS = (
    "private_key",
    "certificate",
    "json",
    "pem",
    "service_account",
)  # a single line would lose its lines


def field_block(field: Field, answer: Answer, action_id: str, *, again: bool = False) -> InputBlock:
    """Ask one question of a connection form; `answer` is what was typed before, never for a secret.

    `again` says that the form was submitted before, so that secrets have to be typed anew.
    """
    value = field.default if answer is None else answer
    prefix = SECRET_PREFIX if field.secret else FIELD_PREFIX
    return question(
        prefix + field.name,
        field.title or field.name,
        _element(field, None if field.secret else value, action_id),
        hint=_hint(field, again=again),
        optional=not field.required or field.kind is FieldKind.TOGGLE,
    )


def _hint(field: Field, *, again: bool) -> str:
    repeats_example = field.example and field.hint.removeprefix("e.g.").strip() == field.example
    hint = "" if repeats_example and not field.secret else field.hint
    once_more = "Type it once more: it is never kept." if again else _SECRET_HINT
    return f"{hint} {once_more}".strip() if field.secret else hint


def _element(field: Field, value: Answer, action_id: str) -> InputInteractiveElement:
    if field.kind is FieldKind.TOGGLE:
        return _toggle(value, action_id)
    if field.kind is FieldKind.NUMBER:
        return _number(field, value, action_id)
    options = _options(field) if field.kind is FieldKind.CHOICE else []
    if options:
        return _select(options, value, action_id)
    return PlainTextInputElement(
        action_id=action_id,
        placeholder=_placeholder(field),
        multiline=_is_long(field) or None,
        initial_value=cut(str(value), MAX_TYPED) if value not in {None, ""} else None,
    )


def _toggle(value: Answer, action_id: str) -> CheckboxesElement:
    yes = option(YES, "Yes")
    return CheckboxesElement(
        action_id=action_id, options=[yes], initial_options=[yes] if value is True else None
    )


def _number(field: Field, value: Answer, action_id: str) -> NumberInputElement:
    return NumberInputElement(
        action_id=action_id,
        is_decimal_allowed=False,
        placeholder=_placeholder(field),
        initial_value=str(value) if isinstance(value, int | str) and value != "" else None,
    )


def _select(options: list[Option], value: Answer, action_id: str) -> StaticSelectElement:
    few = len(options) <= MAX_OPTIONS
    return StaticSelectElement(
        action_id=action_id,
        placeholder=plain("Choose one", 150),
        options=options if few else None,
        option_groups=None if few else _groups(options),
        initial_option=chosen(options, None if value is None else str(value)),
    )


def _options(field: Field) -> list[Option]:
    fitting = (pair for pair in field.choices if 0 < length(pair[0]) <= MAX_OPTION_VALUE)
    return [option(value, label or value) for value, label in fitting]


def _groups(options: list[Option]) -> list[OptionGroup]:
    """Split what is too long for one select; Slack takes 100 groups of 100."""
    parts = [options[start : start + MAX_OPTIONS] for start in range(0, len(options), MAX_OPTIONS)]
    return [
        OptionGroup(
            label=plain(f"{cut(str(part[0].text), 30)} … {cut(str(part[-1].text), 30)}", 75), options=part
        )
        for part in parts[:100]
    ]


def _placeholder(field: Field) -> PlainTextObject | None:
    return plain(f"For example: {field.example}", 150) if field.example and not field.secret else None


def _is_long(field: Field) -> bool:
    name = field.name.casefold()
    is_key = any(part in name for part in _LONG_SECRETS) and "passphrase" not in name
    return field.kind is FieldKind.LONG_TEXT or (field.secret and is_key)
