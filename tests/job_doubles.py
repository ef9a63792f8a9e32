"""A queue that works on nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Jobs:
    """Takes jobs down instead of queueing them."""

    def __init__(self) -> None:
        self.deferred: list[tuple[str, UUID]] = []

    async def defer(self, task: str, row_id: UUID) -> None:
        """Take one down."""
        self.deferred.append((task, row_id))

    @property
    def row_ids(self) -> list[UUID]:
        """List the rows of the jobs."""
        return [row_id for _, row_id in self.deferred]
