"""From sign-in to bulk sync: wait for schemas, create, and pick up what a crash cut off."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.handlers.directory import Directory
from bot.handlers.lease import held
from bot.handlers.making import connected, is_made_for, request
from bot.handlers.nearest import real_names
from bot.handlers.plans import unknown_objects
from bot.handlers.progress import Progress
from bot.models import ObjectChoice, Problem, Question, Setup, Side, State, Way
from bot.poller.connections import deleted
from bot.poller.wanted import names_objects, new_bulk_sync
from bot.polytomic import (
    BulkSync,
    Connection,
    InFlight,
    NotFound,
    Polytomic,
    PolytomicError,
    Rejected,
    SchemasNotReady,
    Unauthorized,
    Unavailable,
    forms,
)
from bot.store import Setups

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # seconds between two looks for schemas


class SetupTasks:
    """The steps of a setup that need no click; each may run twice without harm, or raise Changed."""

    def __init__(self, rows: Setups, polytomic: Polytomic, directory: Directory, progress: Progress) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._directory = directory
        self._progress = progress

    async def create_bulk_sync(self, setup_id: UUID) -> None:
        """Create the bulk sync, or leave the setup waiting while Polytomic caches schemas."""
        setup = await self._rows.get(setup_id)
        if not setup.can_create or _is_early(setup):  # the beat comes again when it is time
            return
        try:
            schemas = await self._objects(setup)
            if schemas is None:
                return
            sync = await self._of_a_lost_answer(setup)
            if sync is None:
                setup = await self._at_it(setup)
                new = await new_bulk_sync(self._polytomic, setup, schemas)
                sync = await self._polytomic.create_bulk_sync(new, key=setup.key("sync", setup.attempt))
        except SchemasNotReady:
            await self._wait_again(setup)
        except (Unavailable, Unauthorized, InFlight) as error:
            await self._wait_for_polytomic(setup, error)
        except PolytomicError as error:
            await self._refused(setup, error)
        else:
            await self._exists(setup, sync)

    async def recover(self, setup_id: UUID) -> None:
        """Pick up a modal whose work was cut off by a crash, and tell its requester what exists."""
        async with held(self._rows, setup_id):
            setup = await self._rows.get(setup_id)
            if setup.state is not State.CONNECTING or setup.question is Question.CONTINUE:
                return
            for side in Side:
                setup = await self._recovered(setup, side)
            problem = Problem(
                message="I was restarted while I worked on this setup.",
                guidance="Nothing that exists at Polytomic is made twice: press Continue to go on.",
            )
            changes = {"question": Question.CONTINUE, "problem": problem}
            await self._progress.save(setup.model_copy(update=changes))

    async def _objects(self, setup: Setup) -> list[str] | None:
        """Return the objects to name in the request ([] for all); None when the requester is asked first.

        Raises SchemasNotReady while the real list is needed and not there.
        """
        plan, source = setup.plan, setup.source
        if plan is None or source is None or source.connection_id is None:
            return None
        if not names_objects(setup):
            return []
        known = await self._directory.object_names(source.connection_id)
        if not known:
            raise SchemasNotReady("Polytomic has not cached the source's objects yet.")
        if plan.objects.choice is ObjectChoice.ALL:
            return known
        found, unknown = real_names(plan.objects.names, known)
        if plan.objects.choice is ObjectChoice.NAMED and not unknown:
            return found
        problem = Problem(message=unknown_objects(unknown), guidance="Pick the objects to go on.")
        await self._progress.save(
            setup.model_copy(
                update={
                    "question": Question.OBJECTS,
                    "plan": plan.model_copy(update={"is_accepted": False}),  # until they are picked
                    "problem": problem if unknown else None,
                    "suggestions": unknown,
                }
            )
        )
        return None

    async def _at_it(self, setup: Setup) -> Setup:
        """Write down that the request is under way, before it is made."""
        if setup.state is State.CREATING:
            return setup
        changes = {"state": State.CREATING, "attempt": setup.attempt + 1}
        return await self._progress.save(setup.model_copy(update=changes))

    async def _of_a_lost_answer(self, setup: Setup) -> BulkSync | None:
        """Find the bulk sync that was asked for without hearing of it, before a crash or an outage."""
        if setup.state is not State.CREATING:
            return None
        return next((sync for sync in await self._polytomic.bulk_syncs() if _is_of(setup, sync)), None)

    async def _exists(self, setup: Setup, sync: BulkSync) -> None:
        changes = {
            "state": State.CREATED,
            "sync_id": sync.id,
            "sync_url": self._polytomic.sync_url(sync.id),
            "problem": None,
            "next_try_at": None,
        }
        await self._progress.save(setup.model_copy(update=changes))

    async def _wait_again(self, setup: Setup) -> None:
        """Wait 2, 4, 8 … 60 seconds for schemas; the next attempt has a key of its own.

        A source that broke meanwhile never gets schemas, so its health is looked at too.
        """
        changes = {"state": State.AWAITING_SCHEMAS, "problem": None, **_later(setup)}
        await self._progress.save(setup.model_copy(update=await self._end_of_source(setup) or changes))

    async def _wait_for_polytomic(self, setup: Setup, error: PolytomicError) -> None:
        """Wait out an outage; the same key as long as the outcome is unknown, a new one after an answer."""
        log.info("Setup %s waits for Polytomic: %s", setup.id, error.message)
        problem = Problem(message=error.message, guidance="Nothing is lost: I keep trying by myself.")
        changes = {"problem": problem, **_later(setup)}
        if setup.state is State.CREATING and error.fresh_key:
            changes["attempt"] = setup.attempt + 1
        await self._progress.save(setup.model_copy(update=changes))

    async def _refused(self, setup: Setup, error: PolytomicError) -> None:
        """Polytomic says no: a broken source is signed in to again, anything else waits for the requester."""
        problem = Problem(message=error.message, guidance=error.guidance)
        changes = {"state": State.AWAITING_SCHEMAS, "question": Question.REPAIR, "problem": problem}
        await self._progress.save(setup.model_copy(update=await self._end_of_source(setup) or changes))

    async def _end_of_source(self, setup: Setup) -> dict[str, object]:
        """Return what becomes of a setup whose source was deleted or broke; nothing if it is well."""
        source = setup.source
        if source is None or source.connection_id is None:
            return {}
        try:
            connection = await self._polytomic.connection(source.connection_id)
        except NotFound:
            return {"state": State.FAILED, "question": None, "problem": deleted(setup), "next_try_at": None}
        except PolytomicError:
            return {}  # an outage tells nothing about the source
        if connection.is_healthy:
            return {}
        return {**_broken(connection), "source": source.model_copy(update={"first_error": connection.reason})}

    async def _recovered(self, setup: Setup, side: Side) -> Setup:
        """Find out whether the connection that was being made exists."""
        end = setup.end(side)
        if end is None or end.connection_id is not None or not end.attempt or end.way is Way.PAGE:
            return setup
        if not end.had_secrets:  # the same request with the same key brings the same answer, or makes it now
            schema = await self._polytomic.connection_schema(end.type)
            configuration = forms.configuration(forms.fields(schema, end.type), end.answers)
            try:
                created = await request(self._polytomic, end, configuration, setup.key(side, end.attempt))
            except Rejected:  # the form tells why when it is submitted again
                return setup
            return connected(setup, side, end, created)
        for one in await self._polytomic.connections():
            if is_made_for(setup, end, one):
                return setup.with_end(
                    side, end.model_copy(update={"connection_id": one.id, "made_here": True})
                )
        return setup


def _is_of(setup: Setup, sync: BulkSync) -> bool:
    """Tell whether a bulk sync is the one that this setup asked for."""
    ends = [end.connection_id for end in (setup.source, setup.destination) if end]
    is_between = [sync.source_connection_id, sync.destination_connection_id] == ends
    return is_between and setup.plan is not None and sync.name == setup.plan.name


def _is_early(setup: Setup) -> bool:
    return setup.next_try_at is not None and setup.next_try_at > datetime.now(UTC)


def _later(setup: Setup) -> dict[str, object]:
    waits = setup.waits + 1
    pause = min(2.0**waits, LONGEST_WAIT)
    return {"waits": waits, "next_try_at": datetime.now(UTC) + timedelta(seconds=pause)}


def _broken(connection: Connection) -> dict[str, object]:
    problem = Problem(
        message=f"The connection {connection.name} stopped working: {connection.reason}",
        guidance="Send yourself a new link and sign in again. I go on by myself as soon as it is healthy.",
    )
    return {
        "state": State.AWAITING_AUTHORIZATION,
        "question": Question.SIGN_IN,
        "waiting_since": datetime.now(UTC),
        "reminders": 0,
        "next_try_at": None,
        "auth_url": None,
        "problem": problem,
    }
