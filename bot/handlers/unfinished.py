"""Wishes about unfinished setups: list them, answer what they ask, give them up."""

from datetime import UTC, datetime
from uuid import UUID

from bot.handlers.links import new_link
from bot.handlers.ownership import own
from bot.handlers.pages import Pages
from bot.handlers.progress import Progress
from bot.handlers.steps import Over
from bot.models import (
    ObjectChoice,
    Objects,
    Person,
    Question,
    Setup,
    State,
)
from bot.notifier import Notifier
from bot.polytomic import Polytomic
from bot.store import Setups as SetupRows


class Unfinished:
    """What a person can want of a setup whose forms are answered."""

    def __init__(
        self,
        rows: SetupRows,
        polytomic: Polytomic,
        notifier: Notifier,
        progress: Progress,
        pages: Pages,
    ) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._notifier = notifier
        self._progress = progress
        self._pages = pages

    async def list(self, person: Person) -> list[Setup]:
        """List a person's unfinished setups, newest first."""
        return await self._rows.open_of(person)

    async def cancel(self, setup_id: UUID, *, asked_by: Person) -> Setup:
        """Give a setup up; the connections that it made stay at Polytomic."""
        setup = own(await self._rows.get(setup_id), asked_by)
        if not setup.state.is_unfinished:
            return setup
        if setup.state is State.CREATING:
            raise Over("The bulk sync is being created right now.", "Wait a moment and look at it then.")
        changes = {
            "state": State.CANCELLED,
            "auth_url": None,
            "page": None,
            "question": None,
            "problem": None,
        }
        return await self._progress.save(setup.model_copy(update=changes))

    async def send_new_link(self, setup_id: UUID, *, asked_by: Person) -> Setup:
        """Ask Polytomic for a new link to sign in, or to its secure page."""
        setup = own(await self._rows.get(setup_id), asked_by)
        if setup.page is not None:
            return await self._pages.opened(setup, setup.page.side, view_id=setup.view_id)
        source = setup.source
        if setup.state is not State.AWAITING_AUTHORIZATION or source is None or source.connection_id is None:
            raise Over("This setup does not wait for a sign-in any more.", "Its card says how far it is.")
        connection = await self._polytomic.connection(source.connection_id)
        if connection.is_healthy:  # signed in meanwhile; the beat goes on
            return setup
        link = await new_link(self._polytomic, setup, source, connection, self._notifier.workspace_url)
        changes = {
            "source": source.model_copy(update={"first_error": link.status_error}),
            "auth_url": link.url,
            "waiting_since": datetime.now(UTC),
            "question": None,
            "problem": None,
            "reminders": 0,
        }
        return await self._progress.save(setup.model_copy(update=changes))

    async def use_suggestions(self, setup_id: UUID, *, asked_by: Person) -> Setup:
        """Take the nearest real objects in place of those that do not exist, and go on."""
        setup = own(await self._rows.get(setup_id), asked_by)
        if setup.plan is None or setup.question is not Question.OBJECTS:
            raise Over("These objects are settled already.", "The card says how far the setup is.")
        names = [setup.suggestions.get(name, name) for name in setup.plan.objects.names]
        real = tuple(dict.fromkeys(name for name in names if name))
        return await self._with_objects(setup, Objects(choice=ObjectChoice.NAMED, names=real))

    async def retry(self, setup_id: UUID, *, asked_by: Person) -> Setup:
        """Try again what was refused or could not be posted."""
        setup = own(await self._rows.get(setup_id), asked_by)
        if setup.question not in {Question.REPAIR, Question.INVITE}:
            raise Over("There is nothing to repeat here any more.", "The card says how far the setup is.")
        changes = {"question": None, "problem": None, "next_try_at": None, "waits": 0}
        return await self._progress.save(setup.model_copy(update=changes))

    async def _with_objects(self, setup: Setup, objects: Objects) -> Setup:
        plan = setup.plan
        if plan is None:
            raise Over("This setup has no plan.", "Start a new one.")
        plan = plan.model_copy(update={"objects": objects})
        changes: dict[str, object] = {"plan": plan, "question": None, "problem": None, "next_try_at": None}
        changes["suggestions"] = {}
        return await self._progress.save(setup.model_copy(update=changes))
