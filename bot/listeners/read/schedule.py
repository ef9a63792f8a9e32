"""When a sync runs."""

from __future__ import annotations

from bot.errors import InvalidInput
from bot.listeners.read.answers import Json, required, text_of
from bot.models import WEEKDAYS, Frequency, Schedule
from bot.views.forms.schedule import KEEP, NEEDS_HOUR, NEEDS_MINUTE, NEEDS_WEEKDAY
from bot.views.ids import Block


def schedule_of(answers: dict[str, Json]) -> Schedule:
    """Read the schedule that is wanted; raises InvalidInput."""
    value = required(answers, Block.FREQUENCY, "Choose how often it runs.")
    if value not in set(Frequency):
        raise InvalidInput(Block.FREQUENCY, "I do not know this schedule.", "Choose one from the list.")
    frequency = Frequency(value)
    return Schedule(
        frequency=frequency,
        hour=_time(answers, Block.HOUR, 23) if frequency in NEEDS_HOUR else None,
        minute=_time(answers, Block.MINUTE, 59) if frequency in NEEDS_MINUTE else None,
        weekday=_weekday(answers) if frequency in NEEDS_WEEKDAY else None,
    )


def _time(answers: dict[str, Json], block: Block, highest: int) -> int:
    field = block if block in answers else Block.FREQUENCY  # submitted before the question was drawn
    typed = text_of(answers.get(block))
    if not typed.isdecimal() or int(typed) > highest:
        raise InvalidInput(field, f"The {block} is missing or not possible.", f"Type 0 to {highest}.")
    return int(typed)


def _weekday(answers: dict[str, Json]) -> str:
    value = text_of(answers.get(Block.WEEKDAY))
    if value not in WEEKDAYS:
        field = Block.WEEKDAY if Block.WEEKDAY in answers else Block.FREQUENCY
        raise InvalidInput(field, "The weekday is missing.", "Choose one.")
    return value


def schedule_so_far(answers: dict[str, Json], kept: Schedule) -> Schedule:
    """Take what is answered so far; a question that is hidden at the moment keeps its answer."""
    frequency = text_of(answers.get(Block.FREQUENCY))
    hour, minute = text_of(answers.get(Block.HOUR)), text_of(answers.get(Block.MINUTE))
    return Schedule(
        frequency=Frequency(frequency) if frequency in set(Frequency) else kept.frequency,
        hour=int(hour) if hour.isdecimal() else kept.hour,
        minute=int(minute) if minute.isdecimal() else kept.minute,
        weekday=text_of(answers.get(Block.WEEKDAY)) or kept.weekday,
    )


def is_left(answers: dict[str, Json]) -> bool:
    """Tell whether a schedule that the bot has no words for is left as it is."""
    return text_of(answers.get(Block.FREQUENCY)) == KEEP
