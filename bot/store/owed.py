"""What is owed: the rows that should have a job and may have none, found by one question for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DateTime, and_, bindparam, literal, or_, select, union_all

from bot.models import RunState, State
from bot.store import jobs
from bot.store.leases import is_free
from bot.store.tables import IS_NOT_OVER, IS_UNFINISHED, IS_UNTOLD, connection_health, gaps, runs, setups
from bot.store.trouble_tables import reports, troubles

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select, Table, TextClause

    from bot.store.database import Database

AT_ONCE = 500  # of each kind, that one beat looks at; the next takes the rest
NOW = bindparam("now", type_=DateTime(timezone=True))


class Owed:
    """Knows which jobs nobody may have deferred, after a crash for instance."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def jobs(self, now: datetime) -> list[tuple[str, UUID]]:
        """List the task and the row of each, oldest first within a task.

        Those are setups that can go on by themselves (planned, unasked, unclaimed, and it is time), runs that
        were added before now and are to be started, and rows whose present version nobody has been told of. A
        run that somebody holds is theirs to start and to tell.
        """
        async with self._database.statement() as connection:
            return [(row.task, row.id) for row in await connection.execute(_ALL, {"now": now})]


def _of(task: str, table: Table, *conditions: ColumnElement[bool] | TextClause) -> Select[tuple[str, UUID]]:
    found = select(literal(task).label("task"), table.c.id).where(*conditions)
    return found.order_by(table.c.created_at).limit(AT_ONCE)


_CAN_GO_ON = and_(
    setups.c.state.in_([State.AWAITING_SCHEMAS.value, State.CREATING.value]),
    setups.c.question.is_(None),
    setups.c.plan.is_not(None),
    or_(setups.c.next_try_at.is_(None), setups.c.next_try_at <= NOW),
    is_free(setups),
)
_IS_STARTING = and_(runs.c.state == RunState.STARTING.value, runs.c.created_at < NOW, is_free(runs))
_ALL = union_all(
    _of(jobs.CREATE_BULK_SYNC, setups, IS_UNFINISHED, _CAN_GO_ON),
    _of(jobs.TELL_SETUP, setups, IS_UNTOLD),
    _of(jobs.START_RUN, runs, IS_NOT_OVER, _IS_STARTING),
    _of(jobs.TELL_RUN, runs, IS_UNTOLD, is_free(runs)),
    _of(jobs.TELL_HEALTH, connection_health, IS_UNTOLD),
    _of(jobs.TELL_GAP, gaps, IS_UNTOLD),
    _of(jobs.TELL_TROUBLE, troubles, IS_UNTOLD),
    _of(jobs.TELL_REPORT, reports, IS_UNTOLD),
)
