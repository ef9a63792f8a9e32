"""Picking objects from the source's real list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import (
    ExternalDataMultiSelectElement,
    PlainTextInputElement,
    RadioButtonsElement,
)

from bot.models import ObjectChoice
from bot.views.blocks import MAX_OPTIONS, MAX_TYPED, chosen, option, plain, question, section
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.ids import Action, Block, Callback
from bot.views.options import is_pickable, object_option
from bot.views.setup_words import source_type, title
from bot.views.text import bold, cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock
    from slack_sdk.models.views import View

    from bot.models import ObjectsForm


def objects_view(step: ObjectsForm) -> View:
    """Ask for the objects after sign-in."""
    blocks = [
        section(f"{bold(title(step.setup))}: {source_type(step.setup)} has {step.total:,} objects."),
        _choice(step),
        *pickers(step.picked, optional=True, may_type=step.total > MAX_OPTIONS),
    ]
    return form(
        "Pick objects",
        Callback.OBJECTS,
        of_setup(step.setup),
        with_error(blocks, step.error),
        submit="Sync these",
    )


def _choice(step: ObjectsForm) -> InputBlock:
    options = [
        option(ObjectChoice.ALL, f"All {step.total:,} objects" if step.total else "All objects"),
        option(ObjectChoice.NAMED, "Only the objects below"),
    ]
    element = RadioButtonsElement(
        action_id=Action.ANSWER,
        options=options,
        initial_option=chosen(options, ObjectChoice.NAMED if step.picked else None),
    )
    return question(Block.CHOICE, "Which objects?", element)


def pickers(picked: tuple[str, ...], *, optional: bool = False, may_type: bool = False) -> list[InputBlock]:
    """Offer the list, and a text input for what no select can hold: more than 100, or long names."""
    fitting = [name for name in picked if is_pickable(name)][:MAX_OPTIONS]
    rest = [name for name in picked if name not in fitting]
    may_type = may_type or bool(rest)
    picker = _picker(fitting, optional=optional or may_type)
    return [picker, _more(rest)] if may_type else [picker]


def _picker(names: list[str], *, optional: bool) -> InputBlock:
    element = ExternalDataMultiSelectElement(
        action_id=Action.FIND_OBJECTS,
        placeholder=plain("Type to search", 150),
        min_query_length=0,
        initial_options=[object_option(name) for name in names] or None,
        max_selected_items=MAX_OPTIONS,
    )
    return question(Block.OBJECT_PICKS, "Objects", element, hint=f"Up to {MAX_OPTIONS}.", optional=optional)


def _more(names: list[str]) -> InputBlock:
    element = PlainTextInputElement(
        action_id=Action.ANSWER, multiline=True, initial_value=cut("\n".join(names), MAX_TYPED) or None
    )
    hint = "Separate them by commas or lines."
    return question(Block.OBJECT_NAMES, "More objects, by name", element, hint=hint, optional=True)
