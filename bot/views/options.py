"""Options for the selects that ask the bot while a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import Option, OptionGroup

from bot.views.blocks import MAX_OPTION_VALUE, MAX_OPTIONS, option
from bot.views.text import length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.models import Existing, Field

OptionGroups = list[OptionGroup]
CONNECTION = "connection"
NEW = "new"


def end_options(existing: Sequence[Existing], types: Sequence[tuple[str, str]], typed: str) -> OptionGroups:
    """Offer connections ("connection:<id>") and types of new ones ("new:<type>") that fit what was typed."""
    found = _best(
        ((f"{one.name} {one.type_name} {one.type}", existing_option(one)) for one in existing), typed
    )
    new = _best(
        ((f"{name} {type_id} new connection", type_option(type_id, name)) for type_id, name in types), typed
    )
    half = MAX_OPTIONS // 2  # neither group may push the other out
    found = found[: max(half, MAX_OPTIONS - len(new))]
    groups = (("Connections", found), ("New connection", new[: MAX_OPTIONS - len(found)]))
    return [OptionGroup(label=label, options=options) for label, options in groups if options]


def type_options(types: Sequence[tuple[str, str]], typed: str) -> list[Option]:
    """Offer types of new connections ("new:<type>") that fit what was typed, best first."""
    return _best(((f"{name} {type_id}", type_option(type_id, name)) for type_id, name in types), typed)[
        :MAX_OPTIONS
    ]


def object_options(names: Sequence[str], typed: str) -> list[Option]:
    """Offer the objects that fit what was typed, best first; names too long for Slack are left out."""
    fitting = (name for name in names if is_pickable(name))
    return _best(((name, object_option(name)) for name in fitting), typed)[:MAX_OPTIONS]


def existing_option(existing: Existing) -> Option:
    """Offer a connection that exists."""
    state = "" if existing.healthy else ", not healthy at the moment"
    return option(f"{CONNECTION}:{existing.id}", existing.name, f"{existing.type_name}{state}")


def type_option(type_id: str, name: str) -> Option:
    """Offer a new connection of a type."""
    return option(f"{NEW}:{type_id}", f"New {name} connection")


def object_option(name: str) -> Option:
    """Offer one object; only for a name that `is_pickable`."""
    return option(name, name)


def choices(field: Field) -> list[Option]:
    """Offer everything that a question lists, as far as Slack can carry it."""
    return [option(value, label or value) for value, label in field.choices if is_pickable(value)]


def choice_options(field: Field, typed: str) -> list[Option]:
    """Offer the choices of a question that fit what was typed, best first."""
    return _best(((f"{one.text} {one.value}", one) for one in choices(field)), typed)[:MAX_OPTIONS]


def value_options(values: Sequence[tuple[str, str]], typed: str) -> list[Option]:
    """Offer the (value, label) that fit what was typed, best first, and at the end what was typed itself."""
    found = _best(
        (
            (f"{label} {value}", option(value, label or value))
            for value, label in values
            if is_pickable(value)
        ),
        typed,
    )
    own = " ".join(typed.split())
    is_known = any(own in {one.value, str(one.text)} for one in found)
    if own and is_pickable(own) and not is_known:
        return [*found[: MAX_OPTIONS - 1], option(own, own, f"Use “{own}” as it is typed")]
    return found[:MAX_OPTIONS]


def is_pickable(name: str) -> bool:
    """Tell whether Slack can carry the name as an option's value."""
    return 0 < length(name) <= MAX_OPTION_VALUE


def _best(candidates: Iterable[tuple[str, Option]], typed: str) -> list[Option]:
    """Keep what has every typed word; what begins with the typed text comes first."""
    wanted = typed.casefold().strip()
    parts = wanted.split()
    ranked = [
        (not text.casefold().startswith(wanted), choice)
        for text, choice in candidates
        if all(part in text.casefold() for part in parts)
    ]
    return [choice for _, choice in sorted(ranked, key=lambda pair: pair[0])]
