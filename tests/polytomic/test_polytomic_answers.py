"""How answers that leave things out, or spell them differently, are read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import Frequency, Schedule
from bot.polytomic import (
    BatchStatus,
    BulkSync,
    Connection,
    ConnectionType,
    Event,
    Execution,
    SchemaStatus,
)

ACCOUNT = {"schema": "Account", "status": "completed", "record_count": 5, "error_count": 1}
LEAD = {"schema": "Lead", "status": "running", "record_count": 7}
CASE = {"schema": "Case", "status": "scheduled"}


def test_totals_come_from_the_objects_where_the_execution_has_none() -> None:
    """2023-04-25 counts per object only; null while running is not zero."""
    run = Execution.model_validate({"id": "e1", "status": "running", "schemas": [ACCOUNT, LEAD, CASE]})
    assert (run.records, run.errors, run.warnings) == (12, 1, None)
    assert (run.objects_done, run.objects_total) == (1, 3)
    total = Execution.model_validate({"id": "e1", "record_count": 3, "schemas": [ACCOUNT]})
    assert total.records == 3


@pytest.mark.parametrize(
    ("status", "over", "succeeded"),
    [
        *((word, False, False) for word in ("created", "scheduled", "running", "exporting", "processing")),
        ("canceling", False, False),
        *((word, True, False) for word in ("canceled", "failed", "errors", "interrupted")),
        ("completed", True, True),
        ("a-new-word", False, False),
        (None, False, False),
    ],
)
def test_an_execution_is_over_or_it_is_not(status: str | None, *, over: bool, succeeded: bool) -> None:
    """A poller must neither hang on an end nor stop at a word it does not know."""
    run = Execution.model_validate({"id": "e1", "status": status})
    assert (run.is_over, run.succeeded) == (over, succeeded)


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        ({"cache_status": "refreshing"}, False),
        ({"cache_status": "fresh"}, True),
        ({"cache_status": "cached"}, True),
        ({}, True),
        ({"cache_status": "fresh", "last_refresh_started": "2026-03-01T12:00:00Z"}, False),
        (
            {
                "cache_status": "completed",
                "last_refresh_started": "2026-03-01T12:00:00Z",
                "last_refresh_finished": "2026-03-01T12:00:05Z",
            },
            True,
        ),
        (
            {
                "cache_status": "cached",
                "last_refresh_started": "2026-03-01T12:00:00Z",
                "last_refresh_finished": "2026-02-01T12:00:05Z",
            },
            False,
        ),
        ({"last_refresh_started": "0001-01-01T00:00:00Z", "last_refresh_finished": ""}, True),
    ],
)
def test_schemas_are_ready_unless_a_refresh_is_known_to_run(answer: dict[str, Any], *, ready: bool) -> None:
    """No source lists the words; an unknown one must not make people wait for ever."""
    assert SchemaStatus.model_validate(answer).is_ready is ready


def test_a_type_is_taken_for_both_ends_unless_it_says_otherwise() -> None:
    """2023-04-25 tells no capabilities."""
    silent = ConnectionType.model_validate({"id": "x", "capabilities": None}).capabilities
    partial = ConnectionType.model_validate({"id": "x", "capabilities": {"destination": False}}).capabilities
    assert (silent.source, silent.destination) == (True, True)
    assert (partial.source, partial.destination) == (True, False)


def test_only_healthy_is_healthy() -> None:
    """Every other word, known or not, means that the connection is not ready."""
    words = ["healthy", "unhealthy", "", "Healthy?"]
    assert [Connection(id="c", status=word).is_healthy for word in words] == [True, False, False, False]


def test_a_schedule_is_read_back_in_our_words() -> None:
    """Both spellings of the key are read; a schedule that the bot cannot express is None."""
    weekly = {"frequency": "weekly", "hour": "05", "minute": "30", "day_of_week": "Monday"}
    ours = Schedule(frequency=Frequency.WEEKLY, hour=5, minute=30, weekday="monday")
    for key in ("schedule", "default_schedule"):
        sync = BulkSync.model_validate({"id": "s1", key: weekly})
        assert sync.schedule is not None
        assert sync.schedule.as_schedule() == ours
    custom = BulkSync.model_validate({"id": "s1", "schedule": {"frequency": "custom"}}).schedule
    assert custom is not None
    assert custom.as_schedule() is None


def test_an_event_is_read_in_either_spelling() -> None:
    """Polytomic's own pages disagree about the key of the name."""
    for key in ("sync_name", "name"):
        event = Event.model_validate(
            {"id": "1", "type": "bulk_sync.failed", "event": {key: "Sync", "error": "no"}}
        )
        assert (event.sync_name, event.error, event.sync_id) == ("Sync", "no", "")
    assert Event.model_validate({"id": "1", "event": None}).execution_id == ""


def test_the_next_run_is_read_in_either_spelling() -> None:
    """The batch answer alone is in camel case."""
    for key in ("nextExecutionTime", "next_execution_time"):
        status = BatchStatus.model_validate({"sync_id": "s1", key: "2026-03-01T12:00:00"})
        assert status.next_execution_time is not None
        assert status.next_execution_time.utcoffset() is not None
