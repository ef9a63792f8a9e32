"""The rows that the event feed reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.store import Beats, Cursors, Gaps, SeenExecutions, Watches

if TYPE_CHECKING:
    from bot.store import Database


@dataclass(frozen=True)
class FeedRows:
    """What is watched, how far events were read, and what was heard."""

    watches: Watches
    cursors: Cursors
    executions: SeenExecutions
    gaps: Gaps
    beats: Beats

    @classmethod
    def of(cls, database: Database) -> Self:
        """Find them in a database."""
        return cls(
            Watches(database), Cursors(database), SeenExecutions(database), Gaps(database), Beats(database)
        )
