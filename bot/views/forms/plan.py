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

from bot.models import ObjectChoice
from bot.views.blocks import MAX_TYPED, chosen, option, plain, question, section
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.forms.objects import pickers
from bot.views.forms.schedule import schedule_blocks
from bot.views.ids import Action, Block, Callback
from bot.views.meta import Kept
from bot.views.setup_words import ends, mode_words
from bot.views.text import cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock, Option
    from slack_sdk.models.views import View

    from bot.models import PlanForm

MAX_NAME = 200
MAX_SCHEMA_NAME = 255
_MODE_MEANINGS = {
    "replicate": "Each run brings what is new or changed",
    "snapshot": "Each run copies everything again",
    "append": "Each run adds rows and changes none",
}


def plan_view(step: PlanForm) -> View:
    """Ask for the bulk sync's settings."""
    blocks = [
        section(f"*{ends(step.setup)}*: what to sync, where to, and when."),
        _name(step),
        _choice(step),
        *_objects(step),
        _schema_name(step),
        _mode(step),
        *schedule_blocks(step.schedule),
        _channel(step),
    ]
    kept = Kept(typed_objects=step.typed_objects, picked_objects=step.picked_objects, schedule=step.schedule)
    meta = of_setup(step.setup).model_copy(update={"kept": kept})
    return form("New bulk sync", Callback.PLAN, meta, with_error(blocks, step.error), submit="Create sync")


def _name(step: PlanForm) -> InputBlock:
    element = PlainTextInputElement(
        action_id=Action.ANSWER, initial_value=cut(step.name, MAX_NAME) or None, max_length=MAX_NAME
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
    if step.choice is not ObjectChoice.NAMED:
        return []
    if step.has_object_list:
        return pickers(step.picked_objects)
    element = PlainTextInputElement(
        action_id=Action.ANSWER,
        multiline=True,
        placeholder=plain("Account, Contact", 150),
        initial_value=cut(step.typed_objects, MAX_TYPED) or None,
    )
    hint = "Separate them by commas or lines, spelled as the source spells them."
    return [question(Block.OBJECT_NAMES, "Names of the objects", element, hint=hint)]


def _schema_name(step: PlanForm) -> InputBlock:
    element = PlainTextInputElement(
        action_id=Action.ANSWER,
        initial_value=cut(step.schema_name, MAX_SCHEMA_NAME) or None,
        max_length=MAX_SCHEMA_NAME,
    )
    return question(
        Block.SCHEMA_NAME, "Schema in the destination", element, hint="The tables are written there."
    )


def _mode(step: PlanForm) -> InputBlock:
    modes = step.modes or (step.mode,)
    options: list[Option] = [option(mode, mode_words(mode), _MODE_MEANINGS.get(mode, "")) for mode in modes]
    element = StaticSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("Choose one", 150),
        options=options,
        initial_option=chosen(options, step.mode),
    )
    return question(Block.MODE, "Mode", element)


def _channel(step: PlanForm) -> InputBlock:
    element = ConversationSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("Choose a channel", 150),
        initial_conversation=step.channel_id,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    hint = "The sync is announced there, and its runs report there. I must be a member of the channel."
    return question(Block.CHANNEL, "Channel for the announcement", element, hint=hint)
