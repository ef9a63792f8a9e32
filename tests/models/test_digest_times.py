"""When a digest is due, in its own time zone, on days that have an hour too few or too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import WEEKDAYS, Digest, Every, Person
from bot.models.digests import begin_of, newest_due, next_due, zone_of

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]


def a_digest(**changes: object) -> Digest:
    """Make a digest for every day at nine in Berlin."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    known = {
        "id": uuid4(),
        "asked_by": Person(team_id="T1", user_id="UANNA"),
        "channel_id": "CDATA",
        "timezone": "Europe/Berlin",
        "next_at": now,
        "created_at": now,
    }
    return Digest.model_validate(known | changes)


def at(text: str) -> datetime:
    """Read a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "after", "due"),
    [
        ({}, "2026-01-15T07:59", "2026-01-15T08:00"),
        ({}, "2026-01-15T08:00", "2026-01-16T08:00"),
        ({}, "2026-07-15T06:00", "2026-07-15T07:00"),
        ({"hour": 2}, "2026-03-28T12:00", "2026-03-29T01:00"),  # 2:00 does not exist: 3:00 does
        ({"hour": 2}, "2026-03-29T01:00", "2026-03-30T00:00"),
        ({"hour": 2}, "2026-10-24T12:00", "2026-10-25T00:00"),  # 2:00 comes twice: the first one
        ({"hour": 2}, "2026-10-25T00:00", "2026-10-26T01:00"),
        ({"every": Every.WEEK, "weekday": "monday"}, "2026-11-23T07:00", "2026-11-23T08:00"),
        ({"every": Every.WEEK, "weekday": "monday"}, "2026-11-23T08:00", "2026-11-30T08:00"),
        ({"every": Every.WEEK, "weekday": "sunday"}, "2026-11-23T08:00", "2026-11-29T08:00"),
        ({"timezone": "Mars/Olympus"}, "2026-01-15T08:59", "2026-01-15T09:00"),
    ],
)
def test_it_is_due_at_its_hour_where_people_live(changes: dict[str, object], after: str, due: str) -> None:
    """Nine o'clock stays nine o'clock when the clocks change, and no day has two digests or none."""
    digest = a_digest(**changes)
    assert next_due(digest, at(after)) == at(due)
    assert newest_due(digest, at(due)) == at(due)


@given(
    st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: at("2024-01-01") + timedelta(minutes=minutes)),
    st.sampled_from(ZONES),
    st.sampled_from(Every),
    st.sampled_from(WEEKDAYS),
    st.integers(0, 23),
)
def test_one_follows_another_without_gap_or_overlap(
    now: datetime, timezone: str, every: Every, weekday: str, hour: int
) -> None:
    """A run between two digests is told in exactly one of them, in any zone and season."""
    digest = a_digest(timezone=timezone, every=every, weekday=weekday, hour=hour)
    last, following = newest_due(digest, now), next_due(digest, now)
    assert last <= now < following
    assert begin_of(digest, following) == last
    assert next_due(digest, last) == following
    assert following - last <= timedelta(days=1 if every is Every.DAY else 7, hours=2)
    local = following.astimezone(zone_of(digest))
    assert local.hour == hour or local.date() != last.astimezone(zone_of(digest)).date()
