"""The matrix of bad days is played by `make chaos`; here is only what it needs to be told apart."""

from __future__ import annotations

from tests.chaos.calls import NO_STORY, Call, all_calls, calls_in


def test_no_reason_outlives_its_call() -> None:
    """Why no story makes a call is said only of calls that the bot has."""
    assert set(NO_STORY) <= {str(call) for call in all_calls()}


def test_calls_are_told_apart_by_their_paths() -> None:
    """An id takes the place of no word, and a file's address is no request to the API."""
    asked = [
        {"method": "GET", "path": "/api/bulk/syncs/status"},
        {"method": "GET", "path": "/api/bulk/syncs/1f"},
        {"method": "POST", "path": "/api/connections/test"},
        {"method": "GET", "path": "/logs/1f.log"},
    ]
    names = [{call.name for call in calls_in([one], [])} for one in asked]
    assert names == [{"statuses"}, {"bulk_sync"}, {"test_connection"}, {"log_file"}]
    assert calls_in([], [{"method": "views.open"}]) == {Call("slack", "views.open")}
