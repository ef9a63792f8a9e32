"""Wishes about an object's fields: which of them are synced, and which are obfuscated."""

import asyncio
from uuid import UUID

from bot.errors import InvalidInput
from bot.handlers.directory import Directory
from bot.handlers.nearest import real_names
from bot.handlers.ownership import own
from bot.handlers.steps import Over
from bot.models import FieldChoice, FieldsAnswers, FieldsForm, Person, Question, Setup, State, fits
from bot.polytomic import PolytomicError
from bot.store import Setups as SetupRows

LONGEST_LOOK = 2.0  # seconds; the answer to a submitted form must come within three


class ObjectFields:
    """What a person can want of the fields of a setup's objects."""

    def __init__(self, rows: SetupRows, directory: Directory) -> None:
        self._rows = rows
        self._directory = directory

    async def form(self, setup_id: UUID, object_id: str, *, below: str, asked_by: Person) -> FieldsForm:
        """Ask for the fields of one object, with what was chosen before; `below` is the form under it."""
        setup = own(await self._rows.get(setup_id), asked_by)
        names = await self._directory.field_names(_source(setup), object_id)
        choice = setup.object_fields.get(object_id, FieldChoice())
        return FieldsForm(setup=setup, object_id=object_id, choice=choice, total=len(names), below=below)

    async def names(self, setup_id: UUID, object_id: str, *, asked_by: Person) -> list[str]:
        """List the fields of one object, to pick from."""
        setup = own(await self._rows.get(setup_id), asked_by)
        return await self._directory.field_names(_source(setup), object_id)

    async def choose(self, answers: FieldsAnswers, *, asked_by: Person) -> None:
        """Write down which fields of an object are wanted; raises InvalidInput for those that are not there.

        It answers within three seconds, as the form is still shown meanwhile.
        """
        setup = _open(own(await self._rows.get(answers.setup_id), asked_by))
        choice = real_choice(answers.choice, await self._known(setup, answers.object_id))
        chosen = setup.object_fields | {answers.object_id: choice}
        if not choice.fields and not choice.obfuscated:
            del chosen[answers.object_id]
        await self._rows.save(setup.model_copy(update={"object_fields": chosen}))

    async def reset(self, setup_id: UUID, object_id: str, *, asked_by: Person) -> None:
        """Sync all fields of an object again."""
        setup = _open(own(await self._rows.get(setup_id), asked_by))
        kept = {name: choice for name, choice in setup.object_fields.items() if name != object_id}
        await self._rows.save(setup.model_copy(update={"object_fields": kept}))

    async def _known(self, setup: Setup, object_id: str) -> list[str]:
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                return await self._directory.field_names(_source(setup), object_id)
        except (PolytomicError, TimeoutError) as error:
            raise InvalidInput(
                "fields", "Polytomic does not list the fields at the moment.", "Try again in a moment."
            ) from error


def real_choice(choice: FieldChoice, known: list[str]) -> FieldChoice:
    """Spell the fields as the source does, and name those that match; raises InvalidInput."""
    fields = _real("fields", choice.fields, choice.matching, known)
    obfuscated = _real("obfuscated", choice.obfuscated, choice.obfuscated_matching, known)
    left_out = [name for name in obfuscated if fields and name not in set(fields)]
    if left_out:
        raise InvalidInput(
            "obfuscated", f"“{left_out[0]}” is not among the fields to sync.", "Add it there, or take it out."
        )
    return choice.model_copy(update={"fields": fields, "obfuscated": obfuscated, "total": len(known)})


def _real(block: str, names: tuple[str, ...], matching: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    found, unknown = real_names(names, known)
    if unknown:
        word, near = next(iter(unknown.items()))
        meant = f" Did you mean “{near}”?" if near else ""
        raise InvalidInput(block, f"The object has no field “{word}”.{meant}", "Correct the name.")
    for typed in matching:
        fitting = [name for name in known if fits(name, typed)]
        if not fitting:
            raise InvalidInput(block, f"No field matches “{typed}”.", "Take it out, or choose another.")
        found += fitting
    return tuple(dict.fromkeys(found))


def _open(setup: Setup) -> Setup:
    """Return a setup whose fields may still be chosen; raises Over."""
    if setup.state is State.CONNECTING or setup.question is Question.OBJECTS:
        return setup
    raise Over("This setup has gone on meanwhile.", "Its card says how far it is.")


def _source(setup: Setup) -> str:
    if setup.source is None or setup.source.connection_id is None:
        raise Over("This setup has no source yet.", "Choose one first.")
    return setup.source.connection_id
