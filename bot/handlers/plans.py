"""Wishes about the bulk sync itself: plan it, look it over, create it, or change it once more."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.errors import BotError, InvalidInput
from bot.handlers.lease import held
from bot.handlers.links import new_link
from bot.handlers.nearest import real_names
from bot.handlers.ownership import own
from bot.handlers.progress import Progress
from bot.handlers.steps import Over, Steps, form_error
from bot.models import (
    Done,
    End,
    FormError,
    ObjectChoice,
    Objects,
    ObjectsAnswers,
    ObjectsForm,
    Person,
    Plan,
    PlanAnswers,
    PlanForm,
    Problem,
    Question,
    Setup,
    State,
    Step,
    fits,
)
from bot.notifier import CannotPost, Notifier, SlackDown
from bot.polytomic import Connection, Polytomic, PolytomicError, targets
from bot.store import NameInUse
from bot.store import Setups as SetupRows


class Plans:
    """What a person can want of a setup's bulk sync before it exists.

    What writes raises Busy while an earlier answer to the same form is being worked on.
    """

    def __init__(
        self, rows: SetupRows, polytomic: Polytomic, steps: Steps, notifier: Notifier, progress: Progress
    ) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._steps = steps
        self._notifier = notifier
        self._progress = progress

    async def plan(self, answers: PlanAnswers, *, asked_by: Person) -> Step:
        """Take the last form and check it; what it means is shown before anything is created."""
        async with held(self._rows, answers.setup_id):
            setup = own(await self._rows.get(answers.setup_id), asked_by)
            if setup.state is not State.CONNECTING:
                return await self._steps.next(setup)
            setup = setup.model_copy(update={"plan": answers.plan})
            try:
                setup = await self._rows.save(setup)
                setup = await self._rows.save(await self._accepted(setup, answers.plan))
            except NameInUse as error:
                reason = _own_name_in_use(error) if error.requester == asked_by else form_error(error, "name")
                return await self._steps.plan(setup, reason)
            except (InvalidInput, CannotPost, SlackDown, PolytomicError) as error:
                return await self._steps.plan(setup, form_error(error, _field_of(error)))
        return await self._steps.summary(setup)

    async def pick(self, answers: ObjectsAnswers, *, asked_by: Person) -> Step:
        """Take the objects that were picked after sign-in; what it means is shown before it goes on."""
        async with held(self._rows, answers.setup_id):
            setup = own(await self._rows.get(answers.setup_id), asked_by)
            if setup.plan is None or setup.question is not Question.OBJECTS:
                return await self._steps.next(setup)
            try:
                objects = await self._real(setup, answers.objects)
            except InvalidInput as error:
                return await self._steps.pick(setup, form_error(error, error.field))
            plan = setup.plan.model_copy(update={"objects": objects, "is_accepted": True})
            changes: dict[str, object] = {"plan": plan, "problem": None, "suggestions": {}}
            setup = await self._rows.save(setup.model_copy(update=changes))
        return await self._steps.summary(setup)

    async def confirm(self, setup_id: UUID, *, asked_by: Person) -> Step:
        """Take the person's yes; from here the poller goes on by itself."""
        async with held(self._rows, setup_id):
            setup = own(await self._rows.get(setup_id), asked_by)
            if not _waits_for_yes(setup):
                return await self._steps.next(setup)
            try:
                changes = await self._what_follows(setup)
            except PolytomicError as error:
                return await self._steps.summary(setup, form_error(error))
            setup = await self._progress.save(setup.model_copy(update=changes))
        return Done(setup=setup, needs_sign_in=setup.state is State.AWAITING_AUTHORIZATION)

    async def change(self, setup_id: UUID, *, asked_by: Person) -> Step:
        """Go back from the summary to the form before it."""
        async with held(self._rows, setup_id):
            setup = own(await self._rows.get(setup_id), asked_by)
            if _waits_for_yes(setup) and setup.plan is not None:
                plan = setup.plan.model_copy(update={"is_accepted": False})
                setup = await self._rows.save(setup.model_copy(update={"plan": plan}))
        return await self._steps.next(setup)

    async def plan_form(self, setup_id: UUID, typed: dict[str, Any], *, asked_by: Person) -> PlanForm:
        """Draw the last form again with what was typed so far; nothing is kept yet."""
        return await self._steps.plan_again(own(await self._rows.get(setup_id), asked_by), typed)

    async def objects_form(self, setup_id: UUID, typed: dict[str, Any], *, asked_by: Person) -> ObjectsForm:
        """Draw the form for picking objects again with what was picked so far."""
        setup = own(await self._rows.get(setup_id), asked_by)
        return (await self._steps.pick(setup)).model_copy(update=typed)

    async def object_names(self, setup_id: UUID, *, asked_by: Person) -> list[str]:
        """List the objects of a setup's source, to pick from."""
        return await self._steps.objects(own(await self._rows.get(setup_id), asked_by))

    async def _accepted(self, setup: Setup, plan: Plan) -> Setup:
        """Check what only Polytomic and Slack can tell, and write down what the plan comes to."""
        await self._check_name(plan.name)
        objects = await self._real(setup, plan.objects)
        await self._notifier.check_channel(setup)
        asked = await self._steps.settings(setup)
        settings = targets.chosen(asked, plan.settings)
        plan = plan.model_copy(update={"objects": objects, "settings": settings, "is_accepted": True})
        return setup.model_copy(update={"plan": plan, "question": None, "problem": None})

    async def _check_name(self, name: str) -> None:
        for sync in await self._polytomic.bulk_syncs():
            if sync.name.casefold() == name.casefold():
                raise InvalidInput(
                    "name", f"A bulk sync called “{sync.name}” exists already.", "Choose another name."
                )

    async def _real(self, setup: Setup, objects: Objects) -> Objects:
        """Spell the objects as the source does, and name those that match; raises InvalidInput."""
        known = await self._steps.objects(setup)
        if objects.choice is not ObjectChoice.NAMED or not (known or objects.matching):
            return objects
        found, unknown = real_names(objects.names, known)
        if unknown:
            raise InvalidInput("objects", unknown_objects(unknown), "Correct the names.")
        for typed in objects.matching:
            matching = [name for name in known if fits(name, typed)]
            if not matching:
                raise InvalidInput(
                    "objects", f"No object matches “{typed}” any more.", "Take it out, or choose another."
                )
            found += matching
        return objects.model_copy(update={"names": tuple(dict.fromkeys(found))})

    async def _what_follows(self, setup: Setup) -> dict[str, object]:
        """Return where a setup goes from its summary: to the sign-in, or straight on."""
        changes: dict[str, object] = {"question": None, "problem": None, "next_try_at": None}
        if setup.state is not State.CONNECTING:  # the objects were picked after sign-in
            return changes
        source = setup.source
        if source is None or source.connection_id is None:
            raise Over("This setup lost its source.", "Start a new one.")
        connection = await self._polytomic.connection(source.connection_id)
        if connection.is_healthy:
            return changes | {"state": State.AWAITING_SCHEMAS, "auth_url": None}
        changes |= {"state": State.AWAITING_AUTHORIZATION, "waiting_since": datetime.now(UTC)}
        return changes | await self._way_in(setup, source, connection)

    async def _way_in(self, setup: Setup, source: End, connection: Connection) -> dict[str, object]:
        """Return the link that came with the connection, or a new one."""
        if setup.auth_url is not None:
            return {"auth_url": setup.auth_url}
        link = await new_link(self._polytomic, setup, source, connection, self._notifier.workspace_url)
        said = connection.reason
        return {
            "auth_url": link.url,
            "source": source.model_copy(update={"first_error": link.status_error}),
            "problem": Problem(
                message=f"The connection {source.name} is not healthy: {said}",
                guidance="Follow the link to repair it at Polytomic. I go on by myself once it is healthy.",
            ),
        }


def unknown_objects(unknown: dict[str, str], of: str = "The source") -> str:
    """Say which objects do not exist, and which are near."""
    said = [f"“{word}”" + (f" (did you mean “{near}”?)" if near else "") for word, near in unknown.items()]
    return f"{of} has no {' and no '.join(said)}."


def _waits_for_yes(setup: Setup) -> bool:
    """Tell whether a summary is what this setup waits at."""
    is_asked = setup.state is State.CONNECTING or setup.question is Question.OBJECTS
    return is_asked and setup.plan is not None and setup.plan.is_accepted


def _field_of(error: BotError) -> str | None:
    if isinstance(error, InvalidInput):
        return error.field
    return "channel" if isinstance(error, CannotPost) else None


def _own_name_in_use(error: NameInUse) -> FormError:
    return FormError(
        field="name",
        message=f"Another unfinished setup of yours is called “{error.name}”.",
        guidance="Choose another name, or continue or cancel the other one on my Home tab.",
    )
