"""The objects that were picked or named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, setup_id, text_of
from bot.models import ObjectChoice, Objects, ObjectsAnswers
from bot.views.ids import Block
from bot.views.options import MATCH_PREFIX, OBJECT_PREFIX

if TYPE_CHECKING:
    from bot.views.meta import Kept

_SEPARATORS = re.compile(r"[,\n\r]+")


def objects_form(view: Json) -> ObjectsAnswers:
    """Read the objects that were picked after sign-in; raises InvalidInput if there is no choice."""
    return ObjectsAnswers(setup_id=setup_id(view), objects=objects_of(answers_of(view)))


def choice_of(answers: dict[str, Json]) -> ObjectChoice | None:
    """Read which objects are wanted, if anything is chosen."""
    value = text_of(answers.get(Block.CHOICE))
    return ObjectChoice(value) if value in set(ObjectChoice) else None


def objects_of(answers: dict[str, Json]) -> Objects:
    """Read the choice of objects; raises InvalidInput if there is none."""
    choice = choice_of(answers)
    if choice is None:
        raise InvalidInput(Block.CHOICE, "Nothing is chosen.", "Say which objects to sync.")
    if choice is not ObjectChoice.NAMED:
        return Objects(choice=choice)
    names, matching = _object_names(answers), picks(answers, MATCH_PREFIX)
    if not names and not matching:
        raise InvalidInput("objects", "No object is named.", "Name at least one, or choose all objects.")
    return Objects(choice=choice, names=names, matching=matching)


def _object_names(answers: dict[str, Json]) -> tuple[str, ...]:
    """Take what was picked and what was typed, each name once."""
    return _unique([*picks(answers, OBJECT_PREFIX), *_names(text_of(answers.get(Block.OBJECT_NAMES)))])


def picks(answers: dict[str, Json], prefix: str) -> tuple[str, ...]:
    """Take what was picked of one kind: objects by name, or all that match something."""
    options = answers.get(Block.OBJECT_PICKS, {}).get("selected_options") or []
    values = [str(option["value"]) for option in options]
    return tuple(value.removeprefix(prefix) for value in values if value.startswith(prefix))


def _names(typed: str) -> list[str]:
    return [name.strip() for name in _SEPARATORS.split(typed)]


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def objects_so_far(answers: dict[str, Json], kept: Kept, *, from_list: bool) -> dict[str, Any]:
    """Take what is named so far; a question that is hidden at the moment keeps its answer."""
    shown = Block.OBJECT_NAMES in answers or Block.OBJECT_PICKS in answers
    if not shown:
        names = ("typed_objects", "picked_objects", "matching")
        return {name: getattr(kept, name) for name in names}
    typed = text_of(answers.get(Block.OBJECT_NAMES))
    if from_list:
        return {"picked_objects": _object_names(answers), "matching": picks(answers, MATCH_PREFIX)}
    return {"typed_objects": typed}
