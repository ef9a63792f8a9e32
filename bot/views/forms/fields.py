"""One input for each kind of connection setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.models import MAX_LISTED, Field, FieldKind, Plain
from bot.views.blocks import MAX_TYPED, chosen, option, plain, question
from bot.views.ids import FIELD_PREFIX, SECRET_PREFIX, Action
from bot.views.options import choices, is_pickable
from bot.views.text import cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock, InputInteractiveElement, Option, PlainTextObject

Answer = Plain | None
YES = "yes"
_SECRET_HINT = "Goes to Polytomic only. It is not kept here."  # noqa: S105 - words for people
_LONG_HINT = f"Slack takes {MAX_TYPED:,} characters; Polytomic's own page takes longer ones."
_HINTS = {
    FieldKind.LINES: "One in each line.",
    FieldKind.PAIRS: "One in each line, written as name: value.",
    FieldKind.JSON: "Written as JSON.",
}
_LONG_SECRETS = (
    "private_key",
    "certificate",
    "json",
    "pem",
    "service_account",
)  # a single line would lose its lines
_IN_LINES = frozenset(
    [FieldKind.LONG_TEXT, FieldKind.LINES, FieldKind.PAIRS, FieldKind.JSON, FieldKind.CHOICES]
)


def field_block(field: Field, answer: Answer, asker: str, *, again: bool = False) -> InputBlock:
    """Ask one question of a connection form; `answer` is what was typed before, never for a secret.

    `asker` tells forms apart that ask alike; `again` says that the form was submitted before, so that secrets
    have to be typed anew.
    """
    value = field.default if answer is None else answer
    return question(
        block_id(field),
        field.title or field.name,
        _element(field, None if field.secret else value, f"{action_of(field)}:{asker}"[:255]),
        hint=_hint(field, again=again),
        optional=not field.required or field.kind is FieldKind.TOGGLE,
        dispatch=field.is_ruling,
    )


def block_id(field: Field) -> str:
    """Name the block that asks a question."""
    return (SECRET_PREFIX if field.secret else FIELD_PREFIX) + field.name


def action_of(field: Field) -> Action:
    """Tell what the bot does while a question is answered."""
    if field.is_ruling:
        return Action.CHOOSE_SETTING
    if field.kind is FieldKind.LOOKUP:
        return Action.FIND_VALUE
    return Action.FIND_CHOICE if len(choices(field)) > MAX_LISTED else Action.ANSWER


def _hint(field: Field, *, again: bool) -> str:
    repeats_example = field.example and field.hint.removeprefix("e.g.").strip() == field.example
    parts = ["" if repeats_example and not field.secret else field.hint, _HINTS.get(field.kind, "")]
    if field.secret:
        parts.append("Type it once more: it is never kept." if again else _SECRET_HINT)
        parts.append(_LONG_HINT if _is_long(field) else "")
    return " ".join(part for part in parts if part)


def _element(field: Field, value: Answer, action_id: str) -> InputInteractiveElement:
    match field.kind:
        case FieldKind.TOGGLE:
            return _toggle(value, action_id)
        case FieldKind.NUMBER | FieldKind.DECIMAL if not field.secret:
            return _number(field, value, action_id)
        case FieldKind.LOOKUP:
            return _lookup(value, action_id)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            options = choices(field)
            if options:
                several = field.kind is FieldKind.CHOICES
                return (_several if several else _select)(options, value, action_id)
    return _typed(field, value, action_id)


def _typed(field: Field, value: Answer, action_id: str) -> PlainTextInputElement:
    text = "\n".join(value) if isinstance(value, tuple) else value
    return PlainTextInputElement(
        action_id=action_id,
        placeholder=_placeholder(field),
        multiline=_is_long(field) or None,
        initial_value=cut(str(text), MAX_TYPED) if text not in {None, ""} else None,
    )


def _toggle(value: Answer, action_id: str) -> CheckboxesElement:
    yes = option(YES, "Yes")
    return CheckboxesElement(
        action_id=action_id, options=[yes], initial_options=[yes] if value is True else None
    )


def _number(field: Field, value: Answer, action_id: str) -> NumberInputElement:
    return NumberInputElement(
        action_id=action_id,
        is_decimal_allowed=field.kind is FieldKind.DECIMAL,
        placeholder=_placeholder(field),
        initial_value=_digits(value),
    )


def _digits(value: Answer) -> str | None:
    """Write a number as Slack reads it, which knows no exponents; None for what is no number."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    text = str(value).strip() if isinstance(value, int | str) else f"{number:f}".rstrip("0").rstrip(".")
    is_plain = text.removeprefix("-").replace(".", "", 1).isdigit() and text.isascii()
    return text if is_plain and not isinstance(value, bool) else None


def _lookup(value: Answer, action_id: str) -> ExternalDataSelectElement:
    found, label = value if isinstance(value, tuple) and len(value) == 2 else (value, value)  # noqa: PLR2004
    return ExternalDataSelectElement(
        action_id=action_id,
        placeholder=plain("Type to search, or to use what you type", 150),
        initial_option=option(str(found), str(label)) if is_pickable(str(found or "")) else None,
        min_query_length=0,
    )


def _select(
    options: list[Option], value: Answer, action_id: str
) -> StaticSelectElement | ExternalDataSelectElement:
    initial = chosen(options, None if value is None else str(value))
    if len(options) > MAX_LISTED:
        return ExternalDataSelectElement(
            action_id=action_id,
            placeholder=plain("Type to search", 150),
            initial_option=initial,
            min_query_length=0,
        )
    return StaticSelectElement(
        action_id=action_id, placeholder=plain("Choose one", 150), options=options, initial_option=initial
    )


def _several(
    options: list[Option], value: Answer, action_id: str
) -> StaticMultiSelectElement | ExternalDataMultiSelectElement:
    values = value if isinstance(value, tuple) else ()
    initial = [one for one in options if one.value in values][:MAX_LISTED] or None
    if len(options) > MAX_LISTED:
        return ExternalDataMultiSelectElement(
            action_id=action_id,
            placeholder=plain("Type to search", 150),
            initial_options=initial,
            min_query_length=0,
        )
    return StaticMultiSelectElement(
        action_id=action_id, placeholder=plain("Choose any", 150), options=options, initial_options=initial
    )


def _placeholder(field: Field) -> PlainTextObject | None:
    return plain(f"For example: {field.example}", 150) if field.example and not field.secret else None


def _is_long(field: Field) -> bool:
    name = field.name.casefold()
    is_key = any(part in name for part in _LONG_SECRETS) and "passphrase" not in name
    return field.kind in _IN_LINES or (field.secret and is_key)
