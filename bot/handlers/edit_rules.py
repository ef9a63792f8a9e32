"""What an edit comes to: which objects it means, what it changes, and what else is different."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.errors import InvalidInput
from bot.handlers.nearest import real_names
from bot.handlers.plans import unknown_objects
from bot.handlers.readings import Reading
from bot.models import Edit, Meanwhile, SyncFacts, fits
from bot.polytomic import NameTaken, PolytomicError, SyncChange
from bot.polytomic.forms import field_named

_SCHEDULES = ("schedule", "default_schedule")
_TARGET = "destination_configuration"
_WORDS = {
    "active": "whether it is active",
    "automatically_add_new_fields": "new fields of the objects",
    "automatically_add_new_objects": "new objects of the source",
    "default_schedule": "the schedule",
    _TARGET: "other settings of the destination",
    "destination_connection_id": "the destination itself",
    "name": "the name",
    "normalize_names": "the names of tables and columns",
    "source_configuration": "settings of the source",
    "source_connection_id": "the source itself",
}


def checked(edit: Edit, now: Reading) -> Edit:
    """Spell the objects as the source does; raises InvalidInput for those that are not there."""
    known = now.whole.known
    added = _real("objects", edit.added, known)
    removed = _real("unpicked", edit.removed, known)
    for field, terms in (("objects", edit.added_matching), ("unpicked", edit.removed_matching)):
        lost = [typed for typed in terms if not any(fits(name, typed) for name in known)]
        if lost:
            raise InvalidInput(field, f"No object matches “{lost[0]}”.", "Take it out, or choose another.")
    edit = edit.model_copy(update={"added": added, "removed": removed})
    if not edit.objects(now.whole.enabled, known):
        raise InvalidInput(
            "unpicked",
            "Nothing would be left to sync.",
            "A sync needs at least one object. Keep one, or pause it.",
        )
    return edit


def _real(field: str, names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    found, unknown = real_names(names, known)
    if unknown:
        raise InvalidInput(field, unknown_objects(unknown), "Take it out, or choose another.")
    return tuple(found)


def wanted(now: Reading, edit: Edit) -> SyncFacts:
    """Return what a bulk sync is to be like with an edit."""
    facts = now.facts
    is_scheduled = edit.schedule is not None
    return facts.model_copy(
        update={
            "name": facts.name if edit.name is None else edit.name,
            "schedule": edit.schedule if is_scheduled else facts.schedule,
            "frequency": "" if is_scheduled else facts.frequency,
            "settings": facts.settings | {k: v for k, v in edit.settings.items() if k in facts.settings},
            "objects": edit.objects(facts.objects, now.whole.known),
        }
    )


def change_of(now: SyncFacts, after: SyncFacts) -> SyncChange:
    """Return what has to be written, but for the objects."""
    return SyncChange(
        name=after.name if after.name != now.name else None,
        schedule=after.schedule if after.schedule != now.schedule else None,
        settings={name: value for name, value in after.settings.items() if value != now.settings[name]},
    )


def switched(now: SyncFacts, after: SyncFacts) -> dict[str, bool]:
    """Return which objects have to be switched on or off."""
    off = dict.fromkeys((name for name in now.objects if name not in set(after.objects)), False)
    return off | dict.fromkeys((name for name in after.objects if name not in set(now.objects)), True)


def meanwhile(before: Reading | None, now: Reading, edit: Edit) -> Meanwhile | None:
    """Tell what somebody else has changed; None if it is nothing but what the edit wants as well."""
    by, at = now.whole.saved_by, now.whole.saved_at
    if before is None:
        return Meanwhile(now=now.facts, by=by, at=at)
    others = _others(before, now)
    old = _agreed(before.facts, now.facts, wanted(before, edit))
    if not others and old == now.facts:
        return None
    return Meanwhile(before=old, now=now.facts, others=others, by=by, at=at)


def surprises(now: Reading, after: SyncFacts, later: Reading) -> tuple[str, ...]:
    """Name what is different after a save although nobody here has changed it."""
    allowed = {
        "name" if after.name != now.facts.name else "",
        *(_SCHEDULES if after.schedule != now.facts.schedule else ()),
        _TARGET if after.settings != now.facts.settings else "",
    }
    found = {name for name in later.whole.differing(now.whole) if name not in allowed}
    aspects = {
        "name": later.facts.name != after.name,
        "schedule": (later.facts.schedule, later.facts.frequency) != (after.schedule, after.frequency),
        "objects": set(later.facts.objects) != set(after.objects),
        _TARGET: later.facts.settings != after.settings or _lost(now, later),
    }
    found |= {name for name, differs in aspects.items() if differs}
    return in_words(found - {"default_schedule"} if "schedule" in found else found)


def in_words(names: Iterable[str]) -> tuple[str, ...]:
    """Say what Polytomic's own words mean, as far as it is known."""
    return tuple(sorted(_WORDS.get(name, f"the {name.replace('_', ' ')}") for name in names))


def changed_words(now: Reading, after: SyncFacts) -> list[str]:
    """Name what an edit has changed."""
    change = change_of(now.facts, after)
    titles = {field.name: field.title for field in now.fields}
    return [
        *(["name"] if change.name is not None else []),
        *(["objects"] if switched(now.facts, after) else []),
        *(["schedule"] if change.schedule is not None else []),
        *(titles.get(name, name) for name in change.settings),
    ]


def field_of(error: Exception, now: Reading) -> str | None:
    """Find the question that an error is about."""
    if isinstance(error, InvalidInput):
        return error.field
    if isinstance(error, NameTaken):
        return "name"
    return _refused_field(error, now) if isinstance(error, PolytomicError) else None


def _refused_field(error: PolytomicError, now: Reading) -> str | None:
    said = error.api_message.replace(f"{_TARGET}.", "")
    words = said.casefold()
    if "unknown schema" in words:
        return "objects"
    found = field_named(said, now.fields) if said else None
    return found or ("schedule" if "schedule" in words else None)


def _others(before: Reading, now: Reading) -> tuple[str, ...]:
    """Name the differences that no form shows."""
    found = set(now.whole.differing(before.whole)) - {"name"}
    if (before.facts.schedule, before.facts.frequency) != (now.facts.schedule, now.facts.frequency):
        found -= set(_SCHEDULES)
    if not _lost(before, now):
        found.discard(_TARGET)
    return in_words(found)


def _agreed(before: SyncFacts, now: SyncFacts, mine: SyncFacts) -> SyncFacts:
    """Take for given what both have come to, so that only what differs from the edit is told."""
    settings = {
        name: now.settings.get(name) if now.settings.get(name) == mine.settings.get(name) else value
        for name, value in before.settings.items()
    }
    is_same_schedule = (now.schedule, now.frequency) == (mine.schedule, mine.frequency)
    return before.model_copy(
        update={
            "name": now.name if now.name == mine.name else before.name,
            "schedule": now.schedule if is_same_schedule else before.schedule,
            "frequency": now.frequency if is_same_schedule else before.frequency,
            "settings": settings,
            "objects": now.objects if set(now.objects) == set(mine.objects) else before.objects,
        }
    )


def _lost(before: Reading, now: Reading) -> bool:
    """Tell whether a setting of the destination that no form shows is not what it was."""
    shown = {field.name for field in before.fields}
    old, new = (_flat(one.whole.sync.destination_configuration) for one in (before, now))
    return any(new.get(name) != value for name, value in old.items() if name not in shown)


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in settings.items():
        found |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found
