"""What a person sees next in a setup's modal."""

import asyncio
from typing import Any

from bot.errors import BotError
from bot.handlers import proposals
from bot.handlers.connection_steps import ConnectionSteps, TypeGone, needed
from bot.handlers.directory import Directory
from bot.models import (
    ChooseEnds,
    ChooseType,
    Done,
    End,
    Existing,
    Field,
    FormError,
    ObjectsForm,
    PlanForm,
    Question,
    Setup,
    Side,
    State,
    Step,
    Summary,
    Wish,
)
from bot.polytomic import Polytomic, PolytomicError

GIVEN_UP = {State.CANCELLED: "was cancelled", State.EXPIRED: "has expired", State.FAILED: "has failed"}


class Over(BotError):  # noqa: N818 - what it says to the person
    """The setup has ended, so the button does nothing any more."""


class Steps:
    """Works out the next form of a setup, filled with what is known."""

    def __init__(self, polytomic: Polytomic, directory: Directory, connections: ConnectionSteps) -> None:
        self._polytomic = polytomic
        self._directory = directory
        self.connections = connections

    async def next(self, setup: Setup) -> Step:
        """Return the first form that is still unanswered, or Done."""
        if setup.state is not State.CONNECTING:
            return await self._after_the_forms(setup)
        if setup.wish is not Wish.SYNC:
            return await (self.connection(setup, Side.SOURCE) if setup.source else self.type(setup))
        if setup.source is None or setup.destination is None:
            return await self.ends(setup)
        for side in Side:
            if needed(setup, side).connection_id is None:
                return await self.connection(setup, side)
        if setup.plan is not None and setup.plan.is_accepted:
            return await self.summary(setup)
        return await self.plan(setup)

    async def connection(
        self, setup: Setup, side: Side, error: FormError | None = None, *, page: int = 0
    ) -> Step:
        """Ask for the connection at one side, or for another type when its own is gone."""
        try:
            return await self.connections.next(setup, side, error, page=page)
        except TypeGone as gone:
            setup, reason = setup.with_end(side, None), form_error(gone, side)
            is_alone = setup.wish is not Wish.SYNC
            return await (self.type(setup, reason) if is_alone else self.ends(setup, reason))

    async def type(self, setup: Setup, error: FormError | None = None) -> ChooseType:
        """Ask what to connect to, for a connection without a sync."""
        return ChooseType(setup=setup, error=error)

    async def ends(self, setup: Setup, error: FormError | None = None) -> ChooseEnds:
        """Ask for both ends, with those that are chosen already."""
        known = {one.id: one for one in await self._directory.connections()}
        return ChooseEnds(
            setup=setup,
            source=_chosen(setup.source, known),
            destination=_chosen(setup.destination, known),
            new_source=_new_type(setup.source),
            new_destination=_new_type(setup.destination),
            error=error,
        )

    async def plan(self, setup: Setup, error: FormError | None = None) -> PlanForm:
        """Ask for the bulk sync's settings: what was asked for before, or a proposal."""
        names, target = await asyncio.gather(
            self._known_objects(setup, again=error is not None), self._directory.target(setup.destination)
        )
        form = PlanForm(
            setup=setup,
            modes=target.modes,
            fields=target.fields,
            offers=self._polytomic.offers,
            has_object_list=bool(names),
            error=error,
        )
        return proposals.repeated(form, names)

    async def plan_again(self, setup: Setup, typed: dict[str, Any]) -> PlanForm:
        """Draw the last form again with what was typed so far."""
        target = await self._directory.target(setup.destination)
        offers = self._polytomic.offers
        return PlanForm(setup=setup, modes=target.modes, fields=target.fields, offers=offers, **typed)

    async def pick(self, setup: Setup, error: FormError | None = None) -> ObjectsForm:
        """Ask for the objects, from the source's real list."""
        names = await self.objects(setup)
        return ObjectsForm(
            setup=setup,
            picked=proposals.picked(setup, names),
            matching=setup.plan.objects.matching if setup.plan else (),
            total=len(names),
            offers=self._polytomic.offers,
            error=error,
        )

    async def settings(self, setup: Setup) -> tuple[Field, ...]:
        """List what the destination can be told."""
        return (await self._directory.target(setup.destination)).fields

    async def summary(self, setup: Setup, error: FormError | None = None) -> Summary:
        """Say what will be synced; creating it needs the person's yes."""
        return Summary(
            setup=setup,
            fields=await self.settings(setup),
            needs_sign_in=setup.state is State.CONNECTING and setup.auth_url is not None,
            error=error,
        )

    async def objects(self, setup: Setup) -> list[str]:
        """List the source's objects; empty while nobody has signed in or nothing is cached."""
        source = setup.source
        if source is None or source.connection_id is None or setup.auth_url is not None:
            return []
        return await self._directory.object_names(source.connection_id)

    async def _known_objects(self, setup: Setup, *, again: bool) -> list[str]:
        """List the source's objects; a form that is shown `again` must come back even in an outage."""
        try:
            return await self.objects(setup)
        except PolytomicError:
            if again:
                return []
            raise

    async def _after_the_forms(self, setup: Setup) -> Step:
        if setup.state in GIVEN_UP:
            raise Over(f"This setup {GIVEN_UP[setup.state]}.", "Start a new one with *New sync*.")
        if setup.page is not None:
            return await self.connections.waiting(setup)
        if setup.question is Question.OBJECTS:
            is_picked = setup.plan is not None and setup.plan.is_accepted
            return await (self.summary(setup) if is_picked else self.pick(setup))
        return Done(setup=setup, needs_sign_in=setup.state is State.AWAITING_AUTHORIZATION)


def form_error(error: BotError, field: str | None = None) -> FormError:
    """Turn an error into the reason that a form shows."""
    return FormError(field=field, message=error.message, guidance=error.guidance, person_id=error.person_id)


def existing_end(one: Existing) -> End:
    """Make an end from a connection that exists."""
    return End(type=one.type, type_name=one.type_name, name=one.name, connection_id=one.id)


def _chosen(end: End | None, known: dict[str, Existing]) -> Existing | None:
    return known.get(end.connection_id) if end and end.connection_id else None


def _new_type(end: End | None) -> str | None:
    return end.type if end and end.connection_id is None else None
