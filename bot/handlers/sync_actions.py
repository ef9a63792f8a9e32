"""Wishes about one bulk sync that exists: look at it, pause it, resume it, cancel its run."""

import asyncio
import logging
from uuid import uuid4

from bot.handlers.activity import of_execution
from bot.handlers.sync_list import SyncList
from bot.models import (
    Activity,
    Frequency,
    ListedSync,
    Person,
    Place,
    Run,
    RunState,
    SyncDetails,
    SyncQuestion,
    SyncStep,
)
from bot.notifier import Notifier
from bot.polytomic import NotFound, Polytomic
from bot.store import Runs
from bot.store.jobs import START_RUN, Jobs

log = logging.getLogger(__name__)


class SyncActions:
    """Acts on any bulk sync of the organization; a run that would be cut off is asked about first."""

    def __init__(
        self, polytomic: Polytomic, syncs: SyncList, runs: Runs, jobs: Jobs, notifier: Notifier
    ) -> None:
        self._polytomic = polytomic
        self._syncs = syncs
        self._runs = runs
        self._jobs = jobs
        self._notifier = notifier

    async def status(self, sync_id: str, place: Place) -> SyncStep:
        """Show what a bulk sync does, did last, and does next."""
        try:
            return await self.details(sync_id, place)
        except NotFound:
            return await self._syncs.gone(sync_id, place)

    async def details(self, sync_id: str, place: Place) -> SyncDetails:
        """Ask for everything about a bulk sync side by side; raises NotFound."""
        sync, status, run = await asyncio.gather(
            self._syncs.one(sync_id), self._polytomic.status(sync_id), self._runs.of_sync(sync_id)
        )
        current, last = of_execution(status.current_execution), of_execution(status.last_execution)
        is_running = current is not None and current.is_running
        return SyncDetails(
            sync=sync.model_copy(update={"activity": current or last}),
            place=place,
            next_run_at=status.next_execution_time if sync.is_active else None,
            last=last if is_running else None,
            card_url=await self._card_url(run, current) if current is not None and is_running else None,
        )

    async def _card_url(self, run: Run | None, current: Activity) -> str | None:
        """Find where the run that is under way is told: in its own thread, or in a channel that watches."""
        if run is None and current.execution_id is not None:
            run = next(iter(await self._runs.of_execution(current.execution_id)), None)
        return await self._notifier.run_link(run) if run is not None else None

    async def pause(self, sync_id: str, place: Place, *, asked_by: Person, is_sure: bool = False) -> SyncStep:
        """Pause a bulk sync; if that would cancel its run, ask first."""
        try:
            details = await self.details(sync_id, place)
            sync, running = details.sync, _running(details)
            if not sync.is_active:
                return _with_news(details, f"{_named(sync)} is paused already.")
            if running and not is_sure:
                return SyncQuestion(sync=sync, wish="pause", place=place)
            await self._polytomic.activate(sync_id, active=False, key=f"pause-{uuid4()}")
        except NotFound:
            return await self._syncs.gone(sync_id, place)
        log.info("%s paused the bulk sync %s", asked_by.user_id, sync_id)
        news = f"Paused {_named(sync)}: it does not run by itself until somebody resumes it."
        if running:
            await self._runs.cancelled(sync_id, asked_by.user_id)
            news += " Polytomic is cancelling its run, which takes a moment."
        return _with_news(details, news, is_active=False, activity=_cancelling(sync.activity))

    async def resume(self, sync_id: str, place: Place, *, asked_by: Person) -> SyncStep:
        """Let a bulk sync run on its schedule again."""
        try:
            details = await self.details(sync_id, place)
            if details.sync.is_active:
                return _with_news(details, f"{_named(details.sync)} is not paused.")
            await self._polytomic.activate(sync_id, active=True, key=f"resume-{uuid4()}")
        except NotFound:
            return await self._syncs.gone(sync_id, place)
        log.info("%s resumed the bulk sync %s", asked_by.user_id, sync_id)
        is_manual = details.sync.frequency == Frequency.MANUAL
        when = "It runs when somebody runs it." if is_manual else "It runs on its schedule again."
        return _with_news(details, f"Resumed {_named(details.sync)}. {when}", is_active=True)

    async def _starting(self, sync_id: str) -> Run | None:
        """Return the run that was asked for in Slack and has not reached Polytomic yet."""
        run = await self._runs.of_sync(sync_id)
        return run if run is not None and run.state is RunState.STARTING else None

    async def cancel(
        self, sync_id: str, place: Place, *, asked_by: Person, is_sure: bool = False
    ) -> SyncStep:
        """Cancel the run that is under way, after a yes."""
        try:
            details = await self.details(sync_id, place)
            starting = await self._starting(sync_id)
            if not _running(details) and starting is None:
                return _with_news(
                    details, f"{_named(details.sync)} is not running, so there is nothing to cancel."
                )
            if not is_sure:
                return SyncQuestion(sync=_as_starting(details.sync, starting), wish="cancel", place=place)
            if _running(details):
                await self._polytomic.cancel(sync_id, key=f"cancel-{uuid4()}")
        except NotFound:
            return await self._syncs.gone(sync_id, place)
        for run in await self._runs.cancelled(sync_id, asked_by.user_id):
            await self._jobs.defer(START_RUN, run.id)  # it finds that one that still starts is not to start
        log.info("%s cancelled the run of the bulk sync %s", asked_by.user_id, sync_id)
        if not _running(details):
            news = f"Cancelled the run of {_named(details.sync)} before it began."
            return _with_news(details, news)
        news = f"Polytomic is cancelling the run of {_named(details.sync)}, which takes a moment."
        return _with_news(details, news, activity=_cancelling(details.sync.activity))


def _as_starting(sync: ListedSync, starting: Run | None) -> ListedSync:
    """Show a run that Polytomic does not know of yet."""
    if starting is None:
        return sync
    return sync.model_copy(update={"activity": Activity(status="created", is_running=True)})


def _running(details: SyncDetails) -> bool:
    return details.sync.activity is not None and details.sync.activity.is_running


def _cancelling(activity: Activity | None) -> Activity | None:
    """Show what was just asked for, which Polytomic may not say yet."""
    if activity is None or not activity.is_running:
        return activity
    return activity.model_copy(update={"status": "canceling"})


def _with_news(details: SyncDetails, news: str, **changes: object) -> SyncDetails:
    sync = details.sync.model_copy(update=changes)
    next_run_at = details.next_run_at if sync.is_active else None
    return details.model_copy(update={"sync": sync, "news": news, "next_run_at": next_run_at})


def _named(sync: ListedSync) -> str:
    return f"“{sync.name}”"
