"""Wishes about bulk syncs: run one now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from bot.errors import BotError
from bot.handlers.ownership import check_team
from bot.models import Person, Run, Setup
from bot.store import RunExists, Runs, Setups
from bot.store.jobs import START_RUN, Jobs


class NothingToRun(BotError):  # noqa: N818 - what it says to the person
    """The setup has no bulk sync."""


@dataclass(frozen=True)
class Asked:
    """What came of the wish to run: the run, and whether it was there before."""

    run: Run
    was_running: bool


class Syncs:
    """Runs bulk syncs on behalf of a person."""

    def __init__(self, setups: Setups, runs: Runs, jobs: Jobs) -> None:
        self._setups = setups
        self._runs = runs
        self._jobs = jobs

    async def run(self, setup_id: UUID, *, asked_by: Person, channel_id: str, thread_ts: str) -> Asked:
        """Start an execution of a setup's bulk sync; its story is told in the thread."""
        setup = await self._setups.get(setup_id)
        check_team(setup.requester, asked_by)
        if setup.sync_id is None or setup.plan is None:
            raise NothingToRun("This setup has no bulk sync yet.", "Wait for its announcement.")
        try:
            run = await self._runs.add(_new_run(setup, asked_by, channel_id, thread_ts))
        except RunExists as exists:
            return Asked(exists.run, was_running=True)
        await self._jobs.defer(START_RUN, run.id)
        return Asked(run, was_running=False)


def _new_run(setup: Setup, asked_by: Person, channel_id: str, thread_ts: str) -> Run:
    return Run(
        id=uuid4(),
        setup_id=setup.id,
        sync_id=setup.sync_id or "",
        sync_name=setup.plan.name if setup.plan else "",
        asked_by=asked_by,
        channel_id=channel_id,
        thread_ts=thread_ts,
        created_at=datetime.now(UTC),
    )
