"""Wishes about watches: see what a channel follows, let it follow a sync or all, change that, and stop it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from bot import views
from bot.errors import BotError
from bot.handlers.nearest import nearest
from bot.handlers.ownership import check_team
from bot.models import (
    FormError,
    ListedWatch,
    Mute,
    Watch,
    WatchForm,
    WatchListing,
    WatchSaved,
    fits,
    next_morning,
)
from bot.polytomic import NotFound, PolytomicError
from bot.store import Changed
from bot.store.jobs import TELL_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.handlers.sync_list import SyncList
    from bot.models import Person, WatchAnswers
    from bot.notifier import Notifier
    from bot.store import Troubles, Watches
    from bot.store.jobs import Jobs

log = logging.getLogger(__name__)

ALL = "all"
MORNING, HOUR = time(9), timedelta(hours=1)
MEANWHILE = "Somebody else changed this watch meanwhile."


class SyncGone(BotError):  # noqa: N818 - what it says to the person
    """The bulk sync was deleted under the form."""

    default_guidance = "Press Cancel."

    def __init__(self) -> None:
        super().__init__("This bulk sync was deleted in Polytomic, so there is nothing to watch.")


class WatchWishes:
    """What a person can want of a channel's watches."""

    def __init__(
        self, watches: Watches, troubles: Troubles, syncs: SyncList, notifier: Notifier, jobs: Jobs
    ) -> None:
        self._watches = watches
        self._troubles = troubles
        self._syncs = syncs
        self._notifier = notifier
        self._jobs = jobs

    async def list(self, channel_id: str | None, *, asked_by: Person, news: str = "") -> WatchListing:
        """List what a channel watches; from a direct message, what the person let channels watch."""
        place = _place(channel_id)
        found = await self._of(place, asked_by)
        return WatchListing(channel_id=place, shown=await self._listed(found), news=news)

    async def ask(self, sync_id: str | None, channel_id: str | None, *, asked_by: Person) -> WatchForm:
        """Ask what a channel wants to hear of one sync, or of all with None; raises NotFound."""
        name = (await self._syncs.one(sync_id)).name if sync_id is not None else ""
        place = _place(channel_id)
        known = await self._watches.of(asked_by.team_id, place, sync_id) if place else None
        if known is not None:
            return _form(known)
        return WatchForm(sync_id=sync_id, sync_name=name, channel_id=place, asks_channel=place is None)

    async def grant(
        self, wish: str, value: str, channel_id: str | None, *, asked_by: Person
    ) -> WatchForm | WatchListing:
        """Do what was chosen of one watch, or show all of them."""
        if wish == "change":
            return await self.change(UUID(value), channel_id, asked_by=asked_by)
        news = await self.stop(UUID(value), asked_by=asked_by) if wish == "stop" else ""
        return await self.list(channel_id, asked_by=asked_by, news=news)

    async def change(
        self, watch_id: UUID, channel_id: str | None, *, asked_by: Person
    ) -> WatchForm | WatchListing:
        """Show a watch's settings to change them."""
        watch = await self._watches.get(watch_id)
        if watch is None or watch.asked_by.team_id != asked_by.team_id:
            return await self.list(channel_id, asked_by=asked_by, news="That watch was stopped already.")
        return _form(watch)

    async def save(self, answers: WatchAnswers, *, asked_by: Person) -> WatchSaved | WatchForm:
        """Take the form: check that the bot may post there, write the watch, and say so in the channel."""
        try:
            watch = await self._described(answers, asked_by)
            await self._notifier.whisper(asked_by, watch.channel_id, views.watch_check(watch))
            saved = await self._written(watch, answers)
        except Changed:
            return await self._anew(answers, asked_by)
        except NotFound:
            return _again(answers, SyncGone(), None)
        except BotError as error:
            return _again(answers, error, "channel" if answers.asks_channel else None)
        if isinstance(saved, WatchSaved) and saved.is_new:
            untold = await self._say(f"watch-{saved.watch.id}-begun", watch, views.watch_begun(saved.watch))
            return saved.model_copy(update={"untold": untold})
        return saved

    async def stop(self, watch_id: UUID, *, asked_by: Person) -> str:
        """End a watch, and say so in its channel; returns what happened."""
        watch = await self._watches.get(watch_id)
        if watch is None or watch.asked_by.team_id != asked_by.team_id:
            return "That watch was stopped already."
        await self._watches.delete(watch.id)
        await self._show_anew(watch.id)
        log.info("%s stopped the watch %s of %s", asked_by.user_id, watch.id, watch.sync_id or "all syncs")
        untold = await self._say(f"watch-{watch.id}-stopped", watch, views.watch_stopped(watch, asked_by))
        news = f"Stopped: {_named(watch)} is not watched any more."
        return f"{news} I could not say so in its channel. {untold}" if untold else news

    async def stop_named(self, words: str, channel_id: str | None, *, asked_by: Person) -> WatchListing:
        """End the only watch that somebody can mean; with several or none, show what there is."""
        place = _place(channel_id)
        found = await self._listed(await self._of(place, asked_by))
        fitting = _meant(found, words) if words else found
        if words and len(fitting) == 1:
            news = await self.stop(fitting[0].watch.id, asked_by=asked_by)
            return await self.list(channel_id, asked_by=asked_by, news=news)
        if not fitting and words:
            near = nearest(words, [one.sync_name for one in found if one.sync_name])
            guess = f" Did you mean “{near}”?" if near else ""
            return WatchListing(channel_id=place, shown=found, news=f"“{words}” is not watched here.{guess}")
        return WatchListing(channel_id=place, shown=tuple(fitting))

    async def mute(self, watch_id: UUID, *, asked_by: Person) -> str:
        """Let a watch keep silent for an hour; returns what happened."""
        watch = await self._watches.get(watch_id)
        if watch is None or watch.asked_by.team_id != asked_by.team_id:
            return "That watch was stopped already, so there is nothing to mute."
        hour = datetime.now(UTC) + HOUR
        until = max(watch.muted_until or hour, hour)  # never sooner than somebody else wanted
        try:
            await self._watches.save(watch.model_copy(update={"muted_until": until}))
        except Changed:
            return f"{MEANWHILE} Nothing was muted; press it again if you still want that."
        await self._show_anew(watch.id)
        return (
            f"Muted for an hour: I tell this channel nothing of {_named(watch)} until then, and afterwards "
            "only what is still broken. The command `watch` ends it sooner."
        )

    async def _described(self, answers: WatchAnswers, asked_by: Person) -> Watch:
        """Make the watch that the form describes; raises Changed, or NotFound for a sync that is gone."""
        settings = answers.model_dump(include={"tells", "in_threads", "after_failures", "quiet", "mentions"})
        if answers.watch_id is not None:
            known = await self._watches.get(answers.watch_id)
            if known is not None:
                check_team(known.asked_by, asked_by)
            if known is None or known.version != answers.version:
                raise Changed
            settings |= {"muted_until": _muted(known, answers.mute, answers.timezone)}
            return Watch.model_validate(known.model_dump() | settings)
        name = (await self._syncs.one(answers.sync_id)).name if answers.sync_id is not None else ""
        new = Watch(
            id=uuid4(),
            asked_by=asked_by,
            channel_id=answers.channel_id,
            sync_id=answers.sync_id,
            sync_name=name,
            created_at=datetime.now(UTC),
        )
        settings |= {"muted_until": _muted(new, answers.mute, answers.timezone)}
        return Watch.model_validate(new.model_dump() | settings)

    async def _written(self, watch: Watch, answers: WatchAnswers) -> WatchSaved | WatchForm:
        """Write a watch; raises Changed."""
        if answers.watch_id is not None:
            saved = await self._watches.save(watch)
            await self._show_anew(saved.id)
            return WatchSaved(watch=saved, is_new=False)
        added = await self._watches.add(watch)
        if added.id == watch.id:
            return WatchSaved(watch=added, is_new=True)
        said = FormError(message=f"{_named(added)} is watched there already.", guidance=CHECK)
        return _form(added).model_copy(update={"error": said})

    async def _anew(self, answers: WatchAnswers, asked_by: Person) -> WatchForm:
        """Draw the form as things are now, and say what happened meanwhile; raises NotFound."""
        form = await self.ask(answers.sync_id, answers.channel_id, asked_by=asked_by)
        is_stopped = form.watch_id is None
        message = "Somebody else stopped this watch meanwhile." if is_stopped else MEANWHILE
        guidance = "Press the button below to begin it anew." if is_stopped else CHECK
        return form.model_copy(update={"error": FormError(message=message, guidance=guidance)})

    async def _say(self, key: str, watch: Watch, message: views.Message) -> str:
        """Tell the channel; returns why it was not told, for whoever asked to hear."""
        try:
            await self._notifier.post(key, watch.channel_id, message)
        except BotError as error:
            log.info("%s was not told of a watch: %s", watch.channel_id, error.message)
            return error.message
        return ""

    async def _show_anew(self, watch_id: UUID) -> None:
        """Let what was told of a watch's syncs follow its new settings."""
        for trouble_id in await self._troubles.stir(watch_id):
            await self._jobs.defer(TELL_TROUBLE, trouble_id)

    async def _of(self, channel_id: str | None, asked_by: Person) -> Sequence[Watch]:
        if channel_id is not None:
            return await self._watches.of_channel(asked_by.team_id, channel_id)
        return [one for one in await self._watches.of_team(asked_by.team_id) if one.asked_by == asked_by]

    async def _listed(self, watches: Sequence[Watch]) -> tuple[ListedWatch, ...]:
        """Call the syncs as they are called now, and tell which are gone."""
        try:
            names = await self._syncs.names() if watches else {}
        except PolytomicError:  # the list is worth showing without that
            names = {one.sync_id: one.sync_name for one in watches if one.sync_id}
        now = datetime.now(UTC)
        return tuple(
            ListedWatch(
                watch=one,
                sync_name=names.get(one.sync_id or "", one.sync_name),
                is_deleted=one.sync_id is not None and one.sync_id not in names,
                muted_until=one.muted_until if one.muted_until and one.muted_until > now else None,
            )
            for one in watches
        )


CHECK = "These are its settings now: look at them, and save what you still want."


def _place(channel_id: str | None) -> str | None:
    """Return a channel that can watch something: a direct message is none."""
    return None if channel_id is None or channel_id.startswith(("D", "U", "W")) else channel_id


def _form(watch: Watch) -> WatchForm:
    is_muted = watch.muted_until is not None and watch.muted_until > datetime.now(UTC)
    kept = {
        "sync_id",
        "sync_name",
        "channel_id",
        "tells",
        "in_threads",
        "after_failures",
        "mentions",
        "version",
    }
    return WatchForm(
        watch_id=watch.id,
        quiet=watch.quiet,
        timezone=watch.quiet.timezone if watch.quiet else "UTC",
        muted_until=watch.muted_until if is_muted else None,
        **watch.model_dump(include=kept),
    )


def _again(answers: WatchAnswers, error: BotError, field: str | None) -> WatchForm:
    """Draw the form again with what was answered, and why that could not be taken."""
    told = FormError(field=field, message=error.message, guidance=error.guidance)
    return WatchForm.model_validate({**answers.model_dump(exclude={"mute"}), "error": told})


def _muted(watch: Watch, mute: Mute, timezone: str) -> datetime | None:
    now = datetime.now(UTC)
    if mute is Mute.AS_IT_IS:
        return watch.muted_until
    if mute is Mute.MORNING:
        return next_morning(now, timezone, MORNING)
    return now + mute.span if mute.span else None


def _named(watch: Watch) -> str:
    return f"“{watch.sync_name}”" if watch.sync_id is not None else "all syncs"


def _meant(found: Sequence[ListedWatch], words: str) -> Sequence[ListedWatch]:
    """Find the watches that somebody may mean: by id, by the whole name, or by parts of it, in that order."""
    wanted = " ".join(words.split()).casefold()
    if wanted == ALL:
        return [one for one in found if one.watch.sync_id is None]
    singly = [one for one in found if one.watch.sync_id is not None]
    by_id = [one for one in singly if (one.watch.sync_id or "").casefold() == wanted]
    by_name = [one for one in singly if " ".join(one.sync_name.split()).casefold() == wanted]
    return by_id or by_name or [one for one in singly if fits(one.sync_name, wanted)]
