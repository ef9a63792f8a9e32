"""A gap, and executions that were heard of after it, with names from plain to hostile."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

from view_samples import NAMES, NOON

from bot.models import Gap, SeenExecution

GAP = Gap(
    id=UUID("12345678-1234-1234-1234-123456789012"),
    begin_at=NOON,
    end_at=NOON + timedelta(hours=5),
    created_at=NOON + timedelta(hours=53),
)


def seen(status: str = "completed", **fields: object) -> SeenExecution:
    """Hear of an execution."""
    known = {"sync_id": "s-1", "sync_name": "Nightly", "created_at": NOON}
    key = uuid4()
    return SeenExecution.model_validate(
        {"id": key, "execution_id": str(key), "status": status, **known, **fields}
    )


def all_heard() -> Iterator[list[SeenExecution]]:
    """Hear of nothing, of one of each kind, and of very many."""
    yield []
    kinds = ("running", "completed", "errors", "failed", "canceled", "interrupted", "new word")
    for name in NAMES.values():
        yield [seen(kind, sync_name=name, reason=name) for kind in kinds]
        yield [seen(kind, sync_name=name, reason=name) for kind in kinds for _ in range(100)]
