"""How people speak of a watch: what it follows, what it tells, and when it keeps silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Tells
from bot.views.text import bold, moment, named, person

if TYPE_CHECKING:
    from datetime import datetime, time

    from bot.models import QuietHours, Watch

ALL = "all syncs"
TELLS = {
    Tells.FAILURES: ("Failures", "Also runs that finish with errors or are interrupted"),
    Tells.RECOVERIES: ("Recoveries", "The first success after failures"),
    Tells.STARTS: ("Starts", "Each run as a card that shows how far it is"),
    Tells.SUCCESSES: ("Successes", "Each run that goes well"),
    Tells.CANCELLATIONS: ("Cancellations", "Each run that somebody cancels"),
}


def followed(sync_id: str | None, sync_name: str) -> str:
    """Name what is watched."""
    return bold(sync_name) if sync_id is not None else f"*{ALL}*"


def tells_words(watch: Watch) -> str:
    """Say what a watch tells: "failures and recoveries"."""
    names = [TELLS[one][0].lower() for one in TELLS if one in watch.tells]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def threshold_words(watch: Watch) -> str:
    """Say how many failures make an alert; empty if the first one does."""
    return f"after {watch.after_failures} failures in a row" if watch.after_failures > 1 else ""


def quiet_words(quiet: QuietHours | None) -> str:
    """Say when a watch keeps silent each day; empty if never."""
    if quiet is None:
        return ""
    return f"quiet from {clock(quiet.begin)} to {clock(quiet.end)}, {named(quiet.timezone, 60)} time"


def muted_words(until: datetime | None) -> str:
    """Say until when a watch is muted; empty if it is not."""
    return f"muted until {moment(until)}" if until else ""


def watch_words(watch: Watch, muted_until: datetime | None) -> str:
    """Sum up how a channel follows something, in one line."""
    parts = [
        tells_words(watch).capitalize(),
        threshold_words(watch),
        "" if watch.in_threads else "without threads",
        quiet_words(watch.quiet),
        f"mentions {', '.join(map(person, watch.mentions))}" if watch.mentions else "",
        muted_words(muted_until),
    ]
    return " · ".join(part for part in parts if part)


def clock(at: time) -> str:
    """Write a time of day."""
    return f"{at:%H:%M}"
