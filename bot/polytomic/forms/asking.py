"""Which questions are asked at the moment, and how they are spread over views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.models import MAX_LISTED, Field, FieldKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic import SecretStr

    from bot.models import Plain, Rule

Pages = tuple[tuple[Field, ...], ...]

MAX_QUESTIONS = 86  # Slack takes 100 blocks in a view; the form has some more of its own
MAX_BYTES = 110_000  # Slack takes 250 KB; the picker of existing connections may take half of it
_TYPED = 300  # bytes set aside for what was typed before
_TYPED_IN_LINES = 3_000
_BLOCK = 420  # of ids, types and braces
_OPTION = 90
_LONGEST = {
    "title": 2000,
    "hint": 2200,
    "example": 170,
    "label": 75,
    "value": 150,
}  # what the views cut it to


def asked(fields: Iterable[Field], values: Mapping[str, Plain | SecretStr | None]) -> tuple[Field, ...]:
    """Return the questions whose rules hold for the values; what is not answered counts as its default."""
    every = {field.name: field for field in fields}
    known: dict[str, bool] = {}
    return tuple(field for field in every.values() if _is_asked(field, every, values, known))


def _is_asked(
    field: Field,
    every: Mapping[str, Field],
    values: Mapping[str, Plain | SecretStr | None],
    known: dict[str, bool],
) -> bool:
    if field.name not in known:
        known[field.name] = True  # a circle of rules hides nothing
        known[field.name] = all(
            _is_asked(every[rule.field], every, values, known) and _holds(rule, every[rule.field], values)
            for rule in field.rules
            if rule.field in every
        )
    return known[field.name]


def _holds(rule: Rule, ruling: Field, values: Mapping[str, Plain | SecretStr | None]) -> bool:
    value = values.get(ruling.name)
    value = ruling.default if value is None or value == "" else value
    if ruling.kind is FieldKind.TOGGLE:
        value = bool(value)
    return any(value == wanted and isinstance(value, type(wanted)) for wanted in rule.values)


def has_secrets(fields: Iterable[Field]) -> bool:
    """Tell whether any of the questions asks for something that must not be kept."""
    return any(field.secret for field in fields)


def pages(fields: Iterable[Field]) -> Pages:
    """Spread questions over views; secrets stand on the last: they cannot travel from one to the next."""
    every = tuple(fields)
    if _fits(every):
        return (every,)
    pages = _filled([field for field in every if not field.secret])
    secrets = _secrets_that_fit(every)
    if not secrets:
        return tuple(pages)
    last = {field.name for field in (*secrets, *pages[-1])}
    together = tuple(field for field in every if field.name in last)
    if _fits(together):
        return (*pages[:-1], together)
    return (*pages, secrets)


def left_out(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return the secrets that fit on no page."""
    every = tuple(fields)
    if _fits(every):
        return ()
    shown = {field.name for field in _secrets_that_fit(every)}
    return tuple(field for field in every if field.secret and field.name not in shown)


def _secrets_that_fit(every: Sequence[Field]) -> tuple[Field, ...]:
    secrets = [field for field in every if field.secret]
    needed_first = sorted(secrets, key=lambda field: not field.required)
    shown = {field.name for field in next(iter(_filled(needed_first)), ())}
    return tuple(field for field in secrets if field.name in shown)


def _filled(fields: Sequence[Field]) -> list[tuple[Field, ...]]:
    pages: list[list[Field]] = [[]]
    room = MAX_BYTES
    for field in fields:
        size = _size(field)
        if pages[-1] and (len(pages[-1]) == MAX_QUESTIONS or size > room):
            pages.append([])
            room = MAX_BYTES
        pages[-1].append(field)
        room -= size
    return [tuple(page) for page in pages]


def _fits(fields: Sequence[Field]) -> bool:
    return len(fields) <= MAX_QUESTIONS and sum(map(_size, fields)) <= MAX_BYTES


def _size(field: Field) -> int:
    """Count the bytes of a question's block, rather too many than too few."""
    texts = {"title": field.title or field.name, "hint": field.hint, "example": field.example}
    words = sum(_bytes(text[: _LONGEST[part]]) for part, text in texts.items())
    ids = 3 * _bytes(field.name)
    return _BLOCK + words + ids + _size_of_answer(field)


def _size_of_answer(field: Field) -> int:
    if field.choices:
        shown = field.choices if len(field.choices) <= MAX_LISTED else ()
        sizes = [
            _OPTION + _bytes(value[: _LONGEST["value"]]) + _bytes(label[: _LONGEST["label"]])
            for value, label in shown
        ]
        return 2 * sum(sizes) if field.kind is FieldKind.CHOICES else sum(sizes) + _TYPED
    if field.secret:
        return 0
    is_short = field.kind in {FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.TOGGLE}
    return max(_TYPED if is_short else _TYPED_IN_LINES, _bytes(str(field.default or "")))


def _bytes(text: str) -> int:
    return len(json.dumps(text)) if not text.isascii() or not text.isprintable() else len(text) + 2
