"""How people speak of a setup: its name, its ends, its state, its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Frequency, ObjectChoice, Question, State, Wish
from bot.views.text import channel, count, listed, named

if TYPE_CHECKING:
    from bot.models import End, Objects, Plan, Schedule, Setup

ARROW = "→"
_MODES = {"replicate": "Replicate", "snapshot": "Snapshot", "append": "Append"}
_TIMED = "at {hour:02}:{minute:02} UTC"


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
    return setup.plan.name if setup.plan and setup.plan.name.strip() else plain_ends(setup)


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


def object_words(objects: Objects) -> str:
    """Say which objects are synced."""
    if objects.choice is ObjectChoice.ALL:
        return "All objects"
    if objects.choice is ObjectChoice.LATER or not objects.names:
        return "You pick them after the sign-in"
    return f"{count(len(objects.names), 'object')}: {listed(objects.names)}"


def schedule_words(schedule: Schedule) -> str:
    """Say when a sync runs."""
    time = _TIMED.format(hour=schedule.hour or 0, minute=schedule.minute or 0)
    return {
        Frequency.MANUAL: "Only when someone runs it",
        Frequency.CONTINUOUS: "Continuously",
        Frequency.HOURLY: f"Every hour, {_past(schedule.minute or 0)}",
        Frequency.DAILY: f"Every day {time}",
        Frequency.WEEKLY: f"Every {(schedule.weekday or 'week').capitalize()} {time}",
    }[schedule.frequency]


def mode_words(mode: str) -> str:
    """Write a mode as Polytomic's own pages do."""
    return _MODES.get(mode) or named(mode.capitalize(), 40)


def target_words(setup: Setup) -> str:
    """Say where the rows arrive."""
    schema = setup.plan.schema_name if setup.plan else ""
    where = end_words(setup.destination)
    return f"{where}, schema {named(schema)}" if schema.strip() else where


def plan_words(plan: Plan) -> list[str]:
    """Sum up a plan in short phrases."""
    return [
        object_words(plan.objects),
        f"into schema {named(plan.schema_name)}" if plan.schema_name.strip() else "",
        f"mode {mode_words(plan.mode)}",
        schedule_words(plan.schedule),
        f"announced in {channel(plan.channel_id)}",
    ]


def state_words(setup: Setup) -> str:
    """Say where a setup stands, and whose turn it is."""
    if setup.question is not None and not is_given_up(setup):
        where = f" in {channel(setup.plan.channel_id)}" if setup.plan else ""
        return _WAITS_FOR[setup.question].format(where=where)
    if setup.wish is not Wish.SYNC and setup.state is State.FINISHED:
        return _alone_words(setup)
    return {
        State.CONNECTING: "Its questions are being answered.",
        State.AWAITING_AUTHORIZATION: _waits_for_you(setup),
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


def page_end(setup: Setup) -> End | None:
    """Return the end whose credentials are entered on the secure page."""
    return setup.end(setup.page.side) if setup.page else None


def _waits_for_you(setup: Setup) -> str:
    if setup.page is None:
        return f"Waits for you to sign in to {source_type(setup)}."
    return (
        f"Waits for you to enter the credentials of {end_words(page_end(setup))} on Polytomic's secure page."
    )


def _alone_words(setup: Setup) -> str:
    if setup.problem is not None:
        return "The connection exists, but does not work."
    if setup.wish is Wish.REPAIR:
        return "The connection has new credentials and works."
    return "The connection exists and works."


def is_given_up(setup: Setup) -> bool:
    """Tell whether a setup ended without a bulk sync."""
    return setup.state in {State.FAILED, State.CANCELLED, State.EXPIRED}


def _past(minute: int) -> str:
    return f"{count(minute, 'minute')} past" if minute else "on the hour"


def _type(end: End | None, unknown: str) -> str:
    return (end.type_name.strip() or end.type) if end else unknown
