"""Wishes about Polytomic's secure page, on which credentials are entered that nobody here gets to see."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.errors import InvalidInput
from bot.handlers.connection_steps import needed
from bot.handlers.directory import Directory
from bot.handlers.lease import held
from bot.handlers.links import AT_LAST, VALID_SECONDS
from bot.handlers.ownership import own
from bot.handlers.progress import Progress
from bot.handlers.steps import Over, Steps, form_error
from bot.models import Person, SecurePage, Setup, Side, State, Step, Way, WayAnswers, Wish
from bot.notifier import Workspace
from bot.polytomic import NameTaken, Polytomic, PolytomicError
from bot.store import Setups


class Pages:
    """Opens secure pages on behalf of a person, and goes on without one."""

    def __init__(
        self,
        rows: Setups,
        polytomic: Polytomic,
        directory: Directory,
        steps: Steps,
        progress: Progress,
        workspace: Workspace,
    ) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._directory = directory
        self._steps = steps
        self._progress = progress
        self._workspace = workspace

    async def choose_way(self, answers: WayAnswers, *, asked_by: Person, answer_in: str | None) -> Step:
        """Take the way that was chosen: show the form, or send the link and wait in the modal `answer_in`.

        Raises Busy while an earlier submission of the same form is being worked on.
        """
        async with held(self._rows, answers.setup_id):
            setup = own(await self._rows.get(answers.setup_id), asked_by)
            if not is_to_be_made(setup, answers.side):
                return await self._steps.next(setup)
            setup = _with_way(setup, answers)
            if answers.way is Way.FORM:
                return await self._steps.next(await self._rows.save(setup))
            try:
                setup = await self.opened(setup, answers.side, view_id=answer_in)
            except InvalidInput as error:
                return await self._steps.connections.way(setup, answers.side, form_error(error, error.field))
            except PolytomicError as error:
                field = "name" if isinstance(error, NameTaken) else None
                return await self._steps.connections.way(setup, answers.side, form_error(error, field))
            return await self._steps.next(setup)

    async def opened(self, setup: Setup, side: Side, *, view_id: str | None = None) -> Setup:
        """Ask Polytomic for a page and wait for it; raises InvalidInput if the connection's name is taken."""
        end = needed(setup, side)
        seen = await self._state_before(setup, side)
        end = end.model_copy(update={"attempt": end.attempt + 1})
        setup = await self._rows.save(setup.with_end(side, end))
        session = await self._polytomic.connect(
            end.name,
            redirect_url=self._workspace.url or AT_LAST,
            types=[end.type],
            ttl_seconds=VALID_SECONDS,
            key=setup.key(f"{side}-page", end.attempt),
            connection_id=end.connection_id,
        )
        now = datetime.now(UTC)
        page = SecurePage(
            side=side,
            url=session.redirect_url,
            opened_at=now,
            valid_until=now + timedelta(seconds=session.seconds),
            seen=seen,
        )
        waits = {"state": State.AWAITING_AUTHORIZATION, "page": page, "waiting_since": now, "reminders": 0}
        settled = {"question": None, "problem": None, "view_id": view_id}
        return await self._progress.save(setup.model_copy(update=waits | settled))

    async def fill_in_here(self, setup_id: UUID, *, asked_by: Person) -> Step:
        """Leave the page, and show the form instead."""
        async with held(self._rows, setup_id):
            setup = own(await self._rows.get(setup_id), asked_by)
            if setup.page is None:
                raise Over("This setup does not wait for the secure page any more.", "Its card says more.")
            end = needed(setup, setup.page.side)
            way = {"way": Way.FORM}
            return await self._left(setup.with_end(setup.page.side, end.model_copy(update=way)))

    async def use_found(self, setup_id: UUID, *, asked_by: Person) -> Step:
        """Go on with the connection that was made under another name."""
        async with held(self._rows, setup_id):
            setup = own(await self._rows.get(setup_id), asked_by)
            page = setup.page
            if page is None or page.found is None:
                raise Over("This setup does not wait for that connection any more.", "Its card says more.")
            known = {one.id: one for one in await self._directory.connections(fresh=True)}
            one = known.get(page.found[0])
            if one is None:
                raise Over("That connection no longer exists.", "The link to the secure page still works.")
            end = needed(setup, page.side)
            changes = {"connection_id": one.id, "name": one.name, "made_here": True}
            return await self._left(setup.with_end(page.side, end.model_copy(update=changes)))

    async def _left(self, setup: Setup) -> Step:
        """Stop waiting; what comes next is shown to whoever clicked, and by nobody else."""
        setup = await self._progress.save(left(setup).model_copy(update={"view_id": None}))
        return await self._steps.next(setup)

    async def _state_before(self, setup: Setup, side: Side) -> str:
        """Check the name of a new connection; of one that exists, remember its state."""
        end = needed(setup, side)
        for one in await self._polytomic.connections():
            if one.id == end.connection_id:
                return one.state
            if end.connection_id is None and one.name == end.name:
                raise InvalidInput(
                    "name", f"A connection called “{end.name}” exists already.", "Choose another name."
                )
        return ""


def is_to_be_made(setup: Setup, side: Side) -> bool:
    """Tell whether a setup still wants a connection, or new credentials for one, at this side."""
    end = setup.end(side)
    is_open = end is not None and (end.connection_id is None or setup.wish is Wish.REPAIR)
    return setup.state is State.CONNECTING and is_open


def left(setup: Setup) -> Setup:
    """Stop waiting for the page: the wizard goes on; what is no sync has all that it wished for."""
    end = setup.end(setup.page.side) if setup.page else None
    is_made = end is not None and end.connection_id is not None and end.way is not Way.FORM
    is_all = setup.wish is not Wish.SYNC and is_made
    return setup.model_copy(
        update={
            "state": State.FINISHED if is_all else State.CONNECTING,
            "page": None,
            "question": None,
            "problem": None,
        }
    )


def _with_way(setup: Setup, answers: WayAnswers) -> Setup:
    end = setup.end(answers.side)
    if end is None:
        return setup
    name = answers.name if setup.wish is not Wish.REPAIR else end.name
    return setup.with_end(answers.side, end.model_copy(update={"name": name, "way": answers.way}))
