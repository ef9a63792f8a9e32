from __future__ import annotations

import pytest

from bot.notifier import ChannelBusy
from bot.notifier.pace import AT_ONCE, Pace


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def turns(pace: Pace, clock: Clock, seconds: float) -> list[float]:
    """Let somebody ask for turns all the time; returns when the messages go out."""
    begin, at = clock.now, []
    while clock.now < begin + seconds:
        try:
            at.append(clock.now + pace.turn("C1") - begin)
        except ChannelBusy:
            clock.now += 0.1
    return at


def test_a_channel_gets_about_one_message_a_second() -> None:
    """Slack refuses more; a few at once are taken, so that a single story is told without a pause."""
    clock = Clock()
    at = turns(Pace(clock), clock, 60)
    assert len(at) <= 60 + AT_ONCE + 2
    assert len(at) >= 60
    assert sum(one <= 10 for one in at) <= 10 + AT_ONCE
    assert at[:AT_ONCE] == [0.0] * AT_ONCE


def test_a_busy_channel_holds_no_other_up() -> None:
    """Who would wait long comes again, and a quiet channel is told at once."""
    pace = Pace(Clock())
    waits = [pace.turn("C1") for _ in range(AT_ONCE + 1)]
    assert waits[-1] > 0
    with pytest.raises(ChannelBusy):
        pace.turn("C1")
    assert pace.turn("C2") == 0.0


def test_many_channels_are_forgotten_again() -> None:
    """Each person who ever got a message has a channel; the list must not grow for ever."""
    clock = Clock()
    pace = Pace(clock)
    for number in range(5000):
        clock.now += 1
        pace.turn(f"D{number}")
    assert len(pace._due) < 1100  # noqa: SLF001 - what grows is inside
