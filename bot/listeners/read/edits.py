"""What shall be different in a bulk sync."""

from __future__ import annotations

from bot.errors import BotError, InvalidInput
from bot.listeners.read.answers import Json, answers_of, name_of, text_of
from bot.listeners.read.objects import choice_of, named_in, picks
from bot.listeners.read.schedule import is_left, schedule_of, schedule_so_far
from bot.listeners.read.settings import settings_of, settings_so_far
from bot.listeners.read.syncs import sync_id
from bot.models import Edit, EditAnswers, EditConsent, ObjectChoice, Place, Plain, Schedule
from bot.models.packing import unpacked
from bot.views.blocks import MAX_TYPED
from bot.views.ids import Block
from bot.views.meta import Kept, Meta
from bot.views.options import MATCH_PREFIX


def edit_form(view: Json) -> EditAnswers:
    """Read what shall be different; raises InvalidInput for the first answer that cannot be right."""
    answers = answers_of(view)
    name = name_of(answers, Block.NAME, "Name of the sync", MAX_TYPED)
    schedule = None if is_left(answers) else schedule_of(answers)
    read = _edit(view, name=name, schedule=schedule, settings=settings_of(view))
    if not (read.picked or read.matching or read.every_object or read.is_relative):
        raise InvalidInput(
            "objects", "No object is picked.", "A sync needs at least one. Pick one, or pause it."
        )
    return read


def edit_draft(view: Json) -> EditAnswers:
    """Take what the form shows so far, to draw it again."""
    answers, kept = answers_of(view), Meta.of(view).kept or Kept()
    schedule = None if is_left(answers) else schedule_so_far(answers, kept.schedule)
    return _edit(
        view, name=text_of(answers.get(Block.NAME)), schedule=schedule, settings=settings_so_far(view)
    )


def edit_consent(view: Json) -> EditConsent:
    """Read what a review has asked about."""
    meta = Meta.of(view)
    if meta.drawn_from is None or not meta.edit:
        raise BotError("This review belongs to no form that I know.", "Close it and edit the sync again.")
    return EditConsent(
        sync_id=sync_id(view),
        drawn_from=meta.drawn_from,
        edit=Edit.model_validate(unpacked(meta.edit)),
        place=meta.place or Place(),
    )


def drawn_from(view: Json) -> str:
    """Read what a form was drawn from."""
    return Meta.of(view).drawn_from or ""


def _edit(view: Json, *, name: str, schedule: Schedule | None, settings: dict[str, Plain]) -> EditAnswers:
    answers, meta = answers_of(view), Meta.of(view)
    return EditAnswers(
        sync_id=sync_id(view),
        drawn_from=meta.drawn_from or "",
        place=meta.place or Place(),
        name=name,
        schedule=schedule,
        settings=settings,
        every_object=choice_of(answers) is ObjectChoice.ALL,
        picked=named_in(answers, Block.OBJECT_PICKS, Block.OBJECT_NAMES),
        matching=picks(answers, MATCH_PREFIX),
        unpicked=named_in(answers, Block.UNPICKED_PICKS, Block.UNPICKED_NAMES),
        unpicked_matching=picks(answers, MATCH_PREFIX, Block.UNPICKED_PICKS),
        is_relative=Block.UNPICKED_PICKS in answers,
    )
