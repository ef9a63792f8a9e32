"""The objects that were picked or named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, outdated, setup_id, text_of
from bot.models import FieldChoice, FieldsAnswers, ObjectChoice, Objects, ObjectsAnswers
from bot.views.ids import Block
from bot.views.meta import Meta
from bot.views.options import MATCH_PREFIX, OBJECT_PREFIX

if TYPE_CHECKING:
    from bot.views.meta import Kept

_SEPARATORS = re.compile(r"[,\n\r]+")


def objects_form(view: Json) -> ObjectsAnswers:
    """Read the objects that were picked after sign-in; raises InvalidInput if there is no choice."""
    return ObjectsAnswers(setup_id=setup_id(view), objects=objects_of(answers_of(view)))


def fields_form(view: Json) -> FieldsAnswers:
    """Read which fields of one object are wanted."""
    answers, object_id = answers_of(view), Meta.of(view).object_id
    if object_id is None:
        raise outdated()
    choice = FieldChoice(
        fields=named_in(answers, Block.FIELD_PICKS, Block.FIELD_NAMES),
        obfuscated=named_in(answers, Block.OBFUSCATED_PICKS, Block.OBFUSCATED_NAMES),
        matching=picks(answers, MATCH_PREFIX, Block.FIELD_PICKS),
        obfuscated_matching=picks(answers, MATCH_PREFIX, Block.OBFUSCATED_PICKS),
    )
    return FieldsAnswers(setup_id=setup_id(view), object_id=object_id, choice=choice)


def objects_draft(view: Json) -> dict[str, Any]:
    """Take what the form for picking objects shows so far as fields of an `ObjectsForm`."""
    answers = answers_of(view)
    return {
        "choice": choice_of(answers),
        "picked": object_names(answers),
        "matching": picks(answers, MATCH_PREFIX),
    }


def object_id(view: Json) -> str:
    """Read whose fields a form asks for."""
    return Meta.of(view).object_id or ""


def chosen_object(action: Json) -> str:
    """Read whose fields are to be chosen."""
    return text_of(action).removeprefix(OBJECT_PREFIX)


def named_in(answers: dict[str, Json], picked: Block, typed: Block) -> tuple[str, ...]:
    """Take what was picked in one question and typed in another, each name once."""
    return _unique([*picks(answers, OBJECT_PREFIX, picked), *_names(text_of(answers.get(typed)))])


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
    names, matching = object_names(answers), picks(answers, MATCH_PREFIX)
    if not names and not matching:
        raise InvalidInput("objects", "No object is named.", "Name at least one, or choose all objects.")
    return Objects(choice=choice, names=names, matching=matching)


def object_names(answers: dict[str, Json]) -> tuple[str, ...]:
    """Take what was picked and what was typed, each name once."""
    return named_in(answers, Block.OBJECT_PICKS, Block.OBJECT_NAMES)


def picks(answers: dict[str, Json], prefix: str, block: Block = Block.OBJECT_PICKS) -> tuple[str, ...]:
    """Take what was picked of one kind: objects by name, or all that match something."""
    options = answers.get(block, {}).get("selected_options") or []
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
        return {"picked_objects": object_names(answers), "matching": picks(answers, MATCH_PREFIX)}
    return {"typed_objects": typed}
