"""Words for what the models hold, safe and short enough for Slack."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE = 60
_ELLIPSIS = "…"
_BROADCAST = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # invisible; "@⁠here" notifies nobody
_HALF_AN_ENTITY = re.compile(r"&[#\w]{0,5}\Z|<[^>]*\Z")


def length(text: str) -> int:
    """Count as JavaScript does: a character outside the basic plane is two, so Slack never counts more."""
    return len(text) if text.isascii() else len(_units(text)) // 2


def cut(text: str, limit: int) -> str:
    """Shorten a text to a limit of Slack's, and show that it was shortened."""
    if length(text) <= limit:
        return text
    kept = _units(text)[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + _ELLIPSIS


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def escape(text: str) -> str:
    """Make a text mean only itself in mrkdwn: no link, no mention, nobody notified."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub("@" + _WORD_JOINER, text)


def clip(mrkdwn: str, limit: int) -> str:
    """Shorten finished mrkdwn without leaving half an entity, link or date behind."""
    if length(mrkdwn) <= limit:
        return mrkdwn
    kept = cut(mrkdwn, limit).removesuffix(_ELLIPSIS)
    return _HALF_AN_ENTITY.sub("", kept) + _ELLIPSIS


def named(text: str, limit: int = 120) -> str:
    """Write a name that a person gave, on one line and escaped."""
    return escape(cut(" ".join(text.split()) or "(no name)", limit))


def bold(text: str, limit: int = 120) -> str:
    """Write a name in bold."""
    return f"*{named(text, limit)}*"


def reason(message: str, guidance: str, person_id: str | None = None) -> str:
    """Set what happened above what to do next, and name whom to ask."""
    happened = escape(" ".join(message.split()))
    whom = f" You can ask {person(person_id)}." if person_id else ""
    is_plain = happened and "*" not in happened  # bold does not nest
    lines = (f"*{happened}*" if is_plain else happened, f"{escape(guidance.strip())}{whom}".strip())
    return "\n".join(line for line in lines if line)


def person(user_id: str) -> str:
    """Mention somebody."""
    return f"<@{user_id}>"


def channel(channel_id: str) -> str:
    """Link a channel."""
    return f"<#{channel_id}>"


def moment(when: datetime) -> str:
    """Write a time that Slack shows in each reader's own time zone."""
    fallback = when.strftime("%Y-%m-%d %H:%M %Z").strip()
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def clock(when: datetime) -> str:
    """Write a time of the day that Slack shows in each reader's own time zone."""
    return f"<!date^{int(when.timestamp())}^{{time}}|{when.strftime('%H:%M %Z').strip()}>"


def roughly(span: timedelta) -> str:
    """Say how long something takes, no more exactly than a guess is."""
    seconds = span.total_seconds()
    if seconds < _MINUTE - 5:
        return count(max(10, round(seconds / 10) * 10), "second")
    if seconds < 90 * _MINUTE:
        return count(max(1, round(seconds / _MINUTE)), "minute")
    return duration(timedelta(minutes=round(seconds / _MINUTE / 10) * 10))


def count(number: int, noun: str) -> str:
    """Write a number with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def none_of(number: int, noun: str) -> str:
    """Begin a sentence about things of which none fits; a single one has no "none of"."""
    return f"None of the {count(number, noun)}" if number > 1 else f"No {noun}"


def duration(span: timedelta) -> str:
    """Say how long something took, in at most two units."""
    seconds = max(0, round(span.total_seconds()))
    parts = []
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(count(amount, unit))
    return " ".join(parts[:2]) or "less than a second"


def listed(names: tuple[str, ...], shown: int = 10) -> str:
    """Name the first few of many, and say how many more there are."""
    written = ", ".join(named(name, 60) for name in names[:shown])
    more = len(names) - shown
    return f"{written} and {more:,} more" if more > 0 else written
