"""Telling people: bring Slack up to date with a row; run again, it says nothing twice."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from bot import views
from bot.handlers.progress import Progress
from bot.handlers.steps import Over, Steps
from bot.models import Post, Problem, Question, Run, RunState, Setup, State, card_key
from bot.notifier import CannotPost, Notifier
from bot.poller.lost_channels import LostChannels
from bot.store import Runs, Setups

log = logging.getLogger(__name__)

HAS_SYNC = {State.CREATED, State.RUNNING, State.FINISHED}


class Telling:
    """Shows what the rows say: the requester's card, the announcement, and each run's thread."""

    def __init__(
        self,
        setups: Setups,
        runs: Runs,
        notifier: Notifier,
        progress: Progress,
        steps: Steps,
        lost: LostChannels,
    ) -> None:
        self._setups = setups
        self._runs = runs
        self._notifier = notifier
        self._progress = progress
        self._steps = steps
        self._lost = lost

    async def tell_setup(self, setup_id: UUID) -> None:
        """Bring a setup's announcement and card up to date."""
        setup = await self._setups.get(setup_id)
        if setup.state in HAS_SYNC and setup.question is None:
            setup = await self._announced(setup)
        try:
            await self._card(setup)
        except CannotPost as error:  # nobody to tell any more; the setup goes on
            log.warning("The requester of setup %s cannot be told: %s", setup.id, error.message)
        if setup.view_id is not None:
            await self._go_on(setup, setup.view_id)
        await self._setups.told(setup)

    async def tell_run(self, run_id: UUID) -> None:
        """Bring a run's card up to date, and say in the thread how it ended."""
        run = await self._runs.get(run_id)
        try:
            root = await self._card_of(run)
            if run.state is RunState.OVER:
                end = views.run_end(run)
                await self._notifier.post(f"run-{run.id}-end", root.channel_id, end, thread_ts=root.ts)
        except CannotPost as error:
            run = await self._untellable(run, error)
        await self._runs.told(run)

    async def _card_of(self, run: Run) -> Post:
        """Bring a run's card up to date; returns the message in whose thread the run is told."""
        elsewhere = await self._link_elsewhere(run)
        card = views.run_card(run, datetime.now(UTC), elsewhere=elsewhere)
        return await self._notifier.show_run(run, card)

    async def _link_elsewhere(self, run: Run) -> str | None:
        """Find another card of an execution that was running already when somebody asked for one."""
        if run.watch_id is not None or not run.trigger or run.execution_id is None:
            return None
        others = [one for one in await self._runs.of_execution(run.execution_id) if one.id != run.id]
        return await self._notifier.run_link(others[0]) if others else None

    async def _untellable(self, run: Run, error: CannotPost) -> Run:
        """Tell whoever started a run why its place is silent, and the end; a watch ends with its channel."""
        if run.watch_id is not None:
            await self._lost.give_up(run.asked_by.team_id, run.channel_id, error)
            quiet = {"state": RunState.OVER}
            return run if run.state is RunState.OVER else await self._runs.save(run.model_copy(update=quiet))
        key, person = f"run-{run.id}", run.asked_by.user_id
        try:
            await self._notifier.post(f"{key}-untellable", person, views.error_message(error))
            if run.state is RunState.OVER:
                await self._notifier.post(f"{key}-end-dm", person, views.run_end(run))
        except CannotPost:
            log.warning("Nobody can be told of run %s: %s", run.id, error.message)
        return run

    async def _go_on(self, setup: Setup, view_id: str) -> None:
        """Bring the modal that waited for the secure page to what comes next; if it is closed, say so."""
        changes: dict[str, object] = {"view_id": None}
        try:
            step = await self._steps.next(setup)
        except Over as over:
            await self._notifier.show(view_id, views.problem_view(over))
            await self._progress.save(setup.model_copy(update=changes))
            return
        is_open = await self._notifier.show(view_id, views.step_view(step))
        if setup.page is not None:
            return
        if not is_open:
            said = f"setup-{setup.id}-missed-{setup.version}"
            await self._notifier.post(said, setup.requester.user_id, views.missed(step))
            changes["question"] = Question.CONTINUE if setup.state is State.CONNECTING else setup.question
        await self._progress.save(setup.model_copy(update=changes))

    async def _announced(self, setup: Setup) -> Setup:
        """Tell the channel; where the bot may not post, the setup asks to be invited."""
        if setup.plan is None:
            return setup
        try:
            await self._notifier.post(
                f"setup-{setup.id}-announcement", setup.plan.channel_id, views.announcement(setup)
            )
        except CannotPost as error:
            problem = Problem(
                message=error.message, guidance=f"{error.guidance} Then press *Post the announcement*."
            )
            changes = {"question": Question.INVITE, "problem": problem}
            return await self._progress.save(setup.model_copy(update=changes))
        return setup

    async def _card(self, setup: Setup) -> None:
        key, card, person = f"setup-{setup.id}", card_key(setup.id), setup.requester
        is_in_modal = setup.state is State.CONNECTING and setup.question is None
        if is_in_modal and not await self._notifier.has(card):
            return  # nothing to say yet
        await self._notifier.keep(card, person.user_id, views.setup_card(setup))
        since = setup.waiting_since.timestamp() if setup.waiting_since else 0
        if setup.state is State.AWAITING_AUTHORIZATION and setup.reminders:
            reminder = f"{key}-reminder-{since:.0f}-{setup.reminders}"
            await self._notifier.post(reminder, person.user_id, views.reminder(setup))
        if setup.state is State.EXPIRED:
            await self._notifier.post(f"{key}-expired", person.user_id, views.expired(setup))
