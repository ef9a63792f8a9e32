"""A destination's settings, from what Polytomic says of it: its own kind of form, or a JSON Schema.

What the answer does not tell, or tells in no form that is known, comes from the documented shapes.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.models import Field, FieldKind, Plain
from bot.polytomic.known_targets import KNOWN, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEEPEST = 3  # settings within settings
MOST_ASKED = 40  # Slack shows 100 blocks, and the form asks for more than these
MOST_CHOICES = 100  # in one select
LONGEST_NAME = 200  # a block_id has at most 255 characters
LONGEST_VALUE = 255  # of a text that is typed on one line
_KINDS = {
    "boolean": FieldKind.TOGGLE,
    "integer": FieldKind.NUMBER,
    "number": FieldKind.DECIMAL,
    "string": FieldKind.TEXT,
}
_MASKED = re.compile(r"\*+")
Json = dict[str, Any]


class _Entry(NamedTuple):
    name: str
    said: Json
    required: bool


def fields(configuration: Any, type_id: str) -> tuple[Field, ...]:
    """Turn `BulkDestination.configuration` into questions; those known of the type if it makes no sense."""
    if not isinstance(configuration, dict):
        return known(type_id)
    definitions = _dict(configuration.get("definitions")) | _dict(configuration.get("$defs"))
    entries = _flat("", _resolved(configuration, definitions), definitions, DEEPEST)
    asked = {entry.name: _field(entry) for entry in entries}
    return tuple(sorted(asked.values(), key=_place)[:MOST_ASKED]) or known(type_id)


def configuration(settings: Mapping[str, Plain]) -> Json:
    """Nest settings by their dotted names, as `destination_configuration` wants them."""
    nested: Json = {}
    for name, value in settings.items():
        *outer, last = name.split(".")
        inside = nested
        for part in outer:
            inside = inside.setdefault(part, {})
        inside[last] = list(value) if isinstance(value, tuple) else value
    return nested


def chosen(asked: Iterable[Field], settings: Mapping[str, Plain]) -> dict[str, Plain]:
    """Keep what has to be sent: no empty answer, no advanced one that was left at its default."""
    kept: dict[str, Plain] = {}
    for field in asked:
        value = settings.get(field.name, "")
        is_left = field.is_advanced and value == (False if field.default is None else field.default)
        if value != "" and not is_left:
            kept[field.name] = value
    return kept


def stated(stored: Json, asked: Iterable[Field]) -> dict[str, Plain]:
    """Tell what a sync's `destination_configuration` says of the questions that a form can show.

    A question is left out, and its value has to stay as it is, where that is masked or no form can hold it.
    """
    found = ((field, _at(stored, field.name)) for field in asked)
    return {field.name: _shown(field, value) for field, value in found if _can_show(field, value)}


def restated(stored: Json, changes: Mapping[str, Plain]) -> Json:
    """Change some settings of a `destination_configuration`; an empty one is taken out, the rest stays."""
    changed = deepcopy(stored)
    for name, value in changes.items():
        *outer, last = name.split(".")
        inside = changed
        for part in outer:
            if not isinstance(inside.get(part), dict):
                inside[part] = {}
            inside = inside[part]
        inside[last] = value
        if value == "":
            del inside[last]
    return changed


def _at(stored: Json, name: str) -> Any:
    found: Any = stored
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _shown(field: Field, value: Any) -> Plain:
    """Return what a form shows for a value; what is not set is shown as its default."""
    if value is not None:
        return value  # type: ignore[no-any-return]  # `_can_show` has looked at it
    return "" if field.default is None else field.default


def _can_show(field: Field, value: Any) -> bool:
    if value is None or field.kind is FieldKind.TOGGLE:
        return value is None or isinstance(value, bool)
    if field.kind in {FieldKind.NUMBER, FieldKind.DECIMAL}:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE or _MASKED.fullmatch(value):
        return False
    return field.kind is not FieldKind.CHOICE or not value or value in dict(field.choices)


def _flat(prefix: str, said: Json, definitions: Json, deepest: int) -> Iterable[_Entry]:
    """List the settings of a form, dotted where they are nested."""
    inner = said.get("properties", said if not prefix and "$schema" not in said else None)
    required = said.get("required")
    named = set(map(str, required)) if isinstance(required, list) else set()
    for name, entry in _dict(inner).items():
        found = _resolved(entry, definitions)
        if not _can_be_asked(prefix, name) or not isinstance(entry, dict):
            continue
        within = _within(found)
        if within and deepest > 1:
            yield from _flat(f"{prefix}{name}.", {"properties": within}, definitions, deepest - 1)
        elif not within and found.get("type") not in ("array", "object"):
            yield _Entry(f"{prefix}{name}", found, name in named or found.get("required") is True)


def _within(said: Json) -> Json:
    """Return the settings inside one; Polytomic's own form calls them `items`."""
    inside = _dict(said.get("properties")) or _dict(said.get("items"))
    return {} if said.get("type") == "array" else inside


def _can_be_asked(prefix: str, name: Any) -> bool:
    whole = f"{prefix}{name}"
    return isinstance(name, str) and bool(name) and "." not in name and len(whole) <= LONGEST_NAME


def _resolved(said: Any, definitions: Json) -> Json:
    """Follow `$ref` into the definitions, each at most once."""
    seen: set[str] = set()
    while isinstance(said, dict) and isinstance(said.get("$ref"), str) and said["$ref"] not in seen:
        seen.add(said["$ref"])
        said = definitions.get(said["$ref"].rpartition("/")[2])
    return _dict(said)


def _field(entry: _Entry) -> Field:
    """Make one question; what is documented keeps its words, the answer tells the rest."""
    usual = KNOWN.get(entry.name)
    choices = _choices(entry.said)
    kind = FieldKind.CHOICE if choices else usual.kind if usual else _kind(entry.said)
    default = _default(entry.said, kind)
    if usual:
        return usual.model_copy(
            update={
                "kind": kind,
                "choices": choices or (usual.choices if kind is FieldKind.CHOICE else ()),
                "required": usual.required or (entry.required and kind is not FieldKind.TOGGLE),
                "default": usual.default if default in {None, ""} else default,
            }
        )
    return Field(
        name=entry.name,
        title=_text(entry.said, "title", "label") or entry.name,
        kind=kind,
        required=entry.required and kind is not FieldKind.TOGGLE,
        hint=_text(entry.said, "description"),
        default=default,
        choices=choices,
        is_advanced=not entry.required,
    )


def _kind(said: Json) -> FieldKind:
    kind = said.get("type")
    if isinstance(kind, str) and kind in _KINDS:
        return _KINDS[kind]
    default = said.get("default")
    if isinstance(default, bool):
        return FieldKind.TOGGLE
    return FieldKind.NUMBER if isinstance(default, int) else FieldKind.TEXT


def _default(said: Json, kind: FieldKind) -> Plain | None:
    default = said.get("default")
    if kind is FieldKind.TOGGLE:
        return default is True
    if isinstance(default, bool) or not isinstance(default, str | int | float):
        return None
    if kind in {FieldKind.NUMBER, FieldKind.DECIMAL}:
        return None if isinstance(default, str) else default
    return str(default)


def _choices(said: Json) -> tuple[tuple[str, str], ...]:
    """Read an enum of texts, or of {value, label}."""
    found: dict[str, str] = {}
    listed = said.get("enum")
    for one in listed if isinstance(listed, list) else []:
        value = one.get("value") if isinstance(one, dict) else one
        if isinstance(value, str) and value:
            found[value] = (_text(one, "label") if isinstance(one, dict) else "") or value
    return tuple(found.items())[:MOST_CHOICES]


def _text(said: Json, *names: str) -> str:
    found = (said.get(name) for name in names)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _place(field: Field) -> tuple[bool, int]:
    """Put what is documented first, in its order, and what is advanced last."""
    names = list(KNOWN)
    return field.is_advanced, names.index(field.name) if field.name in KNOWN else len(names)
