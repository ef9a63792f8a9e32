"""What a destination, and Polytomic besides, can be told of a bulk sync; the rarer questions are hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import StaticSelectElement

from bot.views.blocks import actions, button, chosen, option, question
from bot.views.forms.fields import field_block
from bot.views.forms.fields_chosen import fields_chosen
from bot.views.ids import SETTING_PREFIX, Action, Block
from bot.views.plan_words import DISCOVERIES, NAMINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slack_sdk.models.blocks import Block as SlackBlock
    from slack_sdk.models.blocks import InputBlock

    from bot.models import Field, Plain, PlanForm


def basic_blocks(step: PlanForm) -> list[InputBlock]:
    """Ask where in the destination the rows go, and what else it needs."""
    return setting_blocks((field for field in step.fields if not field.is_advanced), step.settings)


def has_advanced(step: PlanForm) -> bool:
    """Tell whether there is anything to ask behind "Advanced settings"."""
    offers = step.offers
    return bool(offers.new_objects or offers.naming) or any(field.is_advanced for field in step.fields)


def advanced_blocks(step: PlanForm, *, shown: bool) -> list[SlackBlock]:
    """Offer the rarer questions, or ask them."""
    if not has_advanced(step):
        return []
    toggle = actions(button(_label(shown=shown), Action.SHOW_ADVANCED, "show"))
    if toggle is None or not shown:
        return [toggle] if toggle else []
    toggle.block_id = Block.ADVANCED
    fields = (field for field in step.fields if field.is_advanced)
    may_choose = step.offers.chosen_fields and step.has_object_list
    of_objects = fields_chosen(step.setup) if may_choose else []
    return [toggle, *setting_blocks(fields, step.settings), *_discovery(step), *_naming(step), *of_objects]


def _label(*, shown: bool) -> str:
    return "Hide advanced settings" if shown else "Advanced settings"


def setting_blocks(fields: Iterable[Field], settings: Mapping[str, Plain]) -> list[InputBlock]:
    """Ask for the destination's settings."""
    return [_setting(field, settings.get(field.name)) for field in fields]


def _setting(field: Field, answer: Plain | None) -> InputBlock:
    block = field_block(field, answer, "plan")
    block.block_id = SETTING_PREFIX + field.name
    return block


def _discovery(step: PlanForm) -> list[InputBlock]:
    asked = (
        (Block.NEW_OBJECTS, "New objects of the source", step.offers.new_objects, step.new_objects),
        (Block.NEW_FIELDS, "New fields of the objects", step.offers.new_fields, step.new_fields),
    )
    return [
        _select(block, label, {one.value: DISCOVERIES[one] for one in offered}, current)
        for block, label, offered, current in asked
        if offered
    ]


def _naming(step: PlanForm) -> list[InputBlock]:
    if not step.offers.naming:
        return []
    words = {one.value: NAMINGS[one] for one in step.offers.naming}
    return [_select(Block.NAMING, "Names of tables and columns", words, step.naming)]


def _select(block: Block, label: str, words: Mapping[str, tuple[str, str]], current: str) -> InputBlock:
    options = [option(value, text, meaning) for value, (text, meaning) in words.items()]
    element = StaticSelectElement(
        action_id=Action.ANSWER, options=options, initial_option=chosen(options, current)
    )
    return question(block, label, element)
