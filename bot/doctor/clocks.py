"""The clocks: Slack refuses what is signed five minutes off, and what waits is counted by the database's."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, well, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SECONDS = 60
NAME = "Clock"


def ahead_of(moment: datetime) -> float:
    """Return by how many seconds this machine's clock is ahead of one that shows `moment` now."""
    return (datetime.now(UTC) - moment).total_seconds()


def ahead_of_header(date: str | None) -> float | None:
    """Do so for the Date of an answer; None if it has none that can be read."""
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    return ahead_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def compare(clocks: Mapping[str, float]) -> Finding:
    """Say which clocks disagree with this machine's."""
    if not clocks:
        return well(NAME, "Nobody was reached to compare this machine's clock with.")
    off = {whose: ahead for whose, ahead in clocks.items() if abs(ahead) > MOST_SECONDS}
    if not off:
        return well(NAME, f"This machine's clock agrees with {_listed(clocks)}.")
    says = ", ".join(f"{abs(ahead):.0f} s {_side(ahead)} {whose}" for whose, ahead in off.items())
    guidance = (
        "Let both machines set their clocks by the network (timedatectl set-ntp true); from five minutes on, "
        "signed requests are refused."
    )
    return wrong(NAME, f"This machine's clock is {says}.", guidance)


def _side(ahead: float) -> str:
    return "ahead of" if ahead > 0 else "behind"


def _listed(names: Mapping[str, float]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
