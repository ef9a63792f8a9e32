"""The wish to run a bulk sync: what of it, how, and where its story is told."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from bot import views
from bot.errors import BotError, InvalidInput
from bot.handlers.directory import Remembered
from bot.handlers.lease import LEASE_SECONDS, kept
from bot.handlers.nearest import real_names
from bot.handlers.plans import unknown_objects
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_list import SyncList
from bot.models import (
    Activity,
    FormError,
    Person,
    Place,
    Run,
    RunAnswers,
    RunForm,
    RunMode,
    SyncDetails,
    SyncStep,
    fits,
)
from bot.models.syncs import agreement
from bot.notifier import Notifier
from bot.polytomic import NotFound, Polytomic
from bot.store import RunExists, Runs, Setups
from bot.store.jobs import START_RUN, Jobs

OBJECTS_FOR = 60.0  # seconds that a sync's objects are believed while somebody picks


@dataclass(frozen=True)
class Rows:
    """What is written down about runs, and what is done next about them."""

    setups: Setups
    runs: Runs
    jobs: Jobs


class SyncRuns:
    """Runs any bulk sync of the organization."""

    def __init__(
        self, polytomic: Polytomic, syncs: SyncList, actions: SyncActions, rows: Rows, notifier: Notifier
    ) -> None:
        self._polytomic = polytomic
        self._syncs = syncs
        self._actions = actions
        self._rows = rows
        self._notifier = notifier
        self._objects: Remembered[list[str]] = Remembered(OBJECTS_FOR)

    async def ask(self, sync_id: str, place: Place) -> SyncStep:
        """Ask what of a bulk sync is run, and how; if it runs already, say so."""
        try:
            details = await self._actions.details(sync_id, place)
            if _is_running(details):
                return await self._already(details)
            self._objects.forget(sync_id)
            known = await self.object_names(sync_id)
        except NotFound:
            return await self._syncs.gone(sync_id, place)
        if not known:
            news = f"“{details.sync.name}” has no objects to run. Choose some in Polytomic first."
            return details.model_copy(update={"news": news})
        return RunForm(sync=details.sync, place=place, total=len(known))

    async def object_names(self, sync_id: str) -> list[str]:
        """List the objects of a bulk sync; raises NotFound."""

        async def ask() -> list[str]:
            return [schema.id for schema in await self._polytomic.sync_schemas(sync_id)]

        return await self._objects.get(sync_id, ask)

    async def start(self, answers: RunAnswers, *, asked_by: Person, channel_id: str) -> SyncStep:
        """Run what the form says; a full refresh only after a yes to exactly what it rewrites."""
        try:
            details = await self._actions.details(answers.sync_id, answers.place)
            if _is_running(details):
                return await self._already(details)
            known = [schema.id for schema in await self._polytomic.sync_schemas(answers.sync_id)]
        except NotFound:
            return await self._syncs.gone(answers.sync_id, answers.place)
        form = _form_again(answers, details, len(known))
        try:
            objects = _chosen(answers, known)
        except InvalidInput as error:
            told = FormError(field=error.field, message=error.message, guidance=error.guidance)
            return form.model_copy(update={"error": told})
        rewrites = objects or tuple(known)
        if answers.mode is RunMode.REFRESH and answers.agreed_to != agreement(rewrites):
            return form.model_copy(update={"rewrites": rewrites})
        return await self._begin(details, objects, answers.mode, asked_by, channel_id)

    async def _begin(
        self, details: SyncDetails, objects: tuple[str, ...], mode: RunMode, asked_by: Person, channel_id: str
    ) -> SyncStep:
        """Write the run down, say where it is told, and let the poller start it."""
        run = Run(
            id=uuid4(),
            sync_id=details.sync.id,
            sync_name=details.sync.name,
            asked_by=asked_by,
            objects=objects,
            mode=mode,
            created_at=datetime.now(UTC),
            **await self._thread(details.sync.id, channel_id),
        )
        try:
            lease = await self._rows.runs.add_held(run, seconds=LEASE_SECONDS)
        except RunExists:
            return await self._already(details)
        async with kept(self._rows.runs.leases, lease):  # the first message is posted here, and once
            await self._tell_that_it_starts(run)
        await self._rows.jobs.defer(START_RUN, run.id)
        starting = Activity(status="created", is_running=True)
        return await self._told(details, run, starting, f"“{run.sync_name}” is starting.")

    async def _thread(self, sync_id: str, channel_id: str) -> dict[str, object]:
        """Choose where a run is told: under the sync's announcement, or under a message of its own."""
        setup = await self._rows.setups.of_sync(sync_id)
        announced = await self._notifier.posted(f"setup-{setup.id}-announcement") if setup else None
        if setup is None or announced is None:
            return {"setup_id": None, "channel_id": channel_id, "thread_ts": None}
        return {"setup_id": setup.id, "channel_id": announced.channel_id, "thread_ts": announced.ts}

    async def _tell_that_it_starts(self, run: Run) -> None:
        with suppress(BotError):  # Slack does not take it now: the poller tells as soon as it does
            await self._notifier.show_run(run, views.run_card(run, datetime.now(UTC)))

    async def _already(self, details: SyncDetails) -> SyncDetails:
        """Say that the sync runs already, since when and for whom, as far as it is known."""
        run = await self._rows.runs.of_sync(details.sync.id)
        said = f"“{details.sync.name}” is running already, so nothing was started."
        if run is None:
            news = f"{said} That run was started outside Slack."
            return details.model_copy(update={"news": news})
        return await self._told(details, run, details.sync.activity, said)

    async def _told(
        self, details: SyncDetails, run: Run, activity: Activity | None, news: str
    ) -> SyncDetails:
        """Show a run that the bot tells about, and where."""
        thread = await self._notifier.begun(run)
        return details.model_copy(
            update={
                "sync": details.sync.model_copy(update={"activity": activity}),
                "card_url": await self._notifier.run_link(run),
                "told_in": thread.channel_id if thread else run.channel_id,  # there in a moment
                "run_by": run.asked_by.user_id,
                "news": news,
            }
        )


def _is_running(details: SyncDetails) -> bool:
    return details.sync.activity is not None and details.sync.activity.is_running


def _form_again(answers: RunAnswers, details: SyncDetails, total: int) -> RunForm:
    return RunForm(
        sync=details.sync,
        place=answers.place,
        picked=answers.names,
        matching=answers.matching,
        mode=answers.mode,
        total=total,
    )


def _chosen(answers: RunAnswers, known: list[str]) -> tuple[str, ...]:
    """Return the real objects that were chosen, none for all; raises InvalidInput."""
    found, unknown = real_names(answers.names, known)
    if unknown:
        raise InvalidInput(
            "objects", unknown_objects(unknown, of="This sync"), "Take it out, or choose another."
        )
    for typed in answers.matching:
        matching = [name for name in known if fits(name, typed)]
        if not matching:
            raise InvalidInput("objects", f"No object matches “{typed}”.", "Take it out, or choose another.")
        found += matching
    return tuple(dict.fromkeys(found))
