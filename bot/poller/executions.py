"""Runs that were started from Slack: start them, follow them with one request for all, note their end."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from bot.handlers.progress import Progress
from bot.models import Problem, Run, RunMode, RunState, Setup, State
from bot.polytomic import (
    AlreadyRunning,
    BatchStatus,
    Execution,
    InFlight,
    NotFound,
    Polytomic,
    PolytomicError,
    Unauthorized,
    Unavailable,
)
from bot.polytomic.models import SchemaState
from bot.store import Changed, Runs, Setups
from bot.store.jobs import TELL_RUN, Jobs

REBUILD = "rebuild"  # what `resync: true` meant before there were modes
GONE = Problem(
    message="The bulk sync was deleted in Polytomic, so there is nothing left to run.",
    guidance="Set up a new one if you still need it.",
)


class Executions:
    """Moves runs on; every step may run twice without harm."""

    def __init__(
        self, runs: Runs, setups: Setups, polytomic: Polytomic, progress: Progress, jobs: Jobs
    ) -> None:
        self._runs = runs
        self._setups = setups
        self._polytomic = polytomic
        self._progress = progress
        self._jobs = jobs

    async def start(self, run_id: UUID) -> None:
        """Start a run's execution; if the sync is running already, follow that execution instead."""
        run = await self._runs.get(run_id)
        if run.state is not RunState.STARTING:
            return
        try:
            execution = await self._polytomic.start(
                run.sync_id,
                key=f"run-{run.id}-start-{run.attempt}",
                schemas=run.objects,
                test=run.mode is RunMode.TEST,
                resync_mode=REBUILD if run.mode is RunMode.REFRESH else None,
            )
        except AlreadyRunning as error:
            await self._follow_the_other(run, error)
        except (Unavailable, Unauthorized, InFlight) as error:
            problem = Problem(message=error.message, guidance="I keep trying by myself.")
            await self._save(run, problem=problem, attempt=run.attempt + error.fresh_key)
        except NotFound:
            await self._over(run, problem=GONE)
        except PolytomicError as error:
            await self._over(run, problem=Problem(message=error.message, guidance=error.guidance))
        else:
            await self._note(run, execution)

    async def follow(self) -> None:
        """Look at all running executions with one request, and once more at each that may have ended."""
        running = await self._runs.running()
        if not running:
            return
        if not self._polytomic.has_batch_status:
            await self._look_at(running)
            return
        statuses = {
            one.sync_id: one for one in await self._polytomic.statuses([run.sync_id for run in running])
        }
        ended = []
        for run in running:
            mine = [
                part for part in _parts(statuses.get(run.sync_id)) if part.execution_id == run.execution_id
            ]
            if not mine or all(part.is_over for part in mine):
                ended.append(run)  # or has just begun: its own answer tells
            else:
                await self._save(run, **_progress(mine))
        await self._look_at(ended)

    async def _look_at(self, runs: Iterable[Run]) -> None:
        """Ask for each run's own execution."""
        for run in runs:
            try:
                execution = await self._polytomic.execution(run.sync_id, run.execution_id or "")
            except NotFound:
                await self._over(run, problem=GONE)
            else:
                await self._note(run, execution)

    async def _follow_the_other(self, run: Run, error: AlreadyRunning) -> None:
        current = (await self._polytomic.status(run.sync_id)).current_execution
        if current is None:
            await self._over(run, problem=Problem(message=error.message, guidance="Press Run now again."))
            return
        is_plain = run.mode is RunMode.NORMAL and not run.objects
        instead = "" if is_plain else " What you asked for was not started."
        problem = Problem(
            message=f"It was running already, started outside Slack.{instead}",
            guidance="I follow that execution here.",
        )
        other = run.model_copy(update={"mode": RunMode.NORMAL, "objects": ()})
        await self._note(other, current, remark=problem)

    async def _note(self, run: Run, execution: Execution, *, remark: Problem | None = None) -> None:
        """Write down how far an execution is, and what that means for its setup."""
        problem = remark or (run.problem if run.state is RunState.RUNNING else None)
        if execution.is_over:
            problem = None if execution.succeeded else _why(execution)
        await self._save(
            run,
            state=RunState.OVER if execution.is_over else RunState.RUNNING,
            execution_id=execution.id,
            status=execution.status,
            records=execution.records,
            errors=execution.errors,
            objects_done=execution.objects_done,
            objects_total=execution.objects_total,
            started_at=execution.started_at or run.started_at or datetime.now(UTC),
            completed_at=execution.completed_at,
            problem=problem,
        )
        await self._move_setup(run, State.FINISHED if execution.is_over else State.RUNNING)

    async def _over(self, run: Run, problem: Problem) -> None:
        status = "interrupted" if run.execution_id else None  # what never started has no status
        over = {"state": RunState.OVER, "status": status, "completed_at": datetime.now(UTC)}
        await self._save(run, **over, problem=problem)

    async def _move_setup(self, run: Run, state: State) -> None:
        """Let the setup follow its first run: created, running, finished."""
        if run.setup_id is None:
            return
        setup = await self._setups.get(run.setup_id)
        if setup.state is not state and setup.state in {State.CREATED, State.RUNNING}:
            await _unless_changed(self._progress, setup.model_copy(update={"state": state}))

    async def _save(self, run: Run, **changes: object) -> None:
        """Write what changed, if anything did; then tell."""
        changed = run.model_copy(update=changes)
        if changed == run:
            return
        try:
            saved = await self._runs.save(changed)
        except Changed:  # another replica was faster
            return
        await self._jobs.defer(TELL_RUN, saved.id)


def _why(execution: Execution) -> Problem:
    said = execution.status_message or "Polytomic gives no reason."
    return Problem(message=said, guidance="Open it in Polytomic to see its log, or run it again.")


def _parts(status: BatchStatus | None) -> tuple[SchemaState, ...]:
    return tuple(status.schemas) if status else ()


def _progress(parts: list[SchemaState]) -> dict[str, object]:
    """Add up how far the objects of one execution are; unknown counters count nothing."""
    running = next((part.status for part in parts if not part.is_over), "running")
    return {
        "status": running,
        "records": sum(part.record_count or 0 for part in parts),
        "errors": sum(part.error_count or 0 for part in parts),
        "objects_done": sum(part.is_over for part in parts),
        "objects_total": len(parts),
    }


async def _unless_changed(progress: Progress, setup: Setup) -> None:
    try:
        await progress.save(setup)
    except Changed:  # the next beat looks again
        return
