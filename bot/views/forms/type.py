"""Which kind of system to connect to, for a connection without a sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import ExternalDataSelectElement

from bot.views.blocks import plain, question
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.ids import Action, Block, Callback

if TYPE_CHECKING:
    from slack_sdk.models.views import View

    from bot.models import ChooseType


def type_view(step: ChooseType) -> View:
    """Ask for the type, found by typing part of its name."""
    element = ExternalDataSelectElement(
        action_id=Action.FIND_TYPE, placeholder=plain("Snowflake, HubSpot …", 150), min_query_length=0
    )
    ask = question(Block.TYPE, "What do you want to connect?", element, hint="Type part of its name.")
    blocks = with_error([ask], step.error)
    return form("New connection", Callback.TYPE, of_setup(step.setup), blocks, submit="Next")
