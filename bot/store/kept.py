"""Everything that is kept: one repository per noun, on one database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.store.beats import Beats
from bot.store.connections import KnownConnections
from bot.store.consequences import Following
from bot.store.cursors import Cursors
from bot.store.digests import Digests
from bot.store.executions import SeenExecutions
from bot.store.gaps import Gaps
from bot.store.homes import Homes
from bot.store.owed import Owed
from bot.store.posts import Posts
from bot.store.runs import Runs
from bot.store.setups import Setups
from bot.store.sums import Sums
from bot.store.triggers import Triggers
from bot.store.troubles import Troubles
from bot.store.watches import Watches

if TYPE_CHECKING:
    from bot.store.database import Database


@dataclass(frozen=True)
class Kept:
    """All repositories."""

    beats: Beats
    connections: KnownConnections
    cursors: Cursors
    digests: Digests
    executions: SeenExecutions
    following: Following
    gaps: Gaps
    homes: Homes
    owed: Owed
    posts: Posts
    runs: Runs
    setups: Setups
    sums: Sums
    triggers: Triggers
    troubles: Troubles
    watches: Watches

    @classmethod
    def of(cls, database: Database) -> Self:
        """Find them in a database."""
        return cls(
            beats=Beats(database),
            connections=KnownConnections(database),
            cursors=Cursors(database),
            digests=Digests(database),
            executions=SeenExecutions(database),
            following=Following(database),
            gaps=Gaps(database),
            homes=Homes(database),
            owed=Owed(database),
            posts=Posts(database),
            runs=Runs(database),
            setups=Setups(database),
            sums=Sums(database),
            triggers=Triggers(database),
            troubles=Troubles(database),
            watches=Watches(database),
        )
