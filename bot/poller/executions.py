"""Runs that are followed in Slack: start them, look at all with one request, note their end."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from statistics import median
from uuid import UUID

from bot.handlers.activity import of_execution_in_batch
from bot.handlers.progress import Progress
from bot.models import Activity, Problem, Run, RunMode, RunState, Setup, State
from bot.poller.cadence import is_due
from bot.poller.endings import GONE, why
from bot.polytomic import (
    AlreadyRunning,
    Execution,
    Forbidden,
    InFlight,
    NotFound,
    Polytomic,
    PolytomicError,
    Rejected,
    Unauthorized,
    Unavailable,
    Unreadable,
)
from bot.store import Changed, Followed, Runs, Setups
from bot.store.jobs import ESTIMATE_RUN, TELL_RUN, Jobs

log = logging.getLogger(__name__)

REBUILD = "rebuild"  # what `resync: true` meant before there were modes
PAST_RUNS, PAST_OBJECTS = 20, 20_000  # how much of the past is asked for: so many runs, or fewer large ones
NOBODY_KNOWS = 0.0  # how long it takes
HEARD_LATE = 60.0  # seconds that an execution may have been going on before we heard of it


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
            if run.cancelled_by is not None:
                await self._cancel_before_its_start(run)
                return
            execution = await self._asked_for(run)
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
            await self._jobs.defer(ESTIMATE_RUN, run.id)

    async def _asked_for(self, run: Run) -> Execution:
        return await self._polytomic.start(
            run.sync_id,
            key=f"run-{run.id}-start-{run.attempt}",
            schemas=run.objects,
            test=run.mode is RunMode.TEST,
            resync_mode=REBUILD if run.mode is RunMode.REFRESH else None,
        )

    async def estimate(self, run_id: UUID) -> None:
        """Find out once how long runs like this one took; None of them: nobody knows."""
        run = await self._runs.get(run_id)
        if run.state is not RunState.RUNNING or run.expected_seconds is not None:
            return
        limit = max(2, min(PAST_RUNS, PAST_OBJECTS // max(run.objects_total or 1, 1)))
        try:
            past = (await self._polytomic.executions(run.sync_id, limit=limit)).items
        except NotFound:
            past = ()
        current = next((one for one in past if one.id == run.execution_id), None)
        await self._save(run, expected_seconds=_usual_seconds(past, current, _waited(run)))

    async def follow(self) -> None:
        """Look at all running executions with one request, and once more at each that may have ended."""
        followed = await self._runs.followed()
        if not followed:
            return
        if not self._polytomic.has_batch_status:
            await self._look_at(followed, cards=len(followed))
            return
        sync_ids = [one.run.sync_id for one in followed]
        statuses = {one.sync_id: one for one in await self._polytomic.statuses(sync_ids)}
        ended = []
        for one in followed:
            activity = of_execution_in_batch(statuses.get(one.run.sync_id), one.run.execution_id)
            if activity is None or not activity.is_running:
                ended.append(one)  # or has just begun: its own answer tells
            elif is_due(one, activity.status, cards=len(followed)):
                await self._write(one.run.model_copy(update=_progress(activity)))  # as time has passed
        await self._look_at(ended, cards=len(followed))
        for one in followed:
            if one.run.expected_seconds is None:
                await self._jobs.defer(ESTIMATE_RUN, one.run.id)

    async def _look_at(self, followed: Iterable[Followed], *, cards: int) -> None:
        """Ask for each run's own execution, and for one that several follow once."""
        by_execution: dict[tuple[str, str], list[Followed]] = {}
        for one in followed:
            by_execution.setdefault((one.run.sync_id, one.run.execution_id or ""), []).append(one)
        for (sync_id, execution_id), followers in by_execution.items():
            try:
                execution = await self._polytomic.execution(sync_id, execution_id)
            except NotFound:
                for one in followers:
                    await self._over(one.run, problem=GONE)
            except (Unreadable, Rejected, Forbidden) as error:  # must not hold up the others
                log.info("Execution %s is looked at again: %s", execution_id, error.message)
            else:
                await self._note_for_all(followers, execution, cards=cards)

    async def _note_for_all(self, followers: Iterable[Followed], execution: Execution, *, cards: int) -> None:
        for one in followers:
            if execution.is_over or is_due(one, execution.status, cards=cards):
                await self._note(one.run, execution)

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
        await self._note(_as_other(run, current), current, remark=problem)

    async def _cancel_before_its_start(self, run: Run) -> None:
        """Do not start what was cancelled; what was started in that moment all the same is cancelled."""
        current = (await self._polytomic.status(run.sync_id)).current_execution
        if current is None:
            await self._save(run, state=RunState.OVER, status="canceled", problem=None)
            return
        await self._polytomic.cancel(run.sync_id, key=f"run-{run.id}-cancel-{current.id}")
        await self._note(run, current)

    async def _note(self, run: Run, execution: Execution, *, remark: Problem | None = None) -> None:
        """Write down how far an execution is, and what that means for its setup."""
        problem = remark or (run.problem if run.state is RunState.RUNNING else None)
        if execution.is_over:
            problem = None if execution.succeeded else why(execution, cancelled_by=run.cancelled_by)
        await self._save(
            run,
            state=RunState.OVER if execution.is_over else RunState.RUNNING,
            execution_id=execution.id,
            started_at=execution.started_at,
            completed_at=execution.completed_at,
            problem=problem,
            **_progress(execution),
        )
        await self._move_setup(run, State.FINISHED if execution.is_over else State.RUNNING)

    async def _over(self, run: Run, problem: Problem) -> None:
        status = "interrupted" if run.execution_id else None  # what never started has no status
        await self._save(run, state=RunState.OVER, status=status, problem=problem)

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
        if changed != run:
            await self._write(changed)

    async def _write(self, run: Run) -> None:
        try:
            saved = await self._runs.save(run)
        except Changed:  # another replica was faster, or somebody cancelled it: the next beat looks again
            return
        await self._jobs.defer(TELL_RUN, saved.id)


def _as_other(run: Run, execution: Execution) -> Run:
    """Turn a run into one of an execution that was started elsewhere, at a time that only Polytomic knows."""
    elsewhere = {"mode": RunMode.NORMAL, "objects": (), "trigger": execution.type or "elsewhere"}
    return run.model_copy(update=elsewhere | {"expected_seconds": NOBODY_KNOWS})


def _waited(run: Run) -> float:
    return (datetime.now(UTC) - run.created_at).total_seconds()


def _usual_seconds(past: Iterable[Execution], current: Execution | None, waited: float) -> float:
    """Take the median of those that completed and had the same to do.

    Of an execution that was going on for a while when we first heard of it, nobody knows what is left.
    """
    if current is None or (current.seconds_so_far or 0.0) > waited + HEARD_LATE:
        return NOBODY_KNOWS
    took = [one.seconds for one in past if one.succeeded and one.is_like(current) and one.seconds]
    return median(took) if took else NOBODY_KNOWS


def _progress(told: Activity | Execution) -> dict[str, object]:
    return {
        "status": told.status,
        "records": told.records,
        "errors": told.errors,
        "objects_done": told.objects_done,
        "objects_total": told.objects_total,
    }


async def _unless_changed(progress: Progress, setup: Setup) -> None:
    try:
        await progress.save(setup)
    except Changed:  # the next beat looks again
        return
