"""What a check found, and what the checks tell each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.store.places import Place


class Finding(NamedTuple):
    """What one check found; `guidance` only when something is to be done."""

    name: str
    is_well: bool
    says: str
    guidance: str = ""


def well(name: str, says: str) -> Finding:
    """Say that something is as it must be."""
    return Finding(name, is_well=True, says=says)


def wrong(name: str, says: str, guidance: str) -> Finding:
    """Say that something is not as it must be, and how to mend it."""
    return Finding(name, is_well=False, says=says, guidance=guidance)


@dataclass
class Seen:
    """What one check learns and a later one needs."""

    clocks: dict[str, float] = field(default_factory=dict)  # seconds that ours is ahead of each
    places: list[Place] = field(default_factory=list)  # where the bot must be able to post
    app_id: str | None = None  # of the app that the bot token belongs to
