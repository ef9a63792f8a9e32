"""How one property is asked for: the kind of its question, its choices and what stands there at first."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from bot.models import FieldKind, Plain
from bot.polytomic.forms import properties as of
from bot.polytomic.forms.properties import Choices, Json, json_list, json_object

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOSEN = frozenset([FieldKind.CHOICE, FieldKind.CHOICES])
LONGEST_DEFAULT = 3000  # Slack takes no more in an input

_KINDS = {
    "boolean": FieldKind.TOGGLE,
    "integer": FieldKind.NUMBER,
    "number": FieldKind.DECIMAL,
    "string": FieldKind.TEXT,
}
_LONG_WIDGETS = frozenset(["file", "textarea"])
_LONG_NAMES = re.compile(
    r"(private_key|client_key|certificate|_cert|_pem|service_account(_key)?|_config|_json)$"
)
_JSON_NAMES = re.compile(r"(^|_)(service_account(_key|_json)?|credential_config)$")
_PAIR_NAMES = frozenset(["name", "key", "header", "field", "parameter"])
_PAIR_VALUE = "value"
_TEXTS = frozenset([FieldKind.TEXT, FieldKind.LONG_TEXT])


def kind_of(about: Json, name: str) -> FieldKind:
    """Choose how to ask for a property."""
    kind = of.type_of(about)
    if of.is_looked_up(about) and kind != "array":
        return FieldKind.LOOKUP
    if kind == "array":
        return _kind_of_list(json_object(about.get("items")))
    if kind == "object":
        return _kind_of_object(about)
    if kind in {"string", "integer", "number"} and of.listed(about):
        return FieldKind.CHOICE
    if kind == "string" and _is_long(about, name):
        return FieldKind.LONG_TEXT
    return _KINDS.get(kind, FieldKind.JSON)


def _kind_of_list(items: Json) -> FieldKind:
    if columns_of(items):
        return FieldKind.PAIRS
    if not items or of.type_of(items) not in {"string", "integer", "number"}:
        return FieldKind.JSON
    return FieldKind.CHOICES if of.listed(items) else FieldKind.LINES


def _kind_of_object(about: Json) -> FieldKind:
    values = about.get("additionalProperties")
    is_map = isinstance(values, dict) and values.get("type") == "string" and not about.get("properties")
    return FieldKind.PAIRS if is_map else FieldKind.JSON


def _is_long(about: Json, name: str) -> bool:
    is_json = about.get("format") == "json"
    return is_json or str(about.get("widget")) in _LONG_WIDGETS or bool(_LONG_NAMES.search(name.lower()))


def columns_of(items: Json) -> tuple[str, str] | None:
    """Name both halves of a list of pairs; None if its items are no pairs of texts."""
    found = json_object(items.get("properties"))
    names = sorted(found, key=lambda name: name == _PAIR_VALUE)
    if len(names) != 2 or names[1] != _PAIR_VALUE or names[0].lower() not in _PAIR_NAMES:  # noqa: PLR2004 - a pair
        return None
    if any(of.type_of(json_object(one)) != "string" for one in found.values()):
        return None
    return names[0], names[1]


def choices_of(about: Json) -> Choices:
    """List what may be chosen, of a list's items as of a single value."""
    is_list = of.type_of(about) == "array"
    return of.choices_of(json_object(about.get("items")) if is_list else about)


def is_secret(kind: FieldKind, about: Json, path: tuple[str, ...]) -> bool:
    """Tell whether what is typed must never be kept; of headers and parameters nobody can tell which are."""
    if kind is FieldKind.TOGGLE:
        return False
    if kind is FieldKind.PAIRS or of.is_secret(path, about):
        return True
    if kind is FieldKind.JSON and _holds_secrets(about, path):
        return True
    return of.is_secret(path, json_object(about.get("items")))


def _holds_secrets(about: Any, path: tuple[str, ...], depth: int = 6) -> bool:
    """Look for secrets in what is asked for as a whole."""
    if not isinstance(about, dict) or depth == 0:
        return False
    if of.is_secret((*path, "-") if path[-1] == _PAIR_VALUE else path, about | {"type": "string"}):
        return True
    inner = [*json_object(about.get("properties")).items(), (path[-1], about.get("items"))]
    branches = [(path[-1], one) for key in ("allOf", "anyOf", "oneOf") for one in json_list(about.get(key))]
    return any(_holds_secrets(one, (*path, name), depth - 1) for name, one in (*inner, *branches))


def check_of(kind: FieldKind, about: Json, name: str) -> str:
    """Name the rule for what is typed, where the type alone does not tell it."""
    if kind not in _TEXTS:
        return ""
    if _JSON_NAMES.search(name.lower()):
        return "json_object"
    return "json" if about.get("format") == "json" else ""


def default_of(
    kind: FieldKind, about: Mapping[str, Any], choices: Choices, *, required: bool
) -> Plain | None:
    """Return what stands in the question at first; None for a default that could not be typed there."""
    found = about.get("default")
    if kind is FieldKind.TOGGLE:
        return found if isinstance(found, bool) else None
    if kind in {FieldKind.NUMBER, FieldKind.DECIMAL}:
        return _number(found, whole=kind is FieldKind.NUMBER)
    if kind is FieldKind.CHOICE:
        return _choice(found, choices, required=required)
    if kind is FieldKind.CHOICES:
        return tuple(one for one in _several(found) if one in dict(choices)) or None
    return _short(_words(kind, found))


def _words(kind: FieldKind, found: Any) -> str:
    """Write a default as it would be typed."""
    if kind is FieldKind.LINES:
        return "\n".join(_several(found))
    if kind is FieldKind.JSON:
        return json.dumps(found, indent=2) if isinstance(found, dict | list) and found else ""
    return found if isinstance(found, str) and kind is not FieldKind.PAIRS else ""


def _number(found: Any, *, whole: bool) -> int | float | None:
    if isinstance(found, bool) or not isinstance(found, int if whole else int | float):
        return None
    return found if math.isfinite(found) else None


def _choice(found: Any, choices: Choices, *, required: bool) -> str | None:
    value = of.written(found) if isinstance(found, str | int | float) else None
    if value in dict(choices):
        return value
    return choices[0][0] if required and len(choices) == 1 else None


def _several(found: Any) -> list[str]:
    """Read a list; one recorded schema has "[csv]" where it means "csv"."""
    scalars = [of.written(one) for one in json_list(found) if isinstance(one, str | int | float)]
    return [one.strip("[]") for one in scalars]


def _short(text: str) -> str | None:
    return text if 0 < len(text) <= LONGEST_DEFAULT else None
