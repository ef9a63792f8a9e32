"""Beats: which replica does what comes round again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from bot.store.tables import beats

if TYPE_CHECKING:
    from sqlalchemy import Function

    from bot.store.database import Database


class Beats:
    """The moments at which periodic work is next due, shared by all replicas."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, name: str, *, every_seconds: float) -> bool:
        """Take the present beat; True for one caller per interval among all replicas.

        The rhythm is kept although callers come a little early or late: the next beat is due one interval
        after this one was due, not after it was taken, and never sooner than half an interval from now.
        """
        interval, half = _seconds(every_seconds), _seconds(every_seconds / 2)
        kept = func.greatest(beats.c.next_at + interval, func.now() + half)
        first = insert(beats).values(name=name, next_at=func.now() + interval)
        taken = first.on_conflict_do_update(
            index_elements=[beats.c.name], set_={"next_at": kept}, where=beats.c.next_at <= func.now()
        ).returning(beats.c.name)
        async with self._database.statement() as connection:
            return (await connection.execute(taken)).first() is not None


def _seconds(seconds: float) -> Function[object]:
    return func.make_interval(0, 0, 0, 0, 0, 0, seconds)
