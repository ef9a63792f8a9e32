"""The properties of one object of a JSON Schema, with the conditions that the schema itself sets.

Read are `allOf`, `if`/`then`/`else`, `dependentSchemas`, `dependentRequired`, `dependencies`, and those
branches of `oneOf` and `anyOf` that a constant or an enumeration tells apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.models import Rule
from bot.polytomic.forms.properties import (
    Json,
    json_list,
    json_object,
    listed,
    resolved,
    type_of,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

When = tuple[Rule, ...] | None
"""Rules that must all hold; None: a condition that no form can follow."""

_DEEPEST = 6


@dataclass
class Level:
    """The properties of one object, in order."""

    root: Mapping[str, Any]
    properties: dict[str, Json] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    conditions: dict[str, list[tuple[When, bool]]] = field(default_factory=dict)  # name -> (when, required)

    def values(self, name: str) -> tuple[str | bool, ...]:
        """List what a property may be, as far as that is known."""
        about = self.properties.get(name, {})
        if type_of(about) == "boolean":
            return (True, False)
        return tuple(written(value) for value, _ in listed(about))


def level_of(about: Mapping[str, Any], root: Mapping[str, Any]) -> Level:
    """Read an object's properties."""
    level = Level(root)
    _gather(level, about, (), _DEEPEST)
    return level


def _gather(level: Level, about: Mapping[str, Any], when: When, depth: int) -> None:
    if depth == 0:
        return
    if isinstance(about.get("$ref"), str):
        about = resolved({"properties": {}, **about}, level.root)
    for name, one in json_object(about.get("properties")).items():
        _declare(level, name, resolved(one, level.root) if isinstance(one, dict) else None, when)
    _require(level, _names(about.get("required")), when)
    for branch in json_list(about.get("allOf")):
        _gather(level, json_object(branch), when, depth - 1)
    _choose(level, about, when, depth)
    _depend(level, about, when, depth)
    for key in ("oneOf", "anyOf"):
        _branch(level, [one for one in json_list(about.get(key)) if isinstance(one, dict)], when, depth)


def _declare(level: Level, name: str, about: Json | None, when: When) -> None:
    if about is None:
        return
    if name in level.properties:
        level.properties[name] = about | level.properties[name]  # what was said first counts
        return
    level.properties[name] = about
    if when != ():
        level.conditions.setdefault(name, []).append((when, False))


def _require(level: Level, names: Iterable[str], when: When) -> None:
    for name in names:
        if when == ():
            level.required.add(name)
        elif when is not None:
            level.conditions.setdefault(name, []).append((when, True))


def _names(found: Any) -> list[str]:
    return [name for name in json_list(found) if isinstance(name, str)]


def _choose(level: Level, about: Mapping[str, Any], when: When, depth: int) -> None:
    if not isinstance(about.get("if"), dict):
        return
    condition = _condition(about["if"])
    then, otherwise = json_object(about.get("then")), json_object(about.get("else"))
    _gather(level, then, _both(when, condition), depth - 1)
    _gather(level, otherwise, _both(when, _opposite(level, condition)), depth - 1)


def _depend(level: Level, about: Mapping[str, Any], when: When, depth: int) -> None:
    for key in ("dependentSchemas", "dependencies", "dependentRequired"):
        for name, then in json_object(about.get(key)).items():
            branch = {"required": then} if isinstance(then, list) else json_object(then)
            _gather(level, branch, _both(when, _answered(level, name)), depth - 1)


def _branch(level: Level, branches: list[Json], when: When, depth: int) -> None:
    conditions = [_condition(one) for one in branches]
    for branch, condition in zip(branches, conditions, strict=True):
        for rule in condition or ():
            _offer(level, rule)
        mine = {rule.field for rule in condition or ()}
        inner = json_object(branch.get("properties"))
        rest = {name: one for name, one in inner.items() if name not in mine}
        required = [name for name in _names(branch.get("required")) if name not in mine]
        clean = branch | {"properties": rest, "required": required}
        _gather(level, clean, _both(when, condition), depth - 1)


def _offer(level: Level, rule: Rule) -> None:
    """Make a property that only the branches name a choice of what they name."""
    about = level.properties.setdefault(rule.field, {})
    if "type" not in about and not any(isinstance(value, bool) for value in rule.values):
        known = [value for value, _ in listed(about)]
        about = about | {"enum": [*known, *(value for value in rule.values if value not in known)]}
        level.properties[rule.field] = about


def _condition(about: Mapping[str, Any]) -> When:
    """Read `{"properties": {"mode": {"const": "a"}}}` and the like; None if it says anything else."""
    rules = []
    for name, one in json_object(about.get("properties")).items():
        values = _constants(json_object(one))
        if values:
            rules.append(Rule(field=name, values=values))
    return tuple(rules) or None


def _constants(about: Mapping[str, Any]) -> tuple[str | bool, ...]:
    found = [about["const"]] if "const" in about else [value for value, _ in listed(about)]
    fitting = (value for value in found if isinstance(value, str | int | float))
    return tuple(value if isinstance(value, bool) else written(value) for value in fitting)


def _opposite(level: Level, condition: When) -> When:
    if condition is None or len(condition) != 1:
        return None
    (rule,) = condition
    others = tuple(value for value in level.values(rule.field) if value not in rule.values)
    return (Rule(field=rule.field, values=others),) if others else None


def _answered(level: Level, name: str) -> When:
    values = level.values(name)
    given = (True,) if True in values else values
    return (Rule(field=name, values=given),) if given else None


def _both(one: When, other: When) -> When:
    return None if one is None or other is None else (*one, *other)
