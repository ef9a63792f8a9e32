"""Reads a stored configuration back into answers, to fill in a form with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.models import Field, FieldKind
from bot.polytomic.forms.properties import is_settable, json_list, json_object, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.models import Plain

_MISSING = object()
_MASKS = frozenset("*•●")


def values_of(fields: Iterable[Field], configuration: Mapping[str, Any]) -> dict[str, Plain]:
    """Return the answers that would make the configuration; secrets are left out, as are masks of them."""
    found = {field.name: _answer(field, configuration) for field in fields if not field.secret}
    return {name: answer for name, answer in found.items() if answer is not None}


def secrets_in(fields: Iterable[Field], configuration: Mapping[str, Any]) -> frozenset[str]:
    """Name the secret questions that a stored configuration answers, masked as the answers are."""
    held = (field.name for field in fields if field.secret and _at(configuration, field.path) is not _MISSING)
    return frozenset(held)


def never_asked(
    schema: Mapping[str, Any], fields: Iterable[Field], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the stored settings that no form asks for and that may be sent: not masked, not read-only."""
    asked = {field.path[0] for field in fields}
    properties = json_object(schema.get("properties"))
    return {
        name: value
        for name, value in stored.items()
        if name not in asked and not _is_mask(value) and is_settable(json_object(properties.get(name)))
    }


def _answer(field: Field, configuration: Mapping[str, Any]) -> Plain | None:
    value = _at(configuration, field.path)
    if not field.is_sent:
        return _taken(field, json_object(value))
    if value is _MISSING or value is None or _is_mask(value):
        return None
    return _plain(field, value)


def _at(configuration: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        configuration = json_object(configuration).get(part, _MISSING)
    return configuration


def _taken(field: Field, stored: Mapping[str, Any]) -> str | None:
    """Tell which of several ways the configuration takes."""
    return next((name for name, _ in field.choices if stored.get(name)), None)


def _is_mask(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and set(value) <= _MASKS


def _plain(field: Field, value: Any) -> Plain | None:
    if field.kind is FieldKind.PAIRS:
        return _pairs(field, value)
    if field.kind is FieldKind.JSON:
        return json.dumps(value, indent=2, ensure_ascii=False)
    if field.kind is FieldKind.LOOKUP and isinstance(value, dict):
        return _looked_up(value)
    if isinstance(value, list):
        several = tuple(written(one) for one in value)
        return several if field.kind is FieldKind.CHOICES else "\n".join(several) or None
    return _scalar(field, value)


def _looked_up(value: Mapping[str, Any]) -> tuple[str, str] | None:
    found, label = value.get("value"), value.get("label")
    return (written(found), written(label or found)) if found else None


def _scalar(field: Field, value: Any) -> Plain | None:
    if field.kind is FieldKind.TOGGLE:
        return value if isinstance(value, bool) else None
    if field.kind is FieldKind.CHOICE:
        return written(value)
    return value if isinstance(value, str | int | float) and value != "" else None


def _pairs(field: Field, value: Any) -> str | None:
    first, second = field.columns
    pairs = (
        list(value.items())
        if isinstance(value, dict)
        else [(json_object(one).get(first), json_object(one).get(second)) for one in json_list(value)]
    )
    return "\n".join(f"{name}: {text}" for name, text in pairs if isinstance(name, str)) or None
