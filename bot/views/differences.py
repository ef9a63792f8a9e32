"""What differs between a bulk sync as it was and as it is, or is to be, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.sync_words import any_schedule_words
from bot.views.text import bold, count, listed, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.models import Field, Plain, SyncFacts

ARROW = "→"


def difference_lines(before: SyncFacts, after: SyncFacts, fields: Iterable[Field]) -> list[str]:
    """Write "*What* before → after", a line for each difference."""
    lines = []
    if before.name != after.name:
        lines.append(f"*Name*: {named(before.name)} {ARROW} {bold(after.name)}")
    lines += _object_lines(before.objects, after.objects)
    if (before.schedule, before.frequency) != (after.schedule, after.frequency):
        old, new = (any_schedule_words(one.schedule, one.frequency) for one in (before, after))
        lines.append(f"*Schedule*: {old} {ARROW} *{new}*")
    return lines + _setting_lines(before, after, fields)


def _object_lines(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    old, new = set(before), set(after)
    added = tuple(name for name in after if name not in old)
    removed = tuple(name for name in before if name not in new)
    if not added and not removed:
        return []
    parts = [
        f"{verb} {count(len(names), 'object')}: {listed(names)}"
        for verb, names in (("adds", added), ("takes out", removed))
        if names
    ]
    return [f"*Objects*: {len(before):,} {ARROW} *{len(after):,}*; {'; '.join(parts)}"]


def _setting_lines(before: SyncFacts, after: SyncFacts, fields: Iterable[Field]) -> list[str]:
    lines = []
    for field in fields:
        old, new = before.settings.get(field.name), after.settings.get(field.name)
        if old != new:
            label = named(field.title or field.name, 60)
            lines.append(f"*{label}*: {_value(field, old)} {ARROW} *{_value(field, new)}*")
    return lines


def _value(field: Field, value: Plain | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return "(empty)"
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return named(dict(field.choices).get(text) or text)
