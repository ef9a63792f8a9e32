"""How much there is to do: the database's own figures, read by one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Text, cast, column, extract, func, literal, select, union_all
from sqlalchemy import table as table_named

from bot.store import tables
from bot.store.tables import IS_NOT_OVER, IS_UNFINISHED, IS_UNTOLD
from bot.store.trouble_tables import reports, troubles

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause, Select

    from bot.store.database import Database

JOBS, SETUPS, RUNS, UNTOLD, SINCE_BEAT, SINCE_EVENTS = "jobs", "setups", "runs", "untold", "beat", "events"
TOLD = (tables.setups, tables.runs, tables.connection_health, tables.gaps, troubles, reports)


class Count(NamedTuple):
    """One figure: of what, of which kind of it, and how many or how many seconds."""

    of: str
    kind: str
    value: float


class Counts:
    """Counts what waits; the conditions are those of the partial indexes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def now(self) -> list[Count]:
        """Return every figure that is not zero; raises StoreDown."""
        async with self._database.statement() as connection:
            return [Count(*row) for row in await connection.execute(_QUERY)]


def _by(of: str, kind: ColumnElement[str], source: FromClause, condition: Any) -> Select[*tuple[Any, ...]]:
    label = cast(kind, Text)
    return select(literal(of), label, func.count()).select_from(source).where(condition).group_by(label)


def _since(of: str, source: FromClause, moment: str) -> Select[*tuple[Any, ...]]:
    seconds = extract("epoch", func.clock_timestamp() - source.c[moment])
    return select(literal(of), source.c.name, seconds)


_jobs = table_named("procrastinate_jobs", column("status"))
_QUERY = union_all(
    _by(JOBS, _jobs.c.status, _jobs, literal(value=True)),
    _by(SETUPS, tables.setups.c.state, tables.setups, IS_UNFINISHED),
    _by(RUNS, tables.runs.c.state, tables.runs, IS_NOT_OVER),
    *(_by(UNTOLD, literal(one.name), one, IS_UNTOLD) for one in TOLD),
    _since(SINCE_BEAT, tables.beats, "next_at"),
    _since(SINCE_EVENTS, tables.cursors, "read_at"),
)
