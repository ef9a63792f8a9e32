"""Wishes about connections in a modal: make one, use one that exists, find one while typing."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID, uuid4

from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.handlers.connection_steps import needed
from bot.handlers.directory import Directory
from bot.handlers.lease import held
from bot.handlers.making import Maker
from bot.handlers.ownership import own
from bot.handlers.pages import is_to_be_made
from bot.handlers.progress import Progress
from bot.handlers.steps import Steps, existing_end, form_error
from bot.models import (
    ConnectionAnswers,
    ConnectionForm,
    End,
    Existing,
    Field,
    FormError,
    Person,
    Plain,
    Problem,
    Question,
    Setup,
    Side,
    State,
    Step,
    Wish,
)
from bot.polytomic import NameTaken, Polytomic, PolytomicError, forms
from bot.store import Changed, Setups

VALUES_SECONDS = 2.0  # for a search, whose list Slack waits three seconds for
CONTINUE = "What was made so far is kept: press Continue in my direct message to go on."


class Connections:
    """Makes and finds connections on behalf of a person."""

    def __init__(
        self,
        setups: Setups,
        polytomic: Polytomic,
        directory: Directory,
        steps: Steps,
        progress: Progress,
        maker: Maker,
    ) -> None:
        self._setups = setups
        self._polytomic = polytomic
        self._directory = directory
        self._steps = steps
        self._progress = progress
        self._maker = maker

    def check(self, answers: ConnectionAnswers) -> None:
        """Check what the type's rules alone can tell; raises InvalidInput."""
        fields = self._steps.connections.last_seen(answers.type)
        asked = forms.asked(fields, _plain(answers.values))
        forms.configuration([field for field in asked if field.name in answers.shown], answers.values)

    async def create(self, answers: ConnectionAnswers, *, asked_by: Person) -> Step:
        """Test and create the connection that a form describes; the same form with the reason if refused.

        Raises Busy while an earlier submission of the same form is being worked on.
        """
        async with held(self._setups, answers.setup_id):
            setup = own(await self._setups.get(answers.setup_id), asked_by)
            if not is_to_be_made(setup, answers.side):
                return await self._steps.next(setup)
            setup = setup.with_end(answers.side, _answered(needed(setup, answers.side), answers))
            fields: tuple[Field, ...] = ()
            try:
                fields, _ = await self._steps.connections.filled(setup, answers.side, fresh=True)
                pages = forms.pages(fields)
                if answers.page + 1 < len(pages):
                    return await self._next_page(setup, pages[answers.page], answers)
                setup = await self._attempt(setup, answers, fields)
            except InvalidInput as error:
                return await self._again(setup, answers, form_error(error, error.field))
            except NameTaken as error:
                return await self._again(setup, answers, form_error(error, "name"))
            except PolytomicError as error:
                named = forms.field_named(error.api_message, fields)
                return await self._again(setup, answers, form_error(error, named))
            return await self._next(setup)

    async def redraw(self, answers: ConnectionAnswers, *, asked_by: Person) -> ConnectionForm:
        """Draw the form again, with the questions that a choice brings; keep what was typed, less secrets."""
        setup = own(await self._setups.get(answers.setup_id), asked_by)
        setup = setup.with_end(answers.side, _answered(needed(setup, answers.side), answers))
        with suppress(Changed):  # a newer answer was faster; the next redraw brings this one along
            setup = await self._setups.save(setup)
        return await self._steps.connections.form(setup, answers.side, page=answers.page)

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
        return await self._directory.connections_for(side), await self.offer_types(side)

    async def offer_types(self, side: Side | None = None) -> list[tuple[str, str]]:
        """List the types of new connections, as (id, name)."""
        return [(one.id, one.name) for one in await self._directory.types(side)]

    async def setting(self, type_id: str, name: str) -> Field | None:
        """Find one question of a type's form, to offer its choices."""
        fields = await self._steps.connections.fields(type_id) or ()
        return next((field for field in fields if field.name == name), None)

    async def values(self, answers: ConnectionAnswers, name: str, typed: str) -> list[tuple[str, str]]:
        """List what Polytomic knows that a setting may be, given the others; none when it cannot tell."""
        setup = await self._setups.get(answers.setup_id)
        end = _answered(needed(setup, answers.side), answers)
        fields = forms.asked(await self._steps.connections.fields(end.type) or (), end.answers)
        others = [field.model_copy(update={"required": False}) for field in fields if field.name != name]
        try:
            parameters = forms.configuration(others, {**end.answers, **answers.values})
            async with asyncio.timeout(VALUES_SECONDS):
                return await self._polytomic.parameter_values(
                    end.type,
                    name,
                    parameters=parameters,
                    typed=typed,
                    connection_id=end.connection_id,
                    key=f"values-{uuid4()}",
                )
        except (InvalidInput, PolytomicError, TimeoutError):  # what is typed can be used as it is
            return []

    async def _attempt(self, setup: Setup, answers: ConnectionAnswers, fields: tuple[Field, ...]) -> Setup:
        """Make sense of all answers, and make the connection; secrets are known to this call alone."""
        end = needed(setup, answers.side)
        secrets = {name: value for name, value in answers.values.items() if isinstance(value, SecretStr)}
        self._steps.connections.check_secrets(has_secrets=bool(secrets))
        whole = setup.wish is Wish.REPAIR
        configuration = forms.configuration(fields, {**end.answers, **secrets}, complete=whole)
        return await self._maker.make(setup, answers.side, configuration, had_secrets=bool(secrets))

    async def _next_page(
        self, setup: Setup, page: tuple[Field, ...], answers: ConnectionAnswers
    ) -> ConnectionForm:
        """Keep a page's answers, none of which is a secret, and show the next page."""
        forms.configuration(page, answers.values)
        setup = await self._setups.save(setup)
        return await self._steps.connections.form(setup, answers.side, page=answers.page + 1)

    async def _next(self, setup: Setup) -> Step:
        """Ask what comes next; if that cannot be asked now, a card offers to continue."""
        try:
            return await self._steps.next(setup)
        except PolytomicError as error:
            problem = Problem(message=error.message, guidance=CONTINUE)
            changes = {"question": Question.CONTINUE, "problem": problem}
            await self._progress.save(setup.model_copy(update=changes))
            raise type(error)(error.message, CONTINUE) from error

    async def _again(self, typed: Setup, answers: ConnectionAnswers, reason: FormError) -> Step:
        """Show the same form with the reason and what was typed."""
        setup = await self._setups.get(answers.setup_id)
        setup = setup.with_end(answers.side, typed.end(answers.side))
        return await self._steps.connection(setup, answers.side, reason, page=answers.page)


def _answered(end: End, answers: ConnectionAnswers) -> End:
    """Note what was typed: what is shown replaces what was known, what is hidden stays; never a secret."""
    hidden = {name: value for name, value in end.answers.items() if name not in answers.shown}
    changes = {"name": answers.name or end.name, "answers": hidden | _plain(answers.values)}
    return end.model_copy(update=changes)


def _plain(values: Mapping[str, Plain | SecretStr]) -> dict[str, Plain]:
    """Leave out what must never be kept."""
    return {name: value for name, value in values.items() if not isinstance(value, SecretStr)}
