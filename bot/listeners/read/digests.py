"""What digest a channel shall get."""

from __future__ import annotations

from zoneinfo import available_timezones

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, answers_of, outdated, required, text_of
from bot.models import WEEKDAYS, DigestAnswers, Every
from bot.views.ids import Block
from bot.views.meta import Meta

_HOURS = range(24)


def digest_form(view: Json) -> DigestAnswers:
    """Read how often and when; raises InvalidInput."""
    answers, channel_id = answers_of(view), Meta.of(view).channel_id
    if channel_id is None:
        raise outdated()
    rhythm, hour = text_of(answers.get(Block.EVERY)), text_of(answers.get(Block.HOUR))
    timezone = required(answers, Block.TIMEZONE, "Type a city, and choose one.")
    if timezone not in available_timezones():
        raise InvalidInput(Block.TIMEZONE, "This time zone is unknown to me.", "Choose another one.")
    is_weekly = rhythm in WEEKDAYS
    daily = Every.DAY if rhythm == Every.DAY else None
    return DigestAnswers(
        channel_id=channel_id,
        every=Every.WEEK if is_weekly else daily,
        weekday=rhythm if is_weekly else WEEKDAYS[0],
        hour=int(hour) if hour.isdecimal() and int(hour) in _HOURS else 9,
        timezone=timezone,
    )
