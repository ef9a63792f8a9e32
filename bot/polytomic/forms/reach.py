"""Sees to it that every question can be reached, and that those which rule others are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.models import MAX_LISTED, Field, FieldKind, Rule
from bot.polytomic.forms.properties import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def reachable(found: Iterable[Field], never_asked: Mapping[str, Any]) -> tuple[Field, ...]:
    """Settle the rules that need no answer; `never_asked` holds the defaults of settings that no form has."""
    fields = {field.name: field for field in found}
    unasked = dict(never_asked)
    while True:
        settled = {name: _settled(field, fields, unasked) for name, field in fields.items()}
        gone = [name for name, field in settled.items() if field is None]
        fields = {name: field for name, field in settled.items() if field is not None}
        if not gone:
            break
        unasked |= dict.fromkeys(gone)
    acyclic = [_without_circles(field, fields) for field in fields.values()]
    ruling = {rule.field for field in acyclic for rule in field.rules}
    return tuple(field.model_copy(update={"is_ruling": field.name in ruling}) for field in acyclic)


def _settled(field: Field, fields: Mapping[str, Field], unasked: Mapping[str, Any]) -> Field | None:
    """Drop the rules that hold anyway or can never hold; None if nobody could ever be asked."""
    rules: dict[str, Rule] = {}
    for rule in field.rules:
        if rule.field in fields:
            if not _can_hold(rule, fields[rule.field]):
                continue
            known = rules.get(rule.field, rule)
            both = tuple(value for value in rule.values if value in known.values)
            rules[rule.field] = rule.model_copy(update={"values": both or known.values})
        elif rule.field in unasked and not _holds(rule, unasked[rule.field]):
            return None
    return field.model_copy(update={"rules": tuple(rules.values())})


def _can_hold(rule: Rule, ruling: Field) -> bool:
    if ruling.secret:
        return False  # its answer is not kept, so that nothing could be drawn by it
    if ruling.kind is FieldKind.TOGGLE:
        return any(isinstance(value, bool) for value in rule.values)
    if ruling.kind is FieldKind.CHOICE:
        is_listed = len(ruling.choices) <= MAX_LISTED  # of more, the choice is not told before it is sent
        return is_listed and any(value in dict(ruling.choices) for value in rule.values)
    return False


def _holds(rule: Rule, default: Any) -> bool:
    if any(isinstance(value, bool) for value in rule.values):
        return bool(default) in rule.values
    return isinstance(default, str | int | float) and written(default) in rule.values


def _without_circles(field: Field, fields: Mapping[str, Field]) -> Field:
    rules = tuple(rule for rule in field.rules if not _leads_to(rule.field, field.name, fields, set()))
    return field.model_copy(update={"rules": rules})


def _leads_to(start: str, goal: str, fields: Mapping[str, Field], seen: set[str]) -> bool:
    if start == goal:
        return True
    if start in seen:
        return False
    seen.add(start)
    return any(_leads_to(rule.field, goal, fields, seen) for rule in fields[start].rules)
