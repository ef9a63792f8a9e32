"""How people speak of a setup: its name, its ends, its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Question, State, Wish
from bot.views.plan_words import place_words
from bot.views.text import channel, named

if TYPE_CHECKING:
    from bot.models import End, Setup

ARROW = "→"


def plain_ends(setup: Setup) -> str:
    """Name what a setup is about, unescaped: "Salesforce → Snowflake", "New Snowflake connection"."""
    if setup.wish is Wish.CONNECTION:
        return f"New {_type(setup.source, '')} connection".replace("  ", " ")
    if setup.wish is Wish.REPAIR:
        return f"Reconnect {setup.source.name if setup.source else 'a connection'}"
    return f"{_type(setup.source, 'source')} {ARROW} {_type(setup.destination, 'destination')}"


def ends(setup: Setup) -> str:
    """Name both ends by their types: "Salesforce → Snowflake"."""
    return named(plain_ends(setup), 200)


def title(setup: Setup) -> str:
    """Name a setup as its requester would, unescaped."""
    if setup.wish is not Wish.SYNC and setup.source and setup.source.name.strip():
        return setup.source.name
    return setup.plan.name if setup.plan and setup.plan.name.strip() else plain_ends(setup)


def has_own_name(setup: Setup) -> bool:
    """Tell whether a setup's title says more than what it is about."""
    return title(setup) != plain_ends(setup)


def source_type(setup: Setup) -> str:
    """Name the source's product."""
    return named(_type(setup.source, "the source"), 60)


def end_words(end: End | None) -> str:
    """Name one end by its connection and its type."""
    if end is None:
        return "not chosen yet"
    if not end.name or end.name == end.type_name:
        return named(end.type_name)
    return f"{named(end.name)} ({named(end.type_name, 60)})"


def target_words(setup: Setup) -> str:
    """Say where the rows arrive."""
    place = place_words(setup.plan.settings) if setup.plan else ""
    where = end_words(setup.destination)
    return f"{where}, {place}" if place else where


def state_words(setup: Setup) -> str:
    """Say where a setup stands, and whose turn it is."""
    if setup.question is not None and not is_given_up(setup):
        if setup.question is Question.CONTINUE and has_both_connections(setup):
            return "Both connections are there. Next come the questions about the bulk sync."
        where = f" in {channel(setup.plan.channel_id)}" if setup.plan else ""
        return _WAITS_FOR[setup.question].format(where=where)
    if setup.wish is not Wish.SYNC and setup.state is State.FINISHED:
        return _alone_words(setup)
    return {
        State.CONNECTING: "Its questions are being answered.",
        State.AWAITING_AUTHORIZATION: f"Waits for {awaited(setup)}.",
        State.AWAITING_SCHEMAS: f"Polytomic is reading the objects of {source_type(setup)}.",
        State.CREATING: "Polytomic is creating the bulk sync.",
        State.CREATED: "The bulk sync exists.",
        State.RUNNING: "The bulk sync exists and is running.",
        State.FINISHED: "The bulk sync exists and has run.",
        State.FAILED: "It failed. Nothing more happens by itself.",
        State.CANCELLED: "It was cancelled. Nothing more happens.",
        State.EXPIRED: "Nobody followed the link for seven days, so I stopped waiting.",
    }[setup.state]


_WAITS_FOR = {
    Question.OBJECTS: "Waits for you to pick the objects.",
    Question.SIGN_IN: "Needs a new link: the last one did not lead to a connection that works.",
    Question.REPAIR: "Polytomic refused to create the bulk sync. It waits for you.",
    Question.INVITE: "The bulk sync exists. Its announcement{where} waits for you.",
    Question.CONTINUE: "Stopped in the middle of its questions. You can continue where you left off.",
}


def has_both_connections(setup: Setup) -> bool:
    """Tell whether only the bulk sync itself is left to be asked about."""
    return all(end is not None and end.connection_id for end in (setup.source, setup.destination))


def page_end(setup: Setup) -> End | None:
    """Return the end whose credentials are entered on the secure page."""
    return setup.end(setup.page.side) if setup.page else None


def awaited(setup: Setup) -> str:
    """Say what is waited for: "you to sign in to Salesforce"."""
    if setup.page is None:
        return f"you to sign in to {source_type(setup)}"
    return f"you to enter the credentials of {end_words(page_end(setup))} on Polytomic's secure page"


def _alone_words(setup: Setup) -> str:
    if setup.problem is not None:
        return "The connection exists, but does not work."
    if setup.wish is Wish.REPAIR:
        return "The connection has new credentials and works."
    return "The connection exists and works."


def is_given_up(setup: Setup) -> bool:
    """Tell whether a setup ended without a bulk sync."""
    return setup.state in {State.FAILED, State.CANCELLED, State.EXPIRED}


def _type(end: End | None, unknown: str) -> str:
    return (end.type_name.strip() or end.type) if end else unknown
