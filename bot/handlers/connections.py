"""Wishes about connections: make one in a setup, use one that exists, find one while typing."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.handlers.directory import NEW_TYPES, SIDES, Directory
from bot.handlers.lease import held
from bot.handlers.ownership import own
from bot.handlers.progress import Progress
from bot.handlers.steps import Steps, existing_end, form_error
from bot.models import (
    ConnectionAnswers,
    End,
    Existing,
    FormError,
    Person,
    Plain,
    Problem,
    Question,
    Setup,
    Side,
    State,
    Step,
)
from bot.notifier import Workspace
from bot.polytomic import Connection, CreatedConnection, NameTaken, Polytomic, PolytomicError, forms
from bot.polytomic.catalogue import bundled
from bot.store import Setups

CONTINUE = "What was made so far is kept: press Continue in my direct message to go on."
CLOCKS_MAY_DIFFER_BY = timedelta(minutes=2)


class Connections:
    """Makes and finds connections on behalf of a person."""

    def __init__(
        self,
        setups: Setups,
        polytomic: Polytomic,
        directory: Directory,
        steps: Steps,
        progress: Progress,
        workspace: Workspace,
    ) -> None:
        self._setups = setups
        self._polytomic = polytomic
        self._directory = directory
        self._steps = steps
        self._progress = progress
        self._workspace = workspace

    def check(self, answers: ConnectionAnswers) -> None:
        """Check what the type's rules alone can tell; raises InvalidInput."""
        known = bundled(answers.type)
        if known is not None:
            forms.configuration(forms.fields(known, answers.type), answers.values)

    async def create(self, answers: ConnectionAnswers, *, asked_by: Person) -> Step:
        """Test and create the connection that a form describes; the same form with the reason if refused.

        Raises Busy while an earlier submission of the same form is being worked on.
        """
        async with held(self._setups, answers.setup_id):
            setup = own(await self._setups.get(answers.setup_id), asked_by)
            end = setup.end(answers.side)
            if setup.state is not State.CONNECTING or end is None or end.connection_id is not None:
                return await self._steps.next(setup)
            try:
                setup = await self._attempt(setup, end, answers)
            except InvalidInput as error:
                return await self._again(answers, form_error(error, error.field))
            except NameTaken as error:
                return await self._again(answers, form_error(error, "name"))
            except PolytomicError as error:
                return await self._again(answers, form_error(error))
            return await self._next(setup)

    async def use_existing(self, setup_id: UUID, side: Side, connection_id: str, *, asked_by: Person) -> Step:
        """Take a connection that exists in place of the one that a form would make."""
        setup = own(await self._setups.get(setup_id), asked_by)
        known = {one.id: one for one in await self._directory.connections(fresh=True)}
        if setup.state is not State.CONNECTING:
            return await self._steps.next(setup)
        if connection_id not in known:
            gone = FormError(message="That connection no longer exists.", guidance="Choose another one.")
            return await self._steps.connection(setup, side, gone)
        setup = await self._setups.save(setup.with_end(side, existing_end(known[connection_id])))
        return await self._steps.next(setup)

    async def offer(self, side: Side) -> tuple[list[Existing], list[tuple[str, str]]]:
        """List what can stand at one side: connections that exist, and types of new ones."""
        types = [(key, NEW_TYPES[key]) for key in sorted(SIDES[side])]
        return await self._directory.connections_for(side), types

    async def _attempt(self, setup: Setup, end: End, answers: ConnectionAnswers) -> Setup:
        """Write down what is tried, try it, and write down what came of it."""
        schema = await self._polytomic.connection_schema(end.type)
        fields = forms.fields(schema, end.type)
        configuration = forms.configuration(fields, answers.values)
        end = end.model_copy(
            update={
                "name": answers.name,
                "answers": _plain(answers.values),
                "had_secrets": any(isinstance(value, SecretStr) for value in answers.values.values()),
                "return_url": self._workspace.url,
                "attempt": end.attempt + 1,
            }
        )
        setup = await self._setups.save(setup.with_end(answers.side, end))
        created = await self._made(setup, end, answers.side, configuration)
        self._directory.forget_connections()
        return await self._setups.save(connected(setup, answers.side, end, created))

    async def _made(
        self, setup: Setup, end: End, side: Side, configuration: dict[str, object]
    ) -> CreatedConnection:
        key = setup.key(side, end.attempt)
        if not forms.signs_in(end.type):
            await self._polytomic.test_connection(end.type, configuration, key=f"{key}-test")
        try:
            return await request(self._polytomic, end, configuration, key)
        except NameTaken:
            mine = await self._of_a_lost_answer(setup, end)
            if mine is None:
                raise
            return mine

    async def _of_a_lost_answer(self, setup: Setup, end: End) -> CreatedConnection | None:
        """Find the connection that an earlier attempt of this setup made without hearing of it."""
        if end.attempt == 1:
            return None
        for one in await self._polytomic.connections():
            if is_made_for(setup, end, one):
                if forms.signs_in(end.type):
                    return await self._polytomic.reconnect(one, key=setup.key("adopt", end.attempt))
                return CreatedConnection.model_validate(one.model_dump())  # as it is, secrets and all
        return None

    async def _next(self, setup: Setup) -> Step:
        """Ask what comes next; if that cannot be asked now, a card offers to continue."""
        try:
            return await self._steps.next(setup)
        except PolytomicError as error:
            problem = Problem(message=error.message, guidance=CONTINUE)
            changes = {"question": Question.CONTINUE, "problem": problem}
            await self._progress.save(setup.model_copy(update=changes))
            raise type(error)(error.message, CONTINUE) from error

    async def _again(self, answers: ConnectionAnswers, reason: FormError) -> Step:
        """Show the same form with the reason and what was typed."""
        setup = await self._setups.get(answers.setup_id)
        form = await self._steps.connection(setup, answers.side, reason)
        return form.model_copy(update={"name": answers.name, "values": _plain(answers.values)})


async def request(
    polytomic: Polytomic, end: End, configuration: dict[str, object], key: str
) -> CreatedConnection:
    """Ask Polytomic for the connection that an end describes."""
    signs_in = forms.signs_in(end.type)
    return await polytomic.create_connection(
        end.name,
        end.type,
        configuration,
        key=key,
        redirect_url=end.return_url if signs_in else None,
        validate=None if signs_in else True,
    )


def is_made_for(setup: Setup, end: End, connection: Connection) -> bool:
    """Tell whether a connection can only be the one that this setup asked for; one that is older is not."""
    is_named = connection.name == end.name and connection.type.id == end.type
    made_at = connection.created_at
    return is_named and made_at is not None and made_at >= setup.created_at - CLOCKS_MAY_DIFFER_BY


def connected(setup: Setup, side: Side, end: End, created: CreatedConnection) -> Setup:
    """Note on the setup that the connection of one side exists."""
    end = end.model_copy(
        update={
            "name": created.name,
            "connection_id": created.id,
            "made_here": True,
            "first_error": created.status_error,
        }
    )
    return setup.with_end(side, end).model_copy(update={"auth_url": created.auth_url or setup.auth_url})


def _plain(values: Mapping[str, Plain | SecretStr]) -> dict[str, Plain]:
    """Leave out what must never be kept."""
    return {name: value for name, value in values.items() if not isinstance(value, SecretStr)}
