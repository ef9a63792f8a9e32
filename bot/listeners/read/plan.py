"""The bulk sync that is wanted, and when it runs."""

from __future__ import annotations

from typing import Any

from bot.listeners.read.answers import Json, answers_of, name_of, offered, required, setup_id, text_of
from bot.listeners.read.objects import choice_of, objects_of, objects_so_far
from bot.listeners.read.schedule import schedule_of, schedule_so_far
from bot.listeners.read.settings import settings_of, settings_so_far
from bot.models import Discovery, Naming, ObjectChoice, Plan, PlanAnswers
from bot.views.ids import Block
from bot.views.meta import Kept, Meta

MAX_NAME = 200


def plan_form(view: Json) -> PlanAnswers:
    """Read the bulk sync that is wanted; raises InvalidInput for the first answer that cannot be right."""
    answers, kept = answers_of(view), Meta.of(view).kept or Kept()
    plan = Plan(
        name=name_of(answers, Block.NAME, "Name of the sync", MAX_NAME),
        objects=objects_of(answers),
        settings=kept.settings | settings_of(view),
        mode=required(answers, Block.MODE, "Choose a mode."),
        schedule=schedule_of(answers),
        channel_id=required(answers, Block.CHANNEL, "Choose a channel."),
        **_besides(answers, kept),
    )
    return PlanAnswers(setup_id=setup_id(view), plan=plan)


def plan_draft(view: Json) -> dict[str, Any]:
    """Take what the last form shows so far as the fields of a `PlanForm`, to draw it again."""
    answers, kept = answers_of(view), Meta.of(view).kept or Kept()
    choices = offered(view, Block.CHOICE)
    draft = {
        "name": text_of(answers.get(Block.NAME)),
        "choice": choice_of(answers),
        "has_object_list": bool(choices) and ObjectChoice.LATER not in choices,
        "settings": kept.settings | settings_so_far(view),
        "mode": text_of(answers.get(Block.MODE)),
        "schedule": schedule_so_far(answers, kept.schedule),
        "channel_id": text_of(answers.get(Block.CHANNEL)) or None,
        "is_advanced": kept.is_advanced,
        **_besides(answers, kept),
    }
    return draft | objects_so_far(answers, kept, from_list=draft["has_object_list"] is True)


def _besides(answers: dict[str, Json], kept: Kept) -> dict[str, Any]:
    """Take the advanced answers, or those that are hidden at the moment."""
    new_objects, new_fields = text_of(answers.get(Block.NEW_OBJECTS)), text_of(answers.get(Block.NEW_FIELDS))
    naming = text_of(answers.get(Block.NAMING))
    return {
        "new_objects": Discovery(new_objects) if new_objects in set(Discovery) else kept.new_objects,
        "new_fields": Discovery(new_fields) if new_fields in set(Discovery) else kept.new_fields,
        "naming": Naming(naming) if naming in set(Naming) else kept.naming,
    }
