"""When a sync runs: only the questions that the chosen frequency needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import NumberInputElement, StaticSelectElement

from bot.models import WEEKDAYS, Frequency
from bot.views.blocks import chosen, option, plain, question
from bot.views.ids import Action, Block

if TYPE_CHECKING:
    from slack_sdk.models.blocks import InputBlock

    from bot.models import Schedule

_FREQUENCIES = {
    Frequency.MANUAL: ("Manual", "Only when someone runs it"),
    Frequency.CONTINUOUS: ("Continuous", "About every five minutes"),
    Frequency.HOURLY: ("Hourly", "Once an hour"),
    Frequency.DAILY: ("Daily", "Once a day"),
    Frequency.WEEKLY: ("Weekly", "Once a week"),
}
NEEDS_MINUTE = {Frequency.HOURLY, Frequency.DAILY, Frequency.WEEKLY}
NEEDS_HOUR = {Frequency.DAILY, Frequency.WEEKLY}
NEEDS_WEEKDAY = {Frequency.WEEKLY}
_PROPOSED_HOUR = 5
_PROPOSED_WEEKDAY = WEEKDAYS[0]


KEEP = "keep"  # a schedule that the bot has no words for


def schedule_blocks(
    schedule: Schedule | None, *, action: Action = Action.CHOOSE_FREQUENCY, kept: str = ""
) -> list[InputBlock]:
    """Ask when a sync runs; `kept` are the words for a schedule that can be left but not be chosen."""
    blocks = [_frequency(schedule.frequency if schedule else KEEP, action, kept)]
    if schedule is None:
        return blocks
    frequency = schedule.frequency
    if frequency in NEEDS_WEEKDAY:
        blocks.append(_weekday(schedule.weekday or _PROPOSED_WEEKDAY))
    if frequency in NEEDS_HOUR:
        hour = _PROPOSED_HOUR if schedule.hour is None else schedule.hour
        blocks.append(_number(Block.HOUR, "Hour (UTC)", hour, 23))
    if frequency in NEEDS_MINUTE:
        blocks.append(_number(Block.MINUTE, "Minute (UTC)", schedule.minute or 0, 59))
    return blocks


def _frequency(frequency: str, action: Action, kept: str) -> InputBlock:
    options = [option(value, text, meaning) for value, (text, meaning) in _FREQUENCIES.items()]
    if kept:
        options.insert(0, option(KEEP, "Leave it as it is", kept))
    element = StaticSelectElement(
        action_id=action,
        placeholder=plain("Choose one", 150),
        options=options,
        initial_option=chosen(options, frequency),
    )
    return question(Block.FREQUENCY, "Schedule", element, dispatch=True)


def _weekday(weekday: str) -> InputBlock:
    options = [option(day, day.capitalize()) for day in WEEKDAYS]
    element = StaticSelectElement(
        action_id=Action.ANSWER, options=options, initial_option=chosen(options, weekday)
    )
    return question(Block.WEEKDAY, "Weekday (UTC)", element)


def _number(block: Block, label: str, value: int, highest: int) -> InputBlock:
    element = NumberInputElement(
        action_id=Action.ANSWER,
        is_decimal_allowed=False,
        initial_value=value,
        min_value=0,
        max_value=highest,
    )
    return question(block, label, element, hint=f"0 to {highest}")
