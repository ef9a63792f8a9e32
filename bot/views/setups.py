"""Messages about unfinished setups: the list, the reminder, and how one ends without a bulk sync."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.models import Wish
from bot.views.blocks import context, divider, header, section
from bot.views.message import Message, message
from bot.views.setup_buttons import setup_buttons
from bot.views.setup_card import what_exists
from bot.views.setup_words import awaited, ends, has_own_name, state_words, title
from bot.views.text import bold, count, escape, moment, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import Block

    from bot.models import Setup

MAX_LISTED = 20  # each takes two blocks; Slack allows 50 in a message
EXPIRES_AFTER = timedelta(days=7)


def setups_list(setups: Sequence[Setup], command: str) -> Message:
    """List somebody's unfinished setups with what can be done about each; for their eyes only."""
    if not setups:
        text = f"You have no unfinished setups. `{escape(command)} new` starts one."
        return message(text, section(text))
    text = f"You have {count(len(setups), 'unfinished setup')}."
    return message(f"{text} {_titles(setups)}", header("Unfinished setups"), *listing(setups))


def listing(setups: Sequence[Setup]) -> list[Block]:
    """Show each setup with its state and its buttons, and say how many were left out."""
    blocks: list[Block] = []
    for setup in setups[:MAX_LISTED]:
        buttons = setup_buttons(setup)
        blocks += [section(_entry(setup)), *([buttons] if buttons else [])]
    more = len(setups) - MAX_LISTED
    if more > 0:
        blocks += [
            divider(),
            context(f"{more:,} more are not shown. Finish or cancel some of these to see them."),
        ]
    return blocks


def reminder(setup: Setup) -> Message:
    """Remind the requester that they are still waited for, and until when."""
    until = f" I wait until {moment(setup.waiting_since + EXPIRES_AFTER)}." if setup.waiting_since else ""
    text = (
        f":wave: {bold(title(setup))} still waits for {awaited(setup)}. "
        f"Once you have, everything else happens by itself.{until}"
    )
    return message(text, section(text), setup_buttons(setup, with_link=True))


def expired(setup: Setup) -> Message:
    """Say that nobody followed the link for seven days, and what that means."""
    text = (
        f":alarm_clock: {bold(title(setup))} has expired: nobody followed the link for seven days. "
        f"{_not_done(setup)}{_remains(setup)}"
    )
    return message(text, section(text), setup_buttons(setup))


def _entry(setup: Setup) -> str:
    since = moment(setup.waiting_since or setup.created_at)
    problem = escape(f"\n{setup.problem.message} {setup.problem.guidance}") if setup.problem else ""
    where = " The link is in my direct message to you." if setup.auth_url else ""
    kind = f" ({ends(setup)})" if has_own_name(setup) else ""
    return f"{bold(title(setup))}{kind}\n{state_words(setup)}{where}{problem}\nSince {since}"


def _titles(setups: Sequence[Setup]) -> str:
    return " ".join(f"{named(title(setup), 60)}: {state_words(setup)}" for setup in setups[:5])


def _remains(setup: Setup) -> str:
    remains = what_exists(setup)
    return f" In Polytomic there is still {remains}: a new sync can use it." if remains else ""


def _not_done(setup: Setup) -> str:
    return {
        Wish.SYNC: f"No bulk sync {ends(setup)} was created.",
        Wish.CONNECTION: "The connection was not finished.",
        Wish.REPAIR: "The connection still has its old credentials.",
    }[setup.wish]
