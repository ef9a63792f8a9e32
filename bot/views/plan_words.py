"""How people speak of a plan: where the rows go, what is synced, how, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Discovery, Frequency, Naming, ObjectChoice
from bot.views.text import channel, count, listed, named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.models import FieldChoice, Objects, Plain, Plan, Schedule

_MODES = {"replicate": "Replicate", "snapshot": "Snapshot", "append": "Append"}
_TIMED = "at {hour:02}:{minute:02} UTC"
DISCOVERIES = {
    Discovery.ALL: ("Add all of them", "Whatever appears in the source is synced too"),
    Discovery.INCREMENTAL: ("Add those that sync incrementally", "Each run brings only what changed"),
    Discovery.NON_INCREMENTAL: ("Add those that sync as a whole", "Each run copies them anew"),
    Discovery.NONE: ("Add none", "Only what is chosen now is synced"),
}
NAMINGS = {
    Naming.ENABLED: ("Normalized", "Lower case and underscores: My Object becomes my_object"),
    Naming.DISABLED: ("As in the source", "Names stay as they are"),
    Naming.LEGACY: ("As older Polytomic syncs do", "For tables that an older sync has made"),
}


def object_words(objects: Objects, chosen_fields: Mapping[str, FieldChoice] | None = None) -> str:
    """Say which objects are synced, and in how many of them not simply all fields."""
    if objects.choice is ObjectChoice.LATER or (objects.choice is ObjectChoice.NAMED and not objects.names):
        return "You pick them after the sign-in"
    is_all = objects.choice is ObjectChoice.ALL
    said = "All objects" if is_all else f"{count(len(objects.names), 'object')}: {listed(objects.names)}"
    within = [
        choice
        for name, choice in (chosen_fields or {}).items()
        if (choice.fields or choice.obfuscated) and (is_all or name in objects.names)
    ]
    return f"{said} ({_fields(within)})" if within else said


def _fields(choices: list[FieldChoice]) -> str:
    some = sum(1 for choice in choices if choice.fields)
    hidden = sum(len(choice.obfuscated) for choice in choices)
    parts = (
        f"{some:,} with chosen fields" if some else "",
        f"{count(hidden, 'field')} obfuscated" if hidden else "",
    )
    return ", ".join(part for part in parts if part)


def field_words(choice: FieldChoice) -> str:
    """Say which fields of one object are synced: "5 of 20 fields, 1 obfuscated"."""
    number = len(choice.fields) or choice.total
    which = f"{number:,} of {count(choice.total, 'field')}" if choice.fields else "all fields"
    hidden = len(choice.obfuscated)
    return f"{which}, {hidden:,} obfuscated" if hidden else which


def schedule_words(schedule: Schedule) -> str:
    """Say when a sync runs."""
    time = _TIMED.format(hour=schedule.hour or 0, minute=schedule.minute or 0)
    return {
        Frequency.MANUAL: "Only when someone runs it",
        Frequency.CONTINUOUS: "Continuously",
        Frequency.HOURLY: f"Every hour, {_past(schedule.minute or 0)}",
        Frequency.DAILY: f"Every day {time}",
        Frequency.WEEKLY: f"Every {(schedule.weekday or 'week').capitalize()} {time}",
    }[schedule.frequency]


def mode_words(mode: str) -> str:
    """Write a mode as Polytomic's own pages do."""
    return _MODES.get(mode) or named(mode.capitalize(), 40)


def place_words(settings: Mapping[str, Plain]) -> str:
    """Say where in the destination the rows go: "schema X", "dataset X", "folder X as CSV"."""
    schema, dataset, folder = (_text(settings, name) for name in ("schema", "dataset", "subfolder"))
    written = _text(settings, "format")
    parts = (
        f"schema {named(schema)}" if schema else "",
        f"dataset {named(dataset)}" if dataset else "",
        f"folder {named(folder)}" if folder else "",
    )
    place = ", ".join(part for part in parts if part)
    how = f"as {named(_FORMATS.get(written, written), 40)}" if written else ""
    return f"{place} {how}".strip()


_FORMATS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}
PLACES = frozenset({"schema", "dataset", "subfolder", "format"})


def plan_words(plan: Plan) -> list[str]:
    """Sum up a plan in short phrases."""
    place = place_words(plan.settings)
    return [
        object_words(plan.objects),
        f"{'' if place.startswith('as ') else 'into '}{place}" if place else "",
        f"mode {mode_words(plan.mode)}",
        schedule_words(plan.schedule),
        f"announced in {channel(plan.channel_id)}",
    ]


def _text(settings: Mapping[str, Plain], name: str) -> str:
    return str(settings.get(name, "")).strip()


def _past(minute: int) -> str:
    return f"{count(minute, 'minute')} past" if minute else "on the hour"
