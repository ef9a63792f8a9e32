"""Runs: the executions that are followed in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, TextClause, UpdateBase, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.models import Run, RunState
from bot.store import rows
from bot.store.errors import Changed, NoSuchRun, RunExists
from bot.store.leases import Lease, Leases, until
from bot.store.tables import IS_NOT_OVER, IS_STARTED_AND_NOT_OVER, runs
from bot.store.telling import told

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from bot.store.database import Database


class Followed(NamedTuple):
    """A run whose execution is under way, and for how many seconds its row was left as it is."""

    run: Run
    unsaved_for: float


class Runs:
    """All runs; a sync has at most one that was started from Slack and is not over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.leases = Leases(database, runs)

    async def add(self, run: Run) -> Run:
        """Write a new run; raises RunExists."""
        await self._write(run, insert(runs).values(**rows.of_run(run)))
        return run

    async def add_held(self, run: Run, *, seconds: float) -> Lease:
        """Write a new run, and hold it for oneself for some seconds; raises RunExists."""
        held = insert(runs).values(**rows.of_run(run), claimed_until=until(seconds))
        written = await self._write(run, held.returning(runs.c.claimed_until))
        return Lease(run.id, written.scalar_one())

    async def get(self, run_id: UUID) -> Run:
        """Read one run; raises NoSuchRun."""
        found = await self._select(runs.c.id == run_id)
        if not found:
            raise NoSuchRun
        return found[0]

    async def save(self, run: Run) -> Run:
        """Write what was read and changed; raises Changed, NoSuchRun or RunExists."""
        saved = run.model_copy(update={"version": run.version + 1})
        is_this = and_(runs.c.id == run.id, runs.c.version == run.version)
        values = {**rows.of_run(saved), "saved_at": func.now()}
        if not (await self._write(run, update(runs).where(is_this).values(**values))).rowcount:
            await self.get(run.id)
            raise Changed
        return saved

    async def told(self, run: Run) -> None:
        """Note that people know of this version."""
        await told(self._database, runs, run.id, run.version)

    async def followed(self) -> list[Followed]:
        """List the runs whose execution is under way, by PostgreSQL's clock for all replicas."""
        unsaved_for = func.extract("epoch", func.now() - runs.c.saved_at).label("unsaved_for")
        query = select(runs, unsaved_for).where(IS_NOT_OVER, runs.c.state == RunState.RUNNING.value)
        async with self._database.statement() as connection:
            found = (await connection.execute(query.order_by(runs.c.created_at))).mappings()
            return [Followed(rows.to_run(row), float(row["unsaved_for"])) for row in found]

    async def cancelled(self, sync_id: str, by: str) -> list[Run]:
        """Note who cancelled the runs of a sync that are not over, and return them."""
        noted = (
            update(runs)
            .where(IS_NOT_OVER, runs.c.sync_id == sync_id)
            .values(cancelled_by=by, version=runs.c.version + 1, saved_at=func.now())
            .returning(runs)
        )
        async with self._database.statement() as connection:
            return [rows.to_run(row) for row in (await connection.execute(noted)).mappings()]

    async def of_execution(self, execution_id: str) -> list[Run]:
        """List the runs that follow an execution, oldest first."""
        return await self._select(runs.c.execution_id == execution_id)

    async def of_sync(self, sync_id: str) -> Run | None:
        """Find the run of a sync that was started from Slack and is not over."""
        found = await self._select(IS_STARTED_AND_NOT_OVER, runs.c.sync_id == sync_id)
        return found[0] if found else None

    async def of_executions(self, execution_ids: Collection[str], channel_id: str) -> Run | None:
        """Find the newest run by which a channel is told of one of these executions."""
        found = await self._select(runs.c.execution_id.in_(execution_ids), runs.c.channel_id == channel_id)
        return found[-1] if found else None

    async def of_setup(self, setup_id: UUID) -> list[Run]:
        """List the runs of a setup's sync, oldest first."""
        return await self._select(runs.c.setup_id == setup_id)

    async def _select(self, *conditions: ColumnElement[bool] | TextClause) -> list[Run]:
        query = select(runs).where(*conditions).order_by(runs.c.created_at)
        async with self._database.statement() as connection:
            return [rows.to_run(row) for row in (await connection.execute(query)).mappings()]

    async def _write(self, run: Run, statement: UpdateBase) -> CursorResult[Any]:
        """Run a statement; raises RunExists."""
        try:
            async with self._database.statement() as connection:
                return await connection.execute(statement)
        except IntegrityError as error:
            others = await self._select(
                IS_STARTED_AND_NOT_OVER, runs.c.sync_id == run.sync_id, runs.c.id != run.id
            )
            raise RunExists(others[0]) if others else error from error
