"""Turns answers into a configuration, with JSON's types and in the settings' own nesting."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping  # noqa: TC003 - part of the public face
from typing import Any

from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.models import Field, FieldKind, Plain
from bot.polytomic.forms.asking import asked
from bot.polytomic.forms.texts import json_text, parsed, text_of

Answer = Plain | SecretStr | None

_YES = frozenset(["true", "yes", "on", "1"])
_SHOWN = 10  # choices named in an error
_LONGEST_QUOTE = 60
_SHEET = re.compile(r"//docs\.google\.com/spreadsheets/d/([\w-]+)")


def configuration(
    fields: Iterable[Field], values: Mapping[str, Answer], *, complete: bool = False
) -> dict[str, Any]:
    """Return the nested configuration that the values mean; raises InvalidInput for a field.

    Settings that are not asked for are left out, and switches that are off as they were from the start too;
    with `complete` these are sent as well, so that a stored configuration can be changed by it.
    """
    every = tuple(fields)
    found: dict[str, Any] = {}
    for field in asked(every, values):
        value = _value(field, values.get(field.name), complete=complete)
        if value is not None and field.is_sent:
            _put(found, field.path, value)
    return found


def _put(found: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        inner = found.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        found = inner
    found[path[-1]] = value


def _value(field: Field, answer: Answer, *, complete: bool) -> Any:
    if isinstance(answer, SecretStr):
        answer = answer.get_secret_value()
    if field.kind is FieldKind.TOGGLE:
        return _toggle(field, answer, complete=complete)
    if isinstance(answer, tuple):
        is_empty = not any(part.strip() for part in answer)
    else:
        is_empty = answer is None or not str(answer).strip()
    if not is_empty:
        return _READ[field.kind](field, answer)
    if field.required:
        raise InvalidInput(field.name, f"{field.title} is needed.", "Fill it in and submit again.")
    return None


def _toggle(field: Field, answer: Answer, *, complete: bool) -> bool | None:
    is_on = answer if isinstance(answer, bool) else str(answer or "").strip().lower() in _YES
    if is_on or field.default is True or field.required:
        return is_on if answer is not None or field.required else None
    return False if complete else None


def _text(field: Field, answer: Any) -> str | int | float:
    return text_of(field, _joined(answer))


def _number(field: Field, answer: Any) -> int | float:
    number = _finite(_joined(answer))
    if number is None:
        raise InvalidInput(
            field.name,
            f"{field.title} must be a number, such as {field.example or 10}.",
            "Type digits only and submit again.",
        )
    is_whole = field.kind is FieldKind.NUMBER or field.json_type == "integer"
    if not is_whole or isinstance(number, int):
        return number
    if not number.is_integer():
        raise InvalidInput(field.name, f"{field.title} must be a whole number.", "Leave out the fraction.")
    return int(number)


def _finite(text: str) -> int | float | None:
    for read in (int, float):
        try:
            number = read(text)
        except (ValueError, OverflowError):
            continue
        if math.isfinite(number):
            return number
    return None


def _choice(field: Field, answer: Any) -> Any:
    text = _joined(answer)
    value = next((value for value, _ in field.choices if text in {value, value.strip()}), None)
    if value is None:
        raise _not_on_offer(field, text)
    return _typed(value, field.json_type)


def _choices(field: Field, answer: Any) -> list[Any]:
    offered = dict(field.choices)
    chosen = [line for line in _lines_of(answer) if line]
    for one in chosen:
        if one not in offered:
            raise _not_on_offer(field, one)
    return [_typed(one, field.item_type) for one in dict.fromkeys(chosen)]


def _not_on_offer(field: Field, value: str) -> InvalidInput:
    labels = [label for _, label in field.choices]
    more = f" and {len(labels) - _SHOWN:,} more" if len(labels) > _SHOWN else ""
    offered = ", ".join(label[:_LONGEST_QUOTE] for label in labels[:_SHOWN])
    quoted = "What was chosen" if field.secret else f"“{value[:_LONGEST_QUOTE]}”"
    return InvalidInput(
        field.name,
        f"{quoted} is not on offer for {field.title}. It must be one of: {offered}{more}.",
        "Choose again and submit.",
    )


def _typed(value: str, json_type: str) -> Any:
    """Give a choice back in the type that it had in the schema."""
    if json_type not in {"integer", "number", "boolean"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _lines(field: Field, answer: Any) -> list[Any]:
    found = [line.strip() for line in _lines_of(answer)]
    item = field.model_copy(update={"json_type": field.item_type})
    read = _number if field.item_type in {"integer", "number"} else _plain
    return [read(item, line) for line in found if line]


def _plain(_field: Field, line: str) -> str:
    return line


def _pairs(field: Field, answer: Any) -> list[dict[str, str]] | dict[str, str]:
    pairs = []
    for number, line in enumerate(_lines_of(answer), start=1):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not colon or not name:
            raise InvalidInput(
                field.name,
                f"Line {number} has no name before a colon.",
                "Write each as “name: value”, one in each line.",
            )
        pairs.append((name, value))
    if field.json_type == "object":
        return dict(pairs)
    first, second = field.columns
    return [{first: name, second: value} for name, value in pairs]


def _json(field: Field, answer: Any) -> Any:
    return parsed(field, json_text(field, _joined(answer)))


def _lookup(field: Field, answer: Any) -> Any:
    value, label = answer if isinstance(answer, tuple) and len(answer) == 2 else (_joined(answer),) * 2  # noqa: PLR2004
    pasted = _SHEET.search(value)
    value = pasted[1] if pasted else value
    if field.json_type == "object":
        return {"value": value.strip(), "label": label.strip() or value.strip()}
    return _number(field, value) if field.json_type in {"integer", "number"} else value.strip()


def _joined(answer: Any) -> str:
    return "\n".join(answer) if isinstance(answer, tuple) else str(answer)


def _lines_of(answer: Any) -> list[str]:
    return list(answer) if isinstance(answer, tuple) else str(answer).splitlines()


_READ: dict[FieldKind, Callable[[Field, Any], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DECIMAL: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.LINES: _lines,
    FieldKind.PAIRS: _pairs,
    FieldKind.JSON: _json,
    FieldKind.LOOKUP: _lookup,
}
