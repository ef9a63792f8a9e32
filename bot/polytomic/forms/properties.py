"""One property of a JSON Schema, whatever stands there: its type, words, choices and default."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]
Choices = tuple[tuple[str, str], ...]

_DEEPEST = 8  # references and alternatives that are followed; a schema may refer to itself
_NOT_ASKED = ("hidden", "readOnly", "readonly", "api_field")
_LOOKED_UP = ("completions", "hierarchyCompletion")
_SECRET = ("sensitive", "password")
_SOUNDS_SECRET = re.compile(
    r"(^|_)(passw(or)?d|passphrase|pwd|secret|token|credentials?|service_account|pat|key|pem|dsn"
    r"|connection_(string|uri|url)|(apikey|secretkey|privatekey|accesskey))$"
)
_NO_SECRET_KEY = re.compile(r"(^|_)(public|primary|foreign|partition|sort|object|project|index)_key$")


def json_object(value: Any) -> Json:
    """Return an object as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def json_list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []


def resolved(about: Any, root: Mapping[str, Any]) -> Json:
    """Follow `$ref` inside the schema, and fold a property's alternatives into what a form can ask."""
    return _resolved(json_object(about), root, _DEEPEST)


def _resolved(about: Json, root: Mapping[str, Any], depth: int) -> Json:
    if depth == 0:
        return {}
    if isinstance(about.get("$ref"), str):
        target = json_object(_referred(root, about["$ref"]))
        rest = {key: value for key, value in about.items() if key != "$ref"}
        return _resolved(target | rest, root, depth - 1)
    if is_object(about):
        return about
    for key in ("allOf", "anyOf", "oneOf"):
        branches = [_resolved(one, root, depth - 1) for one in json_list(about.get(key)) if _is_said(one)]
        if branches:
            rest = {name: value for name, value in about.items() if name != key}
            about = _folded(branches, every=key == "allOf") | rest
    return about


def _is_said(branch: Any) -> bool:
    return isinstance(branch, dict) and branch.get("type") != "null"


def _folded(branches: list[Json], *, every: bool) -> Json:
    if every:
        return {key: value for branch in branches for key, value in branch.items()}
    if all("const" in branch for branch in branches):
        return {"enum": [{"value": one["const"], "label": one.get("title")} for one in branches]}
    return branches[0]


def _referred(root: Mapping[str, Any], pointer: str) -> Any:
    found: Any = root
    for part in pointer.removeprefix("#").split("/")[1:]:
        found = json_object(found).get(part.replace("~1", "/").replace("~0", "~"))
    return found if pointer.startswith("#") and found is not root else None


def type_of(about: Mapping[str, Any]) -> str:
    """Read the type; of several, as in ["string", "null"], the first that says something."""
    named = about.get("type")
    words = named if isinstance(named, list) else [named]
    said = next((word for word in words if isinstance(word, str) and word != "null"), "")
    return said or _type_by_shape(about)


def _type_by_shape(about: Mapping[str, Any]) -> str:
    for key, kind in (("properties", "object"), ("items", "array")):
        if isinstance(about.get(key), dict):
            return kind
    values = [value for value, _ in listed(about)]
    kinds = {_type_of_value(value) for value in (values or [about.get("const", about.get("default"))])}
    return kinds.pop() if len(kinds) == 1 else "string"


def _type_of_value(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "string")


def is_object(about: Mapping[str, Any]) -> bool:
    """Tell whether the property has properties of its own."""
    branches = [one for key in ("allOf", "anyOf", "oneOf") for one in json_list(about.get(key))]
    return any(isinstance(json_object(one).get("properties"), dict) for one in (about, *branches))


def is_asked(about: Mapping[str, Any]) -> bool:
    """Tell whether a person may be asked: neither internal, nor shown only, nor meant for programs."""
    return not any(about.get(flag) for flag in _NOT_ASKED)


def is_settable(about: Mapping[str, Any]) -> bool:
    """Tell whether a property may be sent, asked for or not."""
    return bool(about) and not (about.get("readOnly") or about.get("readonly"))


def is_looked_up(about: Mapping[str, Any]) -> bool:
    """Tell whether Polytomic knows which values there are."""
    return any(about.get(flag) for flag in _LOOKED_UP)


def is_secret(path: tuple[str, ...], about: Mapping[str, Any]) -> bool:
    """Tell whether what is typed must never be kept; a flag that Polytomic forgot makes no secret public."""
    if any(about.get(flag) for flag in _SECRET):
        return True
    if type_of(about) != "string" or listed(about):
        return False
    is_half_of_a_pair = len(path) > 1 and path[-1] == "value"  # {name, value}: a header, a parameter
    return is_half_of_a_pair or _sounds_secret(path[-1]) or _sounds_secret(str(about.get("title") or ""))


def _sounds_secret(words: str) -> bool:
    snake = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words).lower()).strip("_")
    return bool(_SOUNDS_SECRET.search(snake)) and not _NO_SECRET_KEY.search(snake)


def title_of(name: str, about: Mapping[str, Any]) -> str:
    """Name a property for people."""
    title = about.get("title")
    given = " ".join(title.split()) if isinstance(title, str) else ""
    return given or " ".join(name.replace("_", " ").split()).capitalize()


def hint_of(about: Mapping[str, Any]) -> str:
    """Say what helps to answer, with the unit."""
    unit, description = about.get("suffix"), about.get("description")
    parts = (description, f"In {unit}." if isinstance(unit, str) and unit else None)
    return " ".join(part.strip() for part in parts if isinstance(part, str))


def example_of(about: Mapping[str, Any]) -> str:
    """Give the first example that can be shown."""
    examples = json_list(about.get("examples"))
    return written(examples[0]) if examples and not isinstance(examples[0], list | dict) else ""


def written(value: Any) -> str:
    """Write a scalar as a person would type it, in JSON's spelling."""
    return value if isinstance(value, str) else json.dumps(value)


def listed(about: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Read both spellings of an enumeration: bare values, and values with labels."""
    items = json_list(about.get("enum")) or ([about["const"]] if "const" in about else [])
    found = [_choice(item) for item in items]
    return [(value, label or written(value)) for value, label in found if _is_choosable(value)]


def _choice(item: Any) -> tuple[Any, str]:
    if not isinstance(item, dict):
        return item, ""
    label = item.get("label")
    return item.get("value"), label.strip() if isinstance(label, str) else ""


def _is_choosable(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else isinstance(value, int | float)


def choices_of(about: Mapping[str, Any]) -> Choices:
    """List (value, label); of two that are written the same the first counts."""
    found: dict[str, str] = {}
    for value, label in listed(about):
        found.setdefault(written(value), label)
    return tuple(found.items())
