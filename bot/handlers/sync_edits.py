"""The wish to change a bulk sync that exists: nothing is overwritten that somebody else has changed."""

import logging
from collections.abc import Awaitable, Callable
from uuid import uuid4

from bot.errors import BotError, InvalidInput
from bot.handlers.edit_rules import (
    change_of,
    changed_words,
    checked,
    field_of,
    meanwhile,
    surprises,
    switched,
    wanted,
)
from bot.handlers.readings import Reading, Readings
from bot.handlers.steps import form_error
from bot.handlers.sync_list import SyncList
from bot.models import (
    Edit,
    EditAnswers,
    EditConsent,
    EditForm,
    EditReview,
    FormError,
    Meanwhile,
    Person,
    Place,
    SyncDetails,
    SyncFacts,
    SyncStep,
)
from bot.polytomic import ChangedMeanwhile, NotFound, Polytomic, PolytomicError, Rejected

log = logging.getLogger(__name__)

Details = Callable[[str, Place], Awaitable[SyncDetails]]
"""Shows one bulk sync; raises NotFound."""


class SyncEdits:
    """Changes any bulk sync of the organization, after a yes to what was before and what will be."""

    def __init__(self, polytomic: Polytomic, syncs: SyncList, readings: Readings, details: Details) -> None:
        self._polytomic = polytomic
        self._syncs = syncs
        self._readings = readings
        self._details = details

    async def ask(self, sync_id: str, place: Place) -> SyncStep:
        """Ask what shall be different."""
        try:
            return _form(await self._readings.now(sync_id), place)
        except NotFound:
            return await self._syncs.gone(sync_id, place)

    async def redraw(self, draft: EditAnswers) -> EditForm | None:
        """Draw the form with what was typed so far; None in an outage, when the form stays as it is."""
        try:
            then = await self._then(draft.sync_id, draft.drawn_from)
        except PolytomicError:
            return None
        typed = {"name": draft.name, "schedule": draft.schedule}
        settings = then.facts.settings | draft.settings
        form = _form(then, draft.place, draft.edit(then.facts))
        wish = form.wanted.model_copy(update=typed | {"settings": settings})
        return form.model_copy(update={"wanted": wish, "drawn_from": draft.drawn_from})

    async def object_names(self, sync_id: str, drawn_from: str, *, synced: bool | None = None) -> list[str]:
        """List the objects of a sync's source: all, those that are synced, or the others."""
        whole = (await self._then(sync_id, drawn_from)).whole
        enabled = set(whole.enabled)
        return [name for name in whole.known if synced is None or (name in enabled) == synced]

    async def review(self, answers: EditAnswers) -> SyncStep:
        """Show what the form would change; if somebody else has saved meanwhile, show that instead."""
        before = self._readings.then(answers.sync_id, answers.drawn_from)
        try:
            now = await self._readings.now(answers.sync_id)
        except NotFound:
            return await self._syncs.gone(answers.sync_id, answers.place)
        except PolytomicError as error:
            if before is None:
                raise
            return _form(before, answers.place, answers.edit(before.facts), error=form_error(error))
        known = now if now.whole.fingerprint == answers.drawn_from else before
        edit = answers.edit((known or now).facts)
        theirs = None if known is now else meanwhile(known, now, edit)
        if theirs:
            return _form(now, answers.place, edit, theirs=theirs)
        return await self._reviewed(now, answers.place, edit)

    async def back(self, consent: EditConsent) -> SyncStep:
        """Go back from the review to the form, with what was typed."""
        try:
            then = await self._then(consent.sync_id, consent.drawn_from)
        except NotFound:
            return await self._syncs.gone(consent.sync_id, consent.place)
        form = _form(then, consent.place, consent.edit)
        return form.model_copy(update={"drawn_from": consent.drawn_from})

    async def save(self, consent: EditConsent, *, asked_by: Person) -> SyncStep:
        """Save what a review has shown, unless the sync is not any more what it was then."""
        before = self._readings.then(consent.sync_id, consent.drawn_from)
        try:
            now = await self._readings.now(consent.sync_id)
        except NotFound:
            return await self._syncs.gone(consent.sync_id, consent.place)
        except PolytomicError as error:
            return self._not_now(before, consent, error)
        is_same = now.whole.fingerprint == consent.drawn_from
        theirs = None if is_same else meanwhile(before, now, consent.edit)
        if theirs:
            return _form(now, consent.place, consent.edit, theirs=theirs)
        return await self._write(now, consent, asked_by)

    async def _then(self, sync_id: str, drawn_from: str) -> Reading:
        return self._readings.then(sync_id, drawn_from) or await self._readings.now(sync_id)

    async def _reviewed(self, now: Reading, place: Place, edit: Edit) -> SyncStep:
        """Check what only Polytomic can tell."""
        try:
            edit = checked(edit, now)
            after = wanted(now, edit)
            await self._check(now.facts, after, edit)
        except BotError as error:
            return _form(now, place, edit, error=form_error(error, field_of(error, now)))
        return _review(now, place, edit)

    async def _check(self, now: SyncFacts, after: SyncFacts, edit: Edit) -> None:
        if after == now:
            raise BotError("Nothing is different yet.", "Change something, or press Cancel.")
        if not edit.packed():
            raise InvalidInput(
                "objects",
                "These are more objects than I can change at once.",
                "Do it in two steps, or type a part of their names and take all that match.",
            )
        if after.name.casefold() != now.name.casefold():
            await self._check_name(after.name)

    async def _check_name(self, name: str) -> None:
        for sync in await self._polytomic.bulk_syncs():
            if sync.name.casefold() == name.casefold():
                raise InvalidInput(
                    "name", f"A bulk sync called “{sync.name}” exists already.", "Choose another name."
                )

    async def _write(self, now: Reading, consent: EditConsent, asked_by: Person) -> SyncStep:
        after = wanted(now, consent.edit)
        try:
            await self._apply(now, after)
        except NotFound:
            return await self._syncs.gone(consent.sync_id, consent.place)
        except Rejected as error:
            return await self._refused(now, consent, error)
        except PolytomicError as error:
            return self._not_now(now, consent, error)
        words = ", ".join(changed_words(now, after))
        log.info("%s changed the bulk sync %s: %s", asked_by.user_id, consent.sync_id, words)
        said = f"Saved “{after.name}”: {words}." if words else f"“{after.name}” is like that already."
        return await self._saved(now, after, consent.place, said)

    async def _apply(self, now: Reading, after: SyncFacts) -> None:
        sync_id, change = now.whole.sync.id, change_of(now.facts, after)
        if not change.is_empty:
            await self._polytomic.update_bulk_sync(now.whole, change, key=f"edit-{uuid4()}")
        objects = switched(now.facts, after)
        if objects:
            await self._polytomic.switch_objects(sync_id, objects, key=f"objects-{uuid4()}")

    async def _saved(self, now: Reading, after: SyncFacts, place: Place, said: str) -> SyncStep:
        """Look once more, since somebody else may have saved between the last look and the save."""
        try:
            later = await self._readings.now(now.whole.sync.id)
            details = await self._details(now.whole.sync.id, place)
        except NotFound:
            return await self._syncs.gone(now.whole.sync.id, place)
        except PolytomicError as error:
            shown = {"name": after.name, "schedule": after.schedule, "frequency": after.frequency}
            said += f" I could not look at it once more: {error.message}"
            return SyncDetails(sync=now.sync.model_copy(update=shown), place=place, news=said)
        found = surprises(now, after, later)
        if found:
            said += (
                f" But it now also differs from what I read before in: {', '.join(found)}. Somebody may have "
                "saved at the same moment, and one of you may have undone the other. Compare it in Polytomic."
            )
        return details.model_copy(update={"news": said})

    async def _refused(self, now: Reading, consent: EditConsent, error: Rejected) -> SyncStep:
        """Show the form with the reason, on top of what the sync is like by now."""
        try:
            later = await self._readings.now(consent.sync_id)
        except PolytomicError:
            later = now
        done = changed_words(now, later.facts)
        reason = form_error(error, field_of(error, now))
        if isinstance(error, ChangedMeanwhile):
            theirs = meanwhile(now, later, consent.edit)
            return _form(later, consent.place, consent.edit, theirs=theirs, error=None if theirs else reason)
        if done:
            guidance = f"Saved is already: {', '.join(done)}. {reason.guidance}"
            reason = reason.model_copy(update={"guidance": guidance})
        return _form(later, consent.place, consent.edit, error=reason)

    def _not_now(self, before: Reading | None, consent: EditConsent, error: PolytomicError) -> SyncStep:
        """Show the review again, to be saved when Polytomic answers."""
        if before is None:
            raise error
        again = _review(before, consent.place, consent.edit)
        return again.model_copy(update={"drawn_from": consent.drawn_from, "error": form_error(error)})


def _form(
    now: Reading,
    place: Place,
    edit: Edit | None = None,
    *,
    theirs: Meanwhile | None = None,
    error: FormError | None = None,
) -> EditForm:
    wish = edit or Edit()
    return EditForm(
        sync=now.sync,
        place=place,
        drawn_from=now.whole.fingerprint,
        facts=now.facts,
        wanted=wanted(now, wish),
        edit=wish,
        mode=now.whole.sync.mode,
        fields=now.fields,
        total=len(now.whole.known),
        more_schedules=now.more_schedules,
        has_hidden=len(now.fields) < len(now.asked),
        meanwhile=theirs,
        error=error,
    )


def _review(now: Reading, place: Place, edit: Edit) -> EditReview:
    return EditReview(
        sync=now.sync,
        place=place,
        drawn_from=now.whole.fingerprint,
        before=now.facts,
        after=wanted(now, edit),
        edit=edit,
        fields=now.fields,
    )
