"""The last form: the bulk sync itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
)

from bot.models import Mode, ObjectChoice
from bot.views.blocks import MAX_OPTIONS, MAX_TYPED, chosen, option, plain, question, section
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.forms.objects import pickers
from bot.views.forms.schedule import schedule_blocks
from bot.views.forms.settings import advanced_blocks, basic_blocks
from bot.views.ids import Action, Block, Callback
from bot.views.meta import Kept, Meta
from bot.views.options import is_pickable
from bot.views.plan_words import mode_words
from bot.views.setup_words import ends
from bot.views.text import cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock, Option
    from slack_sdk.models.views import View

    from bot.models import PlanForm

MAX_NAME = 200
_MODE_MEANINGS = {
    "replicate": "Each run brings what is new or changed",
    "snapshot": "Each run copies everything again",
    "append": "Each run adds rows and changes none",
}


def plan_view(step: PlanForm) -> View:
    """Ask for the bulk sync's settings."""
    meta, objects_shown, advanced_shown = _carried(step)
    blocks = [
        section(f"*{ends(step.setup)}*: what to sync, where to, and when."),
        sync_name(step.name),
        _choice(step),
        *(_objects(step) if objects_shown else []),
        *basic_blocks(step),
        _mode(step),
        *schedule_blocks(step.schedule),
        _channel(step),
        *advanced_blocks(step, shown=advanced_shown),
    ]
    return form("New bulk sync", Callback.PLAN, meta, with_error(blocks, step.error), submit="Review")


def _carried(step: PlanForm) -> tuple[Meta, bool, bool]:
    """Let what is hidden travel along; what is too long for that is shown, rather than lost at a redraw."""
    objects_shown, advanced_shown = step.choice is ObjectChoice.NAMED, step.is_advanced
    meta = _meta(step, objects=not objects_shown, advanced=not advanced_shown)
    if not meta.fits:
        objects_shown = True
        meta = _meta(step, objects=False, advanced=not advanced_shown)
    if not meta.fits:
        advanced_shown = True
        meta = _meta(step, objects=False, advanced=False)
    return meta, objects_shown, advanced_shown


def _meta(step: PlanForm, *, objects: bool, advanced: bool) -> Meta:
    """Carry the setup's id, and those answers that are hidden."""
    hidden: dict[str, object] = {"schedule": step.schedule, "is_advanced": not advanced}
    if objects:
        names = ("typed_objects", "picked_objects", "matching")
        hidden |= {name: getattr(step, name) for name in names}
    if advanced:
        behind = {field.name for field in step.fields if field.is_advanced}
        hidden |= {name: getattr(step, name) for name in ("new_objects", "new_fields", "naming")}
        hidden["settings"] = {name: value for name, value in step.settings.items() if name in behind}
    return of_setup(step.setup).model_copy(update={"kept": Kept.model_validate(hidden)})


def sync_name(name: str, limit: int = MAX_NAME) -> InputBlock:
    """Ask how the sync is called."""
    element = PlainTextInputElement(
        action_id=Action.ANSWER, initial_value=cut(name, limit) or None, max_length=limit
    )
    return question(Block.NAME, "Name of the sync", element)


def _choice(step: PlanForm) -> InputBlock:
    options = [
        option(ObjectChoice.ALL, "All objects", "Every object that the source has"),
        option(ObjectChoice.NAMED, "Only these", "Pick them" if step.has_object_list else "Type their names"),
    ]
    if not step.has_object_list:
        options.append(
            option(ObjectChoice.LATER, "Ask me after sign-in", "You pick from the source's real list")
        )
    element = RadioButtonsElement(
        action_id=Action.CHOOSE_OBJECTS, options=options, initial_option=chosen(options, step.choice)
    )
    return question(Block.CHOICE, f"Which objects of {_source(step)}?", element, dispatch=True)


def _source(step: PlanForm) -> str:
    return step.setup.source.type_name if step.setup.source else "the source"


def _objects(step: PlanForm) -> list[InputBlock]:
    is_asked = step.choice is ObjectChoice.NAMED
    if step.has_object_list:
        return pickers(step.picked_objects, step.matching, optional=not is_asked)
    element = PlainTextInputElement(
        action_id=Action.ANSWER,
        multiline=True,
        placeholder=plain("Account, Contact", 150),
        initial_value=cut(step.typed_objects, MAX_TYPED) or None,
    )
    hint = "Separate them by commas or lines, spelled as the source spells them."
    return [question(Block.OBJECT_NAMES, "Names of the objects", element, hint=hint, optional=not is_asked)]


def _mode(step: PlanForm) -> InputBlock:
    options = [_mode_option(mode) for mode in step.modes or (Mode(id=step.mode),) if is_pickable(mode.id)]
    element = StaticSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("Choose one", 150),
        options=options[:MAX_OPTIONS],
        initial_option=chosen(options, step.mode),
    )
    return question(Block.MODE, "Mode", element)


def _mode_option(mode: Mode) -> Option:
    meaning = _MODE_MEANINGS.get(mode.id, mode.description)
    return option(mode.id, mode.label.strip() or mode_words(mode.id), meaning)


def _channel(step: PlanForm) -> InputBlock:
    element = ConversationSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("Choose a channel", 150),
        initial_conversation=step.channel_id,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    hint = "The sync is announced there, and its runs report there. I must be a member of the channel."
    return question(Block.CHANNEL, "Channel for the announcement", element, hint=hint)
