"""Wishes about setups in the modal: begin one, answer its forms, leave and come back."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from bot.errors import Busy, InvalidInput
from bot.handlers.directory import Directory, type_called
from bot.handlers.lease import held
from bot.handlers.nearest import nearest
from bot.handlers.ownership import own
from bot.handlers.progress import Progress
from bot.handlers.steps import Over, Steps, existing_end, form_error
from bot.models import (
    End,
    EndAnswer,
    EndsAnswers,
    Existing,
    FormError,
    Person,
    Question,
    Setup,
    Side,
    State,
    Step,
    Wish,
)
from bot.polytomic import PolytomicError
from bot.store import NoSuchSetup
from bot.store import Setups as SetupRows


class Setups:
    """What a person can want of a setup while its forms are open."""

    def __init__(
        self,
        rows: SetupRows,
        directory: Directory,
        steps: Steps,
        progress: Progress,
    ) -> None:
        self._rows = rows
        self._directory = directory
        self._steps = steps
        self._progress = progress

    async def begin(self, person: Person, words: list[str], *, channel_id: str | None) -> Step:
        """Start a setup; `words` may name the source and the destination."""
        setup, problem = await self._named(_new(person, channel_id), words)
        setup = await self._rows.add(setup)
        try:
            return await (self._steps.ends(setup, problem) if problem else self._steps.next(setup))
        except PolytomicError:
            await self._rows.delete(setup.id)  # nobody has answered anything yet: nothing to continue
            raise

    async def begin_connection(self, person: Person, words: list[str], *, channel_id: str | None) -> Step:
        """Start with a connection alone; `words` may name its type."""
        setup = _new(person, channel_id, Wish.CONNECTION)
        word = " ".join(words)
        kind = type_called(word, await self._directory.types())
        if kind is not None:
            setup = setup.model_copy(update={"source": await self._directory.new_end(kind.id)})
        elif word:
            names = [name for one in await self._directory.types() for name in (one.id, one.name)]
            error = form_error(_unknown("connection type", word, names))
            return await self._steps.type(await self._rows.add(setup), error)
        return await self._steps.next(await self._rows.add(setup))

    async def choose_type(self, setup_id: UUID, type_id: str, *, asked_by: Person) -> Step:
        """Take the type of a connection without a sync."""
        setup = own(await self._rows.get(setup_id), asked_by)
        if setup.state is State.CONNECTING and setup.wish is not Wish.SYNC:
            end = await self._directory.new_end(type_id)
            setup = await self._rows.save(setup.with_end(Side.SOURCE, end))
        return await self._steps.next(setup)

    async def begin_from(self, person: Person, connection_id: str, channel_id: str | None) -> Step:
        """Start a setup with a connection chosen: as the source, unless it can only be a destination."""
        known = {one.id: one for one in await self._directory.connections(fresh=True)}
        if connection_id not in known:
            raise Over("That connection no longer exists.", "Look at the list again and choose another one.")
        chosen = known[connection_id]
        side = await self._directory.usual_side(chosen.type)
        if side is None:
            what = f"{chosen.name} ({chosen.type_name}) can be neither the source nor the destination"
            raise Over(f"{what} of a bulk sync.", "Choose another connection.")
        setup = _new(person, channel_id)
        return await self._steps.ends(await self._rows.add(setup.with_end(side, existing_end(chosen))))

    async def _named(self, setup: Setup, words: list[str]) -> tuple[Setup, FormError | None]:
        """Take the words of the command, and say which of them is none."""
        problem: FormError | None = None
        for side, word in zip(Side, words, strict=False):
            try:
                setup = setup.with_end(side, await self._named_end(side, word))
            except InvalidInput as error:
                problem = problem or form_error(error, side)
        return setup, problem

    async def choose_ends(self, answers: EndsAnswers, *, asked_by: Person) -> Step:
        """Take the choice of source and destination."""
        setup = own(await self._rows.get(answers.setup_id), asked_by)
        if setup.state is not State.CONNECTING:
            return await self._steps.next(setup)
        known = {one.id: one for one in await self._directory.connections(fresh=True)}
        try:
            for side, answer in ((Side.SOURCE, answers.source), (Side.DESTINATION, answers.destination)):
                setup = setup.with_end(side, await self._answered_end(setup, side, answer, known))
        except InvalidInput as error:
            return await self._steps.ends(setup, form_error(error, error.field))
        return await self._steps.next(await self._rows.save(setup))

    async def resume(self, setup_id: UUID, *, asked_by: Person) -> Step:
        """Open a setup's modal again where it was left."""
        setup = own(await self._rows.get(setup_id), asked_by)
        if not setup.state.is_unfinished:
            raise Over("This setup has ended.", "Start a new one with *New sync*.")
        if setup.question is Question.CONTINUE:
            setup = await self._progress.save(setup.model_copy(update={"question": None, "problem": None}))
        return await self._steps.next(setup)

    async def closed(self, setup_id: UUID, *, asked_by: Person) -> None:
        """Note that the modal was closed: forget a setup that made nothing, keep the rest for later."""
        try:
            async with held(self._rows, setup_id):
                setup = own(await self._rows.get(setup_id), asked_by)
                if setup.state is not State.CONNECTING:
                    return
                if not setup.made_something:
                    await self._rows.delete(setup_id)
                    return
                await self._progress.save(setup.model_copy(update={"question": Question.CONTINUE}))
        except (Busy, NoSuchSetup):  # whoever works on it answers by direct message; or it is gone
            return

    async def _named_end(self, side: Side, word: str) -> End:
        """Find what a word of the command means: a type of a new connection, or one that exists."""
        folded = word.casefold()
        types = await self._directory.types(side)
        if any(folded == one.id for one in types):
            return await self._directory.new_end(folded)
        found = await self._directory.connections_for(side)
        for one in found:
            if folded in {one.name.casefold(), one.id}:
                return existing_end(one)
        kind = type_called(word, types)
        if kind is not None:
            return await self._directory.new_end(kind.id)
        names = [*(one.name for one in types), *(one.id for one in types), *(one.name for one in found)]
        raise _unknown(side, word, names)

    async def _answered_end(
        self, setup: Setup, side: Side, answer: EndAnswer, known: dict[str, Existing]
    ) -> End:
        kind, chosen = answer
        if kind == "new":
            end = setup.end(side)
            is_begun = end is not None and end.type == chosen and end.connection_id is None
            return end if end is not None and is_begun else await self._directory.new_end(chosen)
        if chosen in known:
            return existing_end(known[chosen])
        raise InvalidInput(side, "That connection no longer exists.", "Choose another one.")


def _new(person: Person, channel_id: str | None, wish: Wish = Wish.SYNC) -> Setup:
    return Setup(
        id=uuid4(),
        requester=person,
        wish=wish,
        origin_channel_id=channel_id,
        created_at=datetime.now(UTC),
    )


def _unknown(what: str, word: str, names: list[str]) -> InvalidInput:
    near = nearest(word, names)
    meant = f" Did you mean *{near}*?" if near else ""
    return InvalidInput(what, f"I know no {what} called “{word}”.{meant}", "Choose one below.")
