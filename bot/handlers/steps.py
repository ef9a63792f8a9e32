"""What a person sees next in a setup's modal."""

from bot.errors import BotError
from bot.handlers.connection_steps import ConnectionSteps, TypeGone, needed
from bot.handlers.directory import Directory
from bot.models import (
    ChooseEnds,
    ChooseType,
    Done,
    End,
    Existing,
    FormError,
    ObjectsForm,
    PlanForm,
    Question,
    Setup,
    Side,
    State,
    Step,
    Wish,
)
from bot.polytomic import Polytomic, PolytomicError

MODES = ("replicate", "snapshot")
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
        names = await self._known_objects(setup, again=error is not None)
        form = PlanForm(
            setup=setup,
            modes=self.modes,
            has_object_list=bool(names),
            name=_proposed_name(setup),
            schema_name=_proposed_schema(setup),
            channel_id=setup.origin_channel_id,
            error=error,
        )
        plan = setup.plan
        if plan is None:
            return form
        return form.model_copy(
            update={
                "name": plan.name,
                "choice": plan.objects.choice,
                "typed_objects": "\n".join(plan.objects.names),
                "picked_objects": tuple(name for name in plan.objects.names if name in names),
                "schema_name": plan.schema_name,
                "mode": plan.mode,
                "schedule": plan.schedule,
                "channel_id": plan.channel_id,
            }
        )

    async def pick(self, setup: Setup, error: FormError | None = None) -> ObjectsForm:
        """Ask for the objects, from the source's real list."""
        names = await self.objects(setup)
        wanted = setup.plan.objects.names if setup.plan else ()
        picked = [setup.suggestions.get(name) or name for name in wanted]
        return ObjectsForm(
            setup=setup, picked=tuple(name for name in picked if name in names), total=len(names), error=error
        )

    async def objects(self, setup: Setup) -> list[str]:
        """List the source's objects; empty while nobody has signed in or nothing is cached."""
        source = setup.source
        if source is None or source.connection_id is None or setup.auth_url is not None:
            return []
        return await self._directory.object_names(source.connection_id)

    @property
    def modes(self) -> tuple[str, ...]:
        """The bulk sync modes that the API version offers."""
        return (*MODES, "append") if self._polytomic.version >= "2025-09-18" else MODES

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
            return await self.pick(setup)
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


def _proposed_name(setup: Setup) -> str:
    if setup.source is None or setup.destination is None:
        return ""
    return f"{setup.source.type_name} to {setup.destination.type_name}"


def _proposed_schema(setup: Setup) -> str:
    name = setup.source.name if setup.source else ""
    return "".join(letter if letter.isalnum() else "_" for letter in name).upper()[:63]
