"""What a channel wants to hear of a sync, or of all."""

from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, required, text_of
from bot.models import Mute, QuietHours, Tells, WatchAnswers
from bot.views.forms.watch import MOST_FAILURES
from bot.views.ids import Block
from bot.views.meta import Meta


def watch_form(view: Json) -> WatchAnswers:
    """Read how a channel shall follow something; raises InvalidInput."""
    answers, meta = answers_of(view), Meta.of(view)
    zone = _timezone(answers)
    mute = text_of(answers.get(Block.MUTE))
    return WatchAnswers(
        watch_id=meta.watch_id,
        version=meta.version or 0,
        sync_id=meta.sync_id,
        channel_id=meta.channel_id or required(answers, Block.CHANNEL, "Choose the channel to tell."),
        asks_channel=Block.CHANNEL in answers,
        tells=_tells(answers),
        in_threads=bool(_ticked(answers, Block.THREADS)),
        after_failures=_failures(answers),
        quiet=_quiet(answers, zone),
        timezone=zone,
        mentions=tuple((answers.get(Block.MENTIONS) or {}).get("selected_users") or ()),
        mute=Mute(mute) if mute in set(Mute) else Mute.NOT,
    )


def _ticked(answers: dict[str, Json], block: Block) -> list[str]:
    return [one["value"] for one in (answers.get(block) or {}).get("selected_options") or ()]


def _tells(answers: dict[str, Json]) -> tuple[Tells, ...]:
    chosen = _ticked(answers, Block.TELLS)
    tells = tuple(one for one in Tells if one.value in chosen)
    if not tells:
        raise InvalidInput(Block.TELLS, "Nothing is chosen, so I would tell nothing.", "Choose at least one.")
    return tells


def _failures(answers: dict[str, Json]) -> int:
    typed = text_of(answers.get(Block.AFTER_FAILURES))
    if not typed.isdecimal() or not 1 <= int(typed) <= MOST_FAILURES:
        raise InvalidInput(
            Block.AFTER_FAILURES,
            "This is no number that I can count to.",
            f"Type one from 1 to {MOST_FAILURES}.",
        )
    return int(typed)


def _timezone(answers: dict[str, Json]) -> str:
    zone = text_of(answers.get(Block.TIMEZONE)) or "UTC"
    if zone not in available_timezones():
        raise InvalidInput(Block.TIMEZONE, f"I know no time zone “{zone}”.", "Type a city and choose one.")
    return zone


def _quiet(answers: dict[str, Json], zone: str) -> QuietHours | None:
    begin, end = (text_of(answers.get(block)) for block in (Block.QUIET_FROM, Block.QUIET_TO))
    if not begin and not end:
        return None
    if not begin or not end:
        missing = Block.QUIET_TO if begin else Block.QUIET_FROM
        raise InvalidInput(missing, "Quiet hours need a begin and an end.", "Choose both, or neither.")
    if begin == end:
        raise InvalidInput(
            Block.QUIET_TO,
            "These quiet hours would end when they begin.",
            "Choose another time; to hear nothing for a day or a week, mute the watch.",
        )
    return QuietHours(begin=time.fromisoformat(begin), end=time.fromisoformat(end), timezone=zone)
