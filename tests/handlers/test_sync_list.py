"""Which bulk sync somebody means, and what Polytomic's answers say about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.handlers.activity import of_batch, of_execution
from bot.handlers.sync_list import meant
from bot.polytomic import BatchStatus, BulkSync, Execution

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SYNCS = [
    BulkSync(id="s-1", name="Orders"),
    BulkSync(id="s-2", name="Orders archive"),
    BulkSync(id="s-3", name="EU  Leads"),
    BulkSync(id="s-4", name="s-1"),
]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("orders", ["s-1"]),
        ("ORDERS ", ["s-1"]),
        ("order", ["s-1", "s-2"]),
        ("archive ord", ["s-2"]),
        ("eu leads", ["s-3"]),
        ("S-2", ["s-2"]),
        ("s-1", ["s-1"]),
        ("nothing", []),
        ("", ["s-1", "s-2", "s-3", "s-4"]),
    ],
)
def test_an_id_beats_a_name_and_a_whole_name_beats_a_part(words: str, ids: list[str]) -> None:
    """Nobody shall run "Orders archive" who typed "orders", and an id is never ambiguous."""
    assert [sync.id for sync in meant(SYNCS, words)] == ids


def part(schema: str, status: str, execution_id: str, minutes: int, **more: Any) -> dict[str, Any]:
    """Describe one object's last state."""
    begun = NOON + timedelta(minutes=minutes)
    return {
        "schema": schema,
        "status": status,
        "execution_id": execution_id,
        "started_at": begun.isoformat(),
        "completed_at": (begun + timedelta(minutes=1)).isoformat(),
        "record_count": 10,
        **more,
    }


def test_the_batch_status_is_that_of_the_newest_execution() -> None:
    """Objects that ran last in an older execution do not count for this one."""
    old, new = part("A", "failed", "e-1", 0, status_message="No."), part("B", "completed", "e-2", 5)
    known = of_batch(
        BatchStatus.model_validate({"sync_id": "s", "status": "completed", "schemas": [old, new]})
    )
    assert known is not None
    assert (known.status, known.records, known.objects_total) == ("completed", 10, 1)
    assert known.completed_at == NOON + timedelta(minutes=6)
    assert known.reason == ""


def test_a_running_batch_status_has_no_end_yet() -> None:
    """One object is done, the other is not."""
    parts = [part("A", "completed", "e-1", 0), part("B", "exporting", "e-1", 1, completed_at=None)]
    known = of_batch(BatchStatus.model_validate({"sync_id": "s", "status": "running", "schemas": parts}))
    assert known is not None
    assert known.is_running
    assert known.completed_at is None
    assert (known.objects_done, known.objects_total) == (1, 2)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"status": ""}, None),
        ({"status": None, "schemas": None}, None),
        ({"status": "resting"}, "resting"),
        ({"status": "", "schemas": [part("A", "failed", "e-1", 0)]}, "failed"),
        ({"status": "completed", "schemas": [{"schema": "A", "status": "completed"}]}, "completed"),
    ],
)
def test_a_thin_batch_status_is_read_all_the_same(answer: dict[str, Any], status: str | None) -> None:
    """Nothing ran; an unknown word; no word but objects; no times and no counts."""
    known = of_batch(BatchStatus.model_validate({"sync_id": "s", **answer}))
    assert (known.status if known else None) == status
    assert known is None or not known.is_running


def test_an_execution_without_numbers_is_read_all_the_same() -> None:
    """Counters may be null while it runs."""
    known = of_execution(Execution(id="e-1", status="created"))
    assert known is not None
    assert known.is_running
    assert known.records is None
    assert of_execution(None) is None
