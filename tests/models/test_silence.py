"""Quiet hours and mutes, in any time zone and on the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Person, QuietHours, Watch, next_morning, silent_until
from bot.models.silence import quiet_until

NIGHT = QuietHours(begin=time(22), end=time(7), timezone="Europe/Berlin")


def at(words: str) -> datetime:
    """Read a moment in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def a_watch(**fields: object) -> Watch:
    """Let a channel watch all syncs."""
    known = {"id": uuid4(), "asked_by": Person(team_id="T1", user_id="U1"), "channel_id": "C1"}
    return Watch.model_validate(known | {"created_at": at("2026-01-01")} | fields)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-25 20:59:59", None),  # Berlin is an hour ahead
        ("2026-11-25 21:00", "2026-11-26 06:00"),
        ("2026-11-26 05:59", "2026-11-26 06:00"),
        ("2026-11-26 06:00", None),
        ("2026-07-25 20:00", "2026-07-26 05:00"),  # two in summer
    ],
)
def test_quiet_hours_may_go_past_midnight(now: str, end: str | None) -> None:
    """They belong to the evening on which they begin, by the clock on the wall."""
    assert quiet_until(NIGHT, at(now)) == (at(end) if end else None)


@pytest.mark.parametrize(
    ("begin", "end", "now", "until"),
    [
        (time(2, 30), time(5), "2026-03-29 01:15", None),  # 02:30 does not exist that night: it is 03:30
        (time(2, 30), time(5), "2026-03-29 01:30", "2026-03-29 03:00"),
        (time(1), time(2, 30), "2026-10-25 00:45", "2026-10-25 01:30"),  # 02:45, and once more 02:30 to come
        (time(22), time(7), "2026-10-24 20:00", "2026-10-25 06:00"),  # a night of ten hours
        (time(22), time(7), "2026-03-28 21:00", "2026-03-29 05:00"),  # and one of eight
    ],
)
def test_the_nights_on_which_clocks_change(begin: time, end: time, now: str, until: str | None) -> None:
    """Nobody is woken in an hour that comes twice."""
    quiet = QuietHours(begin=begin, end=end, timezone="Europe/Berlin")
    assert quiet_until(quiet, at(now)) == (at(until) if until else None)


def test_a_mute_that_ends_in_quiet_hours_lasts_until_their_end() -> None:
    """Both keep silent; what is told afterwards is told once."""
    watch = a_watch(quiet=NIGHT, muted_until=at("2026-11-25 23:00"))
    assert silent_until(watch, at("2026-11-25 12:00")) == at("2026-11-26 06:00")
    assert silent_until(watch, at("2026-11-26 06:00")) is None
    assert silent_until(a_watch(), at("2026-11-25 12:00")) is None
    assert silent_until(a_watch(muted_until=at("2026-11-25 11:00")), at("2026-11-25 12:00")) is None


def test_tomorrow_is_the_day_after_the_one_on_the_wall() -> None:
    """Late in the evening of Los Angeles it is the next day in UTC already."""
    assert next_morning(at("2026-11-26 05:00"), "America/Los_Angeles", time(9)) == at("2026-11-26 17:00")
    assert next_morning(at("2026-11-26 09:00"), "America/Los_Angeles", time(9)) == at("2026-11-27 17:00")


half_hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])


@given(half_hours, half_hours, zones, st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_a_silence_ends_and_is_over_then(begin: time, end: time, zone: str, now: datetime) -> None:
    """Whatever the hours: at the end that is named the watch speaks, within little more than a day."""
    if begin == end:  # the form refuses that
        return
    quiet, moment = QuietHours(begin=begin, end=end, timezone=zone), now.replace(tzinfo=UTC)
    until = quiet_until(quiet, moment)
    if until is not None:
        assert moment < until <= moment + timedelta(hours=25)
