"""The wish to see what a bulk sync did lately: as text at once, and as a chart for the whole channel."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

from bot import views
from bot.charts import Charts
from bot.errors import BotError
from bot.handlers.activity import past
from bot.handlers.sync_list import SyncList
from bot.models import Person, Place, SyncHistory, SyncStep, Upload, WatchStep
from bot.notifier import CannotPost, Notifier
from bot.polytomic import NotFound, Polytomic

MOST_RUNS = 60  # bars that can still be told apart


class Histories:
    """Shows past executions, and posts their chart where people can talk about it."""

    def __init__(self, polytomic: Polytomic, syncs: SyncList, charts: Charts, notifier: Notifier) -> None:
        self._polytomic = polytomic
        self._syncs = syncs
        self._charts = charts
        self._notifier = notifier

    async def look(self, sync_id: str, place: Place) -> SyncStep:
        """Ask for the last executions of a bulk sync."""
        try:
            sync, page = await asyncio.gather(
                self._syncs.one(sync_id), self._polytomic.executions(sync_id, limit=MOST_RUNS)
            )
        except NotFound:
            return await self._syncs.gone(sync_id, place)
        runs = tuple(past(execution) for execution in page.items[:MOST_RUNS])
        return SyncHistory(sync=sync, place=place, runs=runs)

    async def share(
        self, step: SyncStep | WatchStep, channel_id: str | None, *, asked_by: Person
    ) -> AsyncIterator[SyncHistory]:
        """Post the chart of a history, and say where it is; nothing happens for any other step."""
        if isinstance(step, SyncHistory) and step.has_chart:
            picture = await self._charts.draw(step)
            yield await _Sharing(self._notifier, step, picture, asked_by).to(channel_id)


class _Sharing:
    """One chart on its way into Slack; where there is no picture, its numbers go alone."""

    def __init__(
        self, notifier: Notifier, history: SyncHistory, picture: bytes | None, asked_by: Person
    ) -> None:
        self._notifier = notifier
        self._history = history
        self._asked_by = asked_by
        self._key = f"history-{uuid4()}"
        self._file = _upload(history, picture) if picture else None

    async def to(self, channel_id: str | None) -> SyncHistory:
        """Post it in the channel, or by direct message where the bot may not; raises SlackDown."""
        if channel_id is None:
            return await self._directly("")
        try:
            return await self._in(channel_id)
        except CannotPost as refusal:
            return await self._directly(f"{refusal.message} So it comes to you alone. {refusal.guidance}")

    async def _in(self, channel_id: str) -> SyncHistory:
        trouble: BotError = NoPicture()
        if self._file is not None:
            words = views.history_words(self._history, self._asked_by)
            try:
                await self._notifier.upload(self._key, channel_id, self._file, comment=words)
            except CannotPost as refusal:  # of the file, or of anything: the numbers alone will tell
                trouble = refusal
            else:
                return self._posted(channel_id)
        told = f"{trouble.message} {trouble.guidance}"
        message = views.history_message(self._history, self._asked_by, told)
        await self._notifier.post(f"{self._key}-text", channel_id, message)
        return self._posted(channel_id, told)

    async def _directly(self, trouble: str) -> SyncHistory:
        """Begin with the numbers: Slack takes files only for a conversation that the answer names."""
        if self._file is None:
            missing = NoPicture()
            trouble = f"{trouble} {missing.message} {missing.guidance}".strip()
        message = views.history_message(self._history, None, trouble)
        post = await self._notifier.post(f"{self._key}-dm", self._asked_by.user_id, message)
        if self._file is not None:
            try:
                await self._notifier.upload(f"{self._key}-dm-file", post.channel_id, self._file)
            except CannotPost as refusal:
                await self._notifier.say(self._asked_by, views.error_message(refusal))
        return self._posted(post.channel_id, trouble)

    def _posted(self, where: str, trouble: str = "") -> SyncHistory:
        return self._history.model_copy(update={"posted_in": where, "trouble": trouble})


class NoPicture(BotError):  # noqa: N818 - what it says to the person
    """The chart could not be drawn."""

    def __init__(self) -> None:
        super().__init__("I could not draw the chart.", "These are its numbers.")


def _upload(history: SyncHistory, picture: bytes) -> Upload:
    return Upload(
        name="history.png",
        content=picture,
        title=views.history_title(history),
        alt_text=views.history_alt(history),
    )
