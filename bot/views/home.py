"""The Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.views import View

from bot.views.blocks import actions, button, context, divider, header, section
from bot.views.ids import Action, Callback
from bot.views.setups import listing
from bot.views.text import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import Block

    from bot.models import Setup


def home(setups: Sequence[Setup], command: str) -> View:
    """Show one person's unfinished setups, and start a new sync."""
    new_sync = actions(
        button("New sync", Action.NEW_SYNC, "home", primary=True),
        button("Connections", Action.LIST_CONNECTIONS, "home"),
    )
    blocks: list[Block | None] = [
        header("Polytomic syncs, without leaving Slack"),
        section("Answer a few questions, and I create the connections and the bulk sync and announce it."),
        new_sync,
        divider(),
        header("Your unfinished setups"),
        *(listing(setups) if setups else [section("None. When a setup waits for you, it is here.")]),
        context(f"In any channel: `{escape(command)} help`"),
    ]
    return View(
        type="home", callback_id=Callback.HOME, blocks=[block for block in blocks if block is not None]
    )
