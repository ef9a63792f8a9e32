"""The first form: where the data comes from, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import ExternalDataSelectElement, Option

from bot.models import Side
from bot.views.blocks import plain, question, section
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.forms.notices import TITLE
from bot.views.ids import Action, Block, Callback
from bot.views.options import existing_option, type_option

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock
    from slack_sdk.models.views import View

    from bot.models import ChooseEnds, Existing


def ends_view(step: ChooseEnds) -> View:
    """Ask for both ends: an existing connection or a new one."""
    blocks = [
        section(
            "A sync copies data from a *source* to a *destination*. "
            "Choose a connection that exists, or a new one."
        ),
        _picker(step, Side.SOURCE),
        _picker(step, Side.DESTINATION),
    ]
    return form(TITLE, Callback.ENDS, of_setup(step.setup), with_error(blocks, step.error), submit="Next")


def _picker(step: ChooseEnds, side: Side) -> InputBlock:
    is_source = side is Side.SOURCE
    element = ExternalDataSelectElement(
        action_id=Action.FIND_SOURCE if is_source else Action.FIND_DESTINATION,
        placeholder=plain("Salesforce, PostgreSQL …" if is_source else "Snowflake, BigQuery …", 150),
        min_query_length=0,
        initial_option=_initial(step, side),
    )
    hint = "Where the data comes from." if is_source else "Where the data goes."
    return question(
        Block.SOURCE if is_source else Block.DESTINATION,
        side.capitalize(),
        element,
        hint=f"{hint} Type to search all connections and types.",
    )


def _initial(step: ChooseEnds, side: Side) -> Option | None:
    existing: Existing | None = step.source if side is Side.SOURCE else step.destination
    if existing is not None:
        return existing_option(existing)
    type_id = step.new_source if side is Side.SOURCE else step.new_destination
    if type_id is None:
        return None
    end = step.setup.end(side)
    known = end.type_name if end and end.type == type_id else ""
    return type_option(type_id, known or type_id.replace("_", " ").title())
