"""Picking objects from the source's real list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from slack_sdk.models.blocks import (
    ExternalDataMultiSelectElement,
    PlainTextInputElement,
    RadioButtonsElement,
)

from bot.models import ObjectChoice
from bot.views.blocks import MAX_OPTIONS, MAX_TYPED, chosen, option, plain, question, section
from bot.views.forms.fields_chosen import fields_chosen
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.ids import Action, Block, Callback
from bot.views.options import can_match, can_offer, match_option, object_option
from bot.views.setup_words import source_type, title
from bot.views.text import bold, cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock, Option
    from slack_sdk.models.views import View

    from bot.models import ObjectsForm

_HINT = "Type a part of the names: the first line then takes all that match. Up to 100 lines can be chosen."


def objects_view(step: ObjectsForm) -> View:
    """Ask for the objects after sign-in."""
    is_picked = bool(step.picked or step.matching)
    blocks = [
        section(f"{bold(title(step.setup))}: {source_type(step.setup)} has {step.total:,} objects."),
        which_objects(step.total, step.choice or (ObjectChoice.NAMED if is_picked else None)),
        *pickers(step.picked, step.matching, optional=True, may_type=step.total > MAX_OPTIONS),
        *(fields_chosen(step.setup) if step.offers.chosen_fields else []),
    ]
    return form(
        "Pick objects",
        Callback.OBJECTS,
        of_setup(step.setup),
        with_error(blocks, step.error),
        submit="Review",
    )


def which_objects(
    total: int, choice: ObjectChoice | None, some: str = "Only the objects below"
) -> InputBlock:
    """Ask whether all objects are meant, or some."""
    options = [
        option(ObjectChoice.ALL, f"All {total:,} objects" if total else "All objects"),
        option(ObjectChoice.NAMED, some),
    ]
    element = RadioButtonsElement(
        action_id=Action.ANSWER, options=options, initial_option=chosen(options, choice)
    )
    return question(Block.CHOICE, "Which objects?", element)


class Asked(NamedTuple):
    """A question that is answered from a long list, and the one beside it for what no select can hold."""

    picks: Block
    names: Block
    action: Action
    label: str
    more: str
    hint: str = _HINT


OBJECTS = Asked(
    Block.OBJECT_PICKS, Block.OBJECT_NAMES, Action.FIND_OBJECTS, "Objects", "More objects, by name"
)


def pickers(
    picked: tuple[str, ...],
    matching: tuple[str, ...],
    *,
    asked: Asked = OBJECTS,
    optional: bool = False,
    may_type: bool = False,
) -> list[InputBlock]:
    """Offer the list, and a text input for what no select can hold: more than 100, or long names."""
    matches = [match_option(typed) for typed in matching if can_match(typed)][:MAX_OPTIONS]
    fitting = [name for name in picked if can_offer(name)][: MAX_OPTIONS - len(matches)]
    held = set(fitting)
    rest = [name for name in picked if name not in held]
    may_type = may_type or bool(rest)
    picker = _picker(asked, [*matches, *map(object_option, fitting)], optional=optional or may_type)
    return [picker, _more(asked, rest)] if may_type else [picker]


def _picker(asked: Asked, options: list[Option], *, optional: bool) -> InputBlock:
    element = ExternalDataMultiSelectElement(
        action_id=asked.action,
        placeholder=plain("Type to search", 150),
        min_query_length=0,
        initial_options=options or None,
        max_selected_items=MAX_OPTIONS,
    )
    return question(asked.picks, asked.label, element, hint=asked.hint, optional=optional)


def _more(asked: Asked, names: list[str]) -> InputBlock:
    element = PlainTextInputElement(
        action_id=Action.ANSWER, multiline=True, initial_value=cut("\n".join(names), MAX_TYPED) or None
    )
    hint = "Separate them by commas or lines."
    return question(asked.names, asked.more, element, hint=hint, optional=True)
