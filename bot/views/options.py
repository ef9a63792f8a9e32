"""Options for the selects that ask the bot while a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import Option, OptionGroup

from bot.models import fits
from bot.views.blocks import MAX_OPTION_VALUE, MAX_OPTIONS, option
from bot.views.text import count, length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.models import Existing, Field

OptionGroups = list[OptionGroup]
CONNECTION = "connection"
NEW = "new"
OBJECT_PREFIX = "object:"
MATCH_PREFIX = "match:"


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


def object_options(
    names: Sequence[str], typed: str, noun: str = "object", *, together: bool = True
) -> OptionGroups:
    """Offer what fits what was typed, best first, under its count; and first of all, all that match.

    Names too long for Slack are counted, but cannot be offered one by one.
    """
    wanted = " ".join(typed.split())
    found = _best_names([name for name in names if fits(name, wanted)], wanted)
    if not found:
        return []
    every = [match_option(wanted, len(found))] if together and len(found) > 1 and can_match(wanted) else []
    single = [object_option(name) for name in found if can_offer(name)]
    options = [*every, *single][:MAX_OPTIONS]
    return [OptionGroup(label=_counted(len(found), len(names), noun), options=options)] if options else []


def _counted(found: int, total: int, noun: str) -> str:
    if found == total:
        return count(total, noun)
    return f"{found:,} of {count(total, noun)} {'matches' if found == 1 else 'match'}"


def _best_names(names: list[str], typed: str) -> list[str]:
    return sorted(names, key=lambda name: not name.casefold().startswith(typed.casefold()))


def existing_option(existing: Existing) -> Option:
    """Offer a connection that exists."""
    state = "" if existing.healthy else ", not healthy at the moment"
    return option(f"{CONNECTION}:{existing.id}", existing.name, f"{existing.type_name}{state}")


def type_option(type_id: str, name: str) -> Option:
    """Offer a new connection of a type."""
    return option(f"{NEW}:{type_id}", f"New {name} connection")


def object_option(name: str) -> Option:
    """Offer one object; only for a name that `can_offer`."""
    return option(OBJECT_PREFIX + name, name)


def match_option(typed: str, found: int | None = None) -> Option:
    """Offer all that match what was typed; `found` is how many these are now."""
    many = "All" if found is None else f"All {found:,}"
    return option(MATCH_PREFIX + typed, f"{many} that match “{typed}”")


def can_match(typed: str) -> bool:
    """Tell whether what was typed says anything, and is short enough for Slack to carry."""
    return bool(typed) and is_pickable(MATCH_PREFIX + typed)


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


def can_offer(name: str) -> bool:
    """Tell whether an object can be picked; for one with a longer name there is a text input."""
    return bool(name) and is_pickable(OBJECT_PREFIX + name)


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
