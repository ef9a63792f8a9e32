"""The official SDK is the judge: what it reads in an answer, our client must read too."""

from __future__ import annotations

from typing import Any

import pytest
from polytomic_doubles import Loopback, Wish, asked_of_both
from pydantic import BaseModel

EXECUTION = {
    "id": "e1",
    "status": "errors",
    "status_message": "2 records failed",
    "is_test": False,
    "record_count": 12,
    "error_count": 2,
    "warning_count": 0,
    "created_at": "2026-03-01T12:00:00Z",
    "started_at": "2026-03-01T12:00:01.5Z",
    "completed_at": "2026-03-01T12:05:00Z",
    "schemas": [{"schema": "Account", "status": "completed", "record_count": 12, "error_count": 2}],
}
STATUS = {
    "sync_id": "s1",
    "status": "running",
    "nextExecutionTime": "2026-03-02T12:00:00Z",
    "schemas": [{"schema": "Account", "status": "running", "execution_id": "e1", "record_count": None}],
}
SYNC = {
    "id": "s1",
    "name": "Sync",
    "active": True,
    "mode": "replicate",
    "source_connection_id": "c1",
    "destination_connection_id": "c2",
    "destination_configuration": {"schema": "SF"},
    "default_schedule": {"frequency": "daily", "hour": "05", "minute": "30"},
    "updated_at": "2026-03-01T12:00:00Z",
}
CONNECTION = {
    "id": "c1",
    "name": "SF",
    "type": {"id": "salesforce", "name": "Salesforce"},
    "status": "unhealthy",
    "status_error": "The password expired",
    "created_at": "2026-03-01T12:00:00Z",
}
CAPABILITIES = {
    "source": True,
    "destination": False,
    "enrichment": False,
    "logging": False,
    "orchestration": False,
}
ANSWERS = [
    Wish(
        "types",
        lambda p: p.connection_types(),
        lambda s: s.connections.get_types(),
        [{"id": "snowflake", "name": "Snowflake", "capabilities": CAPABILITIES}],
    ),
    Wish("connections", lambda p: p.connections(), lambda s: s.connections.list(), [CONNECTION]),
    Wish("bulk sync", lambda p: p.bulk_sync("s1"), lambda s: s.bulk_sync.get("s1"), SYNC),
    Wish(
        "run", lambda p: p.execution("s1", "e1"), lambda s: s.bulk_sync.executions.get("s1", "e1"), EXECUTION
    ),
    Wish(
        "statuses",
        lambda p: p.statuses(["s1"]),
        lambda s: s.bulk_sync.executions.list_status(sync_id=["s1"]),
        [STATUS],
    ),
    Wish(
        "destination",
        lambda p: p.bulk_destination("c2"),
        lambda s: s.bulk_sync.get_destination("c2"),
        {"modes": [{"id": "replicate", "label": "Replicate", "description": "Copies"}]},
    ),
]
RENAMED = {
    "schema_id": "schema_",
    "next_execution_time": "next_execution_time",
    "schedule": "default_schedule",
}


def assert_same(ours: Any, theirs: Any) -> None:
    """Compare every field that both clients read, however deep."""
    if isinstance(ours, BaseModel):
        for name in type(ours).model_fields:
            other = RENAMED.get(name, name)
            if other in type(theirs).model_fields:
                assert_same(getattr(ours, name), getattr(theirs, other))
    elif isinstance(ours, list | tuple):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            assert_same(one, other)
    else:
        assert ours == theirs or not (ours or theirs)  # what is missing is "" here and None there


@pytest.mark.parametrize("wish", ANSWERS, ids=lambda wish: wish.name)
async def test_we_read_what_the_official_sdk_reads(server: Loopback, wish: Wish) -> None:
    """A field that both clients know has the same value in both."""
    mine, theirs = await asked_of_both(server, wish)
    assert_same(mine, theirs.data)
