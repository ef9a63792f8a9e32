"""The card below a message that links to a sync's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import actions, button, section
from bot.views.ids import Action
from bot.views.sync_words import activity_words, ends_words, head, when_words
from bot.views.text import moment

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from bot.models import SyncDetails


def sync_card(details: SyncDetails) -> list[Block]:
    """Say shortly what a sync is, what it does or did last, and when it runs."""
    sync = details.sync
    next_run = f" Next run {moment(details.next_run_at)}." if details.next_run_at else ""
    lines = [
        f"{head(sync)} · {ends_words(sync)}",
        activity_words(sync.activity, is_told=sync.is_told),
        f"{when_words(sync)}{next_run}",
    ]
    status = button("Status", f"{Action.MANAGE_SYNC}:status", f"status:{sync.id}")
    return [block for block in (section("\n".join(lines)), actions(status)) if block is not None]
