"""Which fields of one object are synced, and which are obfuscated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import singly
from bot.views.blocks import MAX_OPTIONS, section
from bot.views.forms.modal import modal, of_setup, with_error
from bot.views.forms.objects import Asked, pickers
from bot.views.ids import Action, Block, Callback
from bot.views.text import bold, count

if TYPE_CHECKING:
    from slack_sdk.models.views import View

    from bot.models import FieldsForm

_FIELDS = Asked(
    Block.FIELD_PICKS,
    Block.FIELD_NAMES,
    Action.FIND_FIELDS,
    "Fields to sync",
    "More fields to sync, by name",
    "Type a part of the names: the first line then takes all that match. None chosen: all fields are synced.",
)
_OBFUSCATED = Asked(
    Block.OBFUSCATED_PICKS,
    Block.OBFUSCATED_NAMES,
    Action.FIND_FIELDS,
    "Fields to obfuscate",
    "More fields to obfuscate, by name",
    "Their values are made unreadable on the way. They must be among those that are synced.",
)


def fields_view(step: FieldsForm) -> View:
    """Ask for the fields of one object."""
    choice, is_long = step.choice, step.total > MAX_OPTIONS
    synced = singly(choice.fields, choice.matching)
    hidden = singly(choice.obfuscated, choice.obfuscated_matching)
    blocks = [
        section(f"{bold(step.object_id)} has {count(step.total, 'field')}."),
        *pickers(synced, choice.matching, asked=_FIELDS, optional=True, may_type=is_long),
        *pickers(hidden, choice.obfuscated_matching, asked=_OBFUSCATED, optional=True, may_type=is_long),
    ]
    meta = of_setup(step.setup).model_copy(update={"object_id": step.object_id, "below": step.below})
    shown = with_error(blocks, step.error)
    return modal("Fields", Callback.FIELDS, shown, meta=meta, submit="Use these", close="Back")
