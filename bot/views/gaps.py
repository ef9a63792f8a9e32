"""A time of which nobody can tell any more what happened, and how things stand since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import context, section
from bot.views.message import Message, message
from bot.views.text import bold, count, listed, moment, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.models import Gap, SeenExecution

WELL, UNDER_WAY = "completed", "running"
SHOWN = 10  # bulk syncs that are told of one by one
MAX_REASON = 200


def gap_notice(gap: Gap, heard: Sequence[SeenExecution]) -> Message:
    """Say what could not be seen and why, and how what this channel watches stands now."""
    happened = (
        ":warning: I could not see what happened at Polytomic "
        f"between {moment(gap.begin_at)} and {moment(gap.end_at)}."
    )
    why = "I was out of reach of it for longer than the two days for which it tells me."
    stands = "\n".join(_standing(heard))
    nothing_to_do = (
        "I watch again, so there is nothing to do. Polytomic's page of a sync lists its older runs."
    )
    return message(
        f"{happened} {why} {stands}", section(f"{happened} {why}"), section(stands), context(nothing_to_do)
    )


def _standing(heard: Sequence[SeenExecution]) -> list[str]:
    bad = [one for one in heard if one.status not in {WELL, UNDER_WAY}]
    running = tuple(one.sync_name for one in heard if one.status == UNDER_WAY)
    well = sum(one.status == WELL for one in heard)
    lines = ["This is how things stand:", *map(_bad, bad[:SHOWN])]
    if len(bad) > SHOWN:
        lines.append(f"• and {count(len(bad) - SHOWN, 'more run')} that did not complete")
    if running:
        lines.append(f"• running now: {listed(running, SHOWN)}")
    if well:
        lines.append(f"• {count(well, 'newest run')} completed")
    if len(lines) == 1:
        return ["As things stand, nothing that is watched here has run since."]
    return lines


def _bad(one: SeenExecution) -> str:
    how = {
        "errors": "completed with errors",
        "failed": "failed",
        "canceled": "was cancelled",
        "interrupted": "was interrupted",
    }.get(one.status, f"ended as {named(one.status, 40)}")
    why = f": {named(one.reason, MAX_REASON)}" if one.reason else ""
    return f"• {bold(one.sync_name)} {how}{why}"
