"""A connection that broke, told once to everybody it concerns, and that it works again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import actions, button, context, section
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.text import bold, count, duration, listed, moment, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from bot.models import KnownConnection

MAX_REASON = 600
SHOWN = 5  # bulk syncs that are called by name


def health_alert(known: KnownConnection) -> Message:
    """Say what broke, since when, why, what it stops, and what to do; afterwards, that it works again."""
    return _over(known) if known.recovered_at else _broken(known)


def health_recovery(known: KnownConnection) -> Message:
    """Say in the alert's thread that the connection works again."""
    span = known.recovered_at - known.broke_at if known.recovered_at and known.broke_at else None
    after = f" after {duration(span)}" if span else ""
    runs = " Its syncs run again by their schedules." if known.syncs else ""
    text = f":white_check_mark: The connection {_name(known)} works again{after}.{runs}"
    return message(text, section(text))


def _broken(known: KnownConnection) -> Message:
    since = f" Noticed {moment(known.broke_at)}." if known.broke_at else ""
    happened = f":warning: The connection {_name(known)} stopped working.{since}"
    why = f"*Polytomic says:* {named(known.reason, MAX_REASON)}"
    blocks: list[Block | None] = [
        section(f"{happened}\n{why}"),
        section(f"{_stopped(known)} *Reconnect* gives it its credentials anew; then everything goes on."),
        actions(button("Reconnect", Action.RECONNECT, known.connection_id, primary=True)),
        _small_print(known),
    ]
    return message(f"{happened} {why} {_stopped(known)}", *blocks)


def _over(known: KnownConnection) -> Message:
    since = f" since {moment(known.recovered_at)}" if known.recovered_at else ""
    text = f":white_check_mark: The connection {_name(known)} works again{since}."
    from_when = f" {moment(known.broke_at)}" if known.broke_at else ""
    was = f"It had stopped working{from_when}: {named(known.reason, MAX_REASON)}"
    return message(f"{text} {was}", section(f"{text}\n{was}"), _small_print(known))


def _name(known: KnownConnection) -> str:
    return f"{bold(known.name)} ({named(known.type_name, 60)})" if known.type_name else bold(known.name)


def _stopped(known: KnownConnection) -> str:
    if not known.syncs:
        return "No bulk sync that was set up here uses it yet."
    return f"Until it works, {count(len(known.syncs), 'bulk sync')} cannot run: {listed(known.syncs, SHOWN)}."


def _small_print(known: KnownConnection) -> Block:
    return context(f"connection {named(known.connection_id)}")
