"""Of which objects not simply all fields are synced, with a way to choose and to reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import ExternalDataSelectElement, SectionBlock

from bot.views.blocks import button, context, mrkdwn, plain, section
from bot.views.ids import Action
from bot.views.plan_words import field_words
from bot.views.text import bold

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from bot.models import Setup

MAX_SHOWN = 10


def fields_chosen(setup: Setup) -> list[Block]:
    """Offer a form for the fields of one object, and say what was chosen so far."""
    select = ExternalDataSelectElement(
        action_id=Action.CHOOSE_FIELDS, placeholder=plain("Choose an object", 150), min_query_length=0
    )
    # Slack keeps what a select shows, and choosing the same again sends nothing: a new id empties it.
    choose = SectionBlock(
        block_id=f"{Action.CHOOSE_FIELDS}:{setup.version}",
        text=mrkdwn("All fields of an object are synced, unless you choose:"),
        accessory=select,
    )
    shown = list(setup.object_fields.items())[:MAX_SHOWN]
    more = len(setup.object_fields) - len(shown)
    lines: list[Block] = [
        section(f"{bold(name, 80)}: {field_words(choice)}", button("Reset", Action.RESET_FIELDS, name))
        for name, choice in shown
    ]
    return [choose, *lines, *([context(f"and {more:,} more objects with chosen fields")] if more > 0 else [])]
