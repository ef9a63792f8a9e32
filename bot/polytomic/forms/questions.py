"""Makes the questions of a connection type's form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.models import Field, FieldKind, Rule
from bot.polytomic.forms import properties as of
from bot.polytomic.forms.kinds import CHOSEN, check_of, choices_of, columns_of, default_of, is_secret, kind_of
from bot.polytomic.forms.levels import Level, level_of
from bot.polytomic.forms.needs import needed_inside, terms_of
from bot.polytomic.forms.properties import Json, json_object
from bot.polytomic.forms.reach import reachable
from bot.polytomic.forms.signing_in import signs_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST = 4  # what is nested deeper is asked for as JSON
_LONGEST_NAME = 100  # it stands in a block_id, of which Slack takes 255 characters
_FORM_NAMES = frozenset(["name", "objects", "schedule", "channel"])  # what other questions of ours are called
_CHECKS = {("salesforce", "domain"): "salesforce_domain", ("snowflake", "account"): "snowflake_account"}
_FEWEST_ALTERNATIVES = 2
_LONGEST_CHOICE = 75  # characters, each of which may count twice; Slack takes 150


@dataclass(frozen=True)
class _Place:
    """Where in a schema a property stands, and when it is asked for."""

    root: Mapping[str, Any]
    type_id: str
    path: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    required: bool = True

    @property
    def name(self) -> str:
        return _name(self.path)


def fields(schema: Mapping[str, Any], type_id: str) -> tuple[Field, ...]:
    """Make every question that the type's form can ask, also those that other answers hide at first."""
    root = json_object(schema)
    api_only: dict[str, Any] = {}
    found = tuple(_of_object(level_of(root, root), _Place(root, type_id), api_only))
    return reachable(found, api_only)


def _of_object(level: Level, place: _Place, api_only: dict[str, Any]) -> Iterator[Field]:
    for name, about in level.properties.items():
        path = (*place.path, name)
        if not of.is_asked(about):
            api_only[_name(path)] = about.get("default")
            continue
        terms = terms_of(name, level, signs_in=signs_in(place.type_id))
        rules = tuple(
            rule.model_copy(update={"field": _name((*place.path, rule.field))}) for rule in terms.rules
        )
        inner = replace(
            place,
            path=path,
            titles=(*place.titles, of.title_of(name, about)),
            rules=(*place.rules, *rules),
            required=place.required and terms.required,
        )
        yield from _of_property(about, inner, api_only)


def _of_property(about: Json, place: _Place, api_only: dict[str, Any]) -> Iterator[Field]:
    is_nested = of.type_of(about) == "object" and of.is_object(about) and len(place.path) < _DEEPEST
    if not is_nested or of.is_looked_up(about):
        yield _question(about, place)
        return
    level = level_of(about, place.root)
    if _are_alternatives(level):
        yield from _alternatives(level, place, api_only)
        return
    level.required |= {
        name for name in needed_inside(place.path[-1]) if place.required and name in level.properties
    }
    yield from _of_object(level, place, api_only)


def _are_alternatives(level: Level) -> bool:
    """Tell whether an object's properties stand for ways of which a person takes one."""
    parts = [of.type_of(about) in {"object", "array"} for about in level.properties.values()]
    is_free = not level.required and not level.conditions
    can_be_chosen = all(name.strip() and len(name) <= _LONGEST_CHOICE for name in level.properties)
    return is_free and can_be_chosen and all(parts) and len(parts) >= _FEWEST_ALTERNATIVES


def _alternatives(level: Level, place: _Place, api_only: dict[str, Any]) -> Iterator[Field]:
    """Ask which way is taken, and then for that way alone."""
    offered = [(name, about) for name, about in level.properties.items() if of.is_asked(about)]
    yield Field(
        name=place.name,
        at=_at(place.path),
        title=_title(place.titles),
        kind=FieldKind.CHOICE,
        required=place.required,
        choices=tuple((name, of.title_of(name, about)) for name, about in offered),
        rules=place.rules,
        is_sent=False,
    )
    for name, about in offered:
        rule = Rule(field=place.name, values=(name,))
        path, titles = (*place.path, name), (*place.titles, of.title_of(name, about))
        yield from _of_property(
            about,
            replace(place, path=path, titles=titles, rules=(*place.rules, rule), required=True),
            api_only,
        )


def _question(about: Json, place: _Place) -> Field:
    kind, path = kind_of(about, place.path[-1]), place.path
    secret, choices = is_secret(kind, about, path), choices_of(about)
    return Field(
        name=place.name,
        at=_at(path),
        title=_title(place.titles),
        kind=kind,
        secret=secret,
        required=place.required,
        hint=of.hint_of(about),
        example=of.example_of(about),
        default=None if secret else default_of(kind, about, choices, required=place.required),
        choices=choices if kind in CHOSEN else (),
        rules=place.rules,
        json_type=of.type_of(about),
        item_type=of.type_of(json_object(about.get("items"))),
        columns=columns_of(json_object(about.get("items"))) or ("name", "value"),
        check=_CHECKS.get((place.type_id, ".".join(path))) or check_of(kind, about, path[-1]),
    )


def _title(titles: tuple[str, ...]) -> str:
    """Name a nested question with what it belongs to, of which there may be several alike."""
    return ": ".join(title for title in titles[-2:] if title)


def _name(path: tuple[str, ...]) -> str:
    """Name a question by its path; what cannot be told from another path is numbered by its content."""
    name = ".".join(path)
    is_plain = all(part and not set(part) & set(".~") for part in path)
    if is_plain and len(name) <= _LONGEST_NAME and name not in _FORM_NAMES:
        return name
    number = hashlib.sha256(json.dumps(path).encode()).hexdigest()[:10]
    return f"{'-'.join(path).replace('.', '-')[:_LONGEST_NAME]}~{number}"


def _at(path: tuple[str, ...]) -> tuple[str, ...]:
    return () if _name(path) == ".".join(path) else path
