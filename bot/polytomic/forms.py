"""A connection type's JSON Schema as questions for a person, and the answers as a configuration.

Polytomic's `required` is unreliable (conditions are lost in it), so a table corrects types that are known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping  # noqa: TC003 - part of the public face
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.models import Field, FieldKind, Plain
from bot.polytomic.addresses import salesforce_domain, snowflake_account
from bot.polytomic.catalogue.oauth import BY_SIGN_IN

__all__ = ["Answer", "configuration", "fields", "salesforce_domain", "signs_in", "snowflake_account"]

Answer = Plain | SecretStr | None


@dataclass(frozen=True)
class Asked:
    """Which questions a type's form has, in order; the schema's other properties keep their defaults."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


_ASKED = {
    "salesforce": Asked(required=("domain",)),
    "snowflake": Asked(required=("account", "username", "password", "dbname"), optional=("warehouse",)),
}

_CHECKS = {
    ("salesforce", "domain"): salesforce_domain,
    ("snowflake", "account"): snowflake_account,
}


class RuledField(Field):
    """A field whose type has a rule of its own for what is typed."""

    type_id: str


_NOT_ASKED = ("hidden", "readOnly", "readonly", "api_field")
_SECRET = ("sensitive", "password")
_SOUNDS_SECRET = re.compile(r"(^|_)(passw(or)?d|passphrase|secret|token|api_?key|access_key|private_key)$")
_LONG = frozenset({"file", "textarea"})
_KINDS = {
    "string": FieldKind.TEXT,
    "integer": FieldKind.NUMBER,
    "number": FieldKind.NUMBER,
    "boolean": FieldKind.TOGGLE,
}
_YES = frozenset({"true", "yes", "on", "1"})


def fields(schema: Mapping[str, Any], type_id: str) -> tuple[Field, ...]:
    """Make the questions of the type's form; lists and nested settings are left out."""
    properties = _object(schema.get("properties"))
    asked = _ASKED.get(type_id) or _asked_by(schema, properties)
    names = [name for name in (*asked.required, *asked.optional) if isinstance(properties.get(name), dict)]
    return tuple(
        _ruled(_field(name, properties[name], required=name in asked.required), type_id)
        for name in names
        if _is_askable(properties[name])
    )


def configuration(asked: Iterable[Field], values: Mapping[str, Answer]) -> dict[str, Any]:
    """Return the configuration that the values mean, with JSON's types; raises InvalidInput for a field."""
    found = {field.name: _value(field, values.get(field.name)) for field in asked}
    return {name: value for name, value in found.items() if value is not None}


def signs_in(type_id: str) -> bool:
    """Tell whether a person finishes a connection of this type by signing in, as far as the type is known."""
    return type_id in BY_SIGN_IN


def _asked_by(schema: Mapping[str, Any], properties: Mapping[str, Any]) -> Asked:
    named = schema.get("required")
    required = tuple(name for name in properties if isinstance(named, list) and name in named)
    return Asked(required, tuple(name for name in properties if name not in required))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_askable(about: Mapping[str, Any]) -> bool:
    return _type(about) in _KINDS and not any(about.get(flag) for flag in _NOT_ASKED)


def _type(about: Mapping[str, Any]) -> str:
    """Read the type; of several, as in ["string", "null"], the first that says something."""
    named = about.get("type", "string" if about.get("enum") else "")
    words = named if isinstance(named, list) else [named]
    return next((word for word in words if isinstance(word, str) and word != "null"), "")


def _field(name: str, about: Mapping[str, Any], *, required: bool) -> Field:
    choices = _choices(about)
    kind, secret = _kind(about, choices), _is_secret(name, about)
    return Field(
        name=name,
        title=str(about.get("title") or name.replace("_", " ").capitalize()).strip(),
        kind=kind,
        secret=secret,
        required=required and kind is not FieldKind.TOGGLE,  # an unticked box is an answer
        hint=_hint(about),
        example=_example(about),
        default=None if secret else _default(kind, about.get("default"), choices),
        choices=choices if kind is FieldKind.CHOICE else (),
    )


def _ruled(field: Field, type_id: str) -> Field:
    if (type_id, field.name) not in _CHECKS:
        return field
    return RuledField(type_id=type_id, **field.model_dump())


def _kind(about: Mapping[str, Any], choices: tuple[tuple[str, str], ...]) -> FieldKind:
    if choices:
        return FieldKind.CHOICE
    kind = _KINDS[_type(about)]
    is_long = kind is FieldKind.TEXT and str(about.get("widget")) in _LONG
    return FieldKind.LONG_TEXT if is_long else kind


def _is_secret(name: str, about: Mapping[str, Any]) -> bool:
    flagged = any(about.get(flag) for flag in _SECRET)
    return flagged or (_type(about) == "string" and bool(_SOUNDS_SECRET.search(name)))


def _choices(about: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Read both spellings of an enumeration: bare values, and values with labels."""
    items = about.get("enum")
    found = (_choice(item) for item in (items if isinstance(items, list) else ()) if item is not None)
    return tuple(choice for choice in found if choice[0])


def _choice(item: Any) -> tuple[str, str]:
    if not isinstance(item, dict):
        return str(item), str(item)
    value = str(item.get("value", ""))
    return value, str(item.get("label") or value)


def _hint(about: Mapping[str, Any]) -> str:
    unit = about.get("suffix")
    parts = (about.get("description"), f"In {unit}." if unit else None)
    return " ".join(str(part).strip() for part in parts if part)


def _example(about: Mapping[str, Any]) -> str:
    examples = about.get("examples")
    return str(examples[0]) if isinstance(examples, list) and examples else ""


def _default(kind: FieldKind, value: Any, choices: tuple[tuple[str, str], ...]) -> Plain | None:
    if kind is FieldKind.TOGGLE:
        return value if isinstance(value, bool) else None
    if kind is FieldKind.NUMBER:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    return value if not choices or value in dict(choices) else None


def _value(field: Field, answer: Answer) -> str | bool | int | float | None:
    if isinstance(answer, SecretStr):
        answer = answer.get_secret_value()
    if field.kind is FieldKind.TOGGLE:
        return _toggle(answer)
    text = "" if answer is None else str(answer)
    if not text.strip():
        if field.required:
            raise InvalidInput(field.name, f"{field.title} is needed.", "Fill it in and submit again.")
        return None
    if field.kind is FieldKind.NUMBER:
        return _number(field, text)
    if field.kind is FieldKind.CHOICE:
        return _chosen(field, text)
    if isinstance(field, RuledField):
        return _CHECKS[field.type_id, field.name](text, field.name)
    return text if field.secret else text.strip()  # a password may begin with a space


def _toggle(answer: Answer) -> bool | None:
    if answer is None or isinstance(answer, bool):
        return answer
    return str(answer).strip().lower() in _YES


def _number(field: Field, text: str) -> int | float:
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        if math.isfinite(number):
            return number
    raise InvalidInput(field.name, f"{field.title} must be a number, such as {field.example or 10}.")


def _chosen(field: Field, text: str) -> str:
    if text not in dict(field.choices):
        labels = ", ".join(label for _, label in field.choices)
        raise InvalidInput(field.name, f"{field.title} must be one of: {labels}.")
    return text
