"""What somebody wants of a bulk sync that they named or picked."""

from collections.abc import AsyncIterator, Awaitable, Callable

from bot.errors import BotError
from bot.handlers.histories import Histories
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_edits import SyncEdits
from bot.handlers.sync_list import SyncList
from bot.handlers.sync_runs import SyncRuns
from bot.handlers.watches import ALL, WatchWishes
from bot.models import Person, Place, SyncHistory, SyncStep, WatchStep
from bot.polytomic import NotFound


class SyncWishes:
    """Finds the bulk sync that is meant, and does what is wished, or asks what is still to be asked."""

    def __init__(
        self,
        syncs: SyncList,
        actions: SyncActions,
        runs: SyncRuns,
        edits: SyncEdits,
        watches: WatchWishes,
        histories: Histories,
    ) -> None:
        self._syncs = syncs
        self._actions = actions
        self._runs = runs
        self._edits = edits
        self._watches = watches
        self._histories = histories

    async def named(
        self, wish: str, words: str, *, asked_by: Person, channel_id: str | None = None
    ) -> SyncStep | WatchStep:
        """Grant a wish about the only sync that is meant; with several or none, show what there is."""
        if wish == "watch" and words.strip().casefold() == ALL:
            return await self.watch(None, asked_by=asked_by, channel_id=channel_id)
        found = await self._syncs.the_one(words) if words.strip() else None
        if found is None:
            return await self._syncs.turn(Place(words=words, wish=wish))
        return await self.grant(wish, found, Place(), asked_by=asked_by, channel_id=channel_id)

    async def watch(
        self, sync_id: str | None, *, asked_by: Person, channel_id: str | None
    ) -> SyncStep | WatchStep:
        """Ask what a channel wants to hear of one sync, or of all with None."""
        try:
            return await self._watches.ask(sync_id, channel_id, asked_by=asked_by)
        except NotFound:
            return await self._syncs.gone(sync_id or "", Place())

    async def grant(
        self, wish: str, sync_id: str, place: Place, *, asked_by: Person, channel_id: str | None = None
    ) -> SyncStep | WatchStep:
        """Begin what was chosen of one sync; without an id, of one that is still to be picked."""
        if wish == "watch_all":
            return await self.watch(None, asked_by=asked_by, channel_id=channel_id)
        if not sync_id:
            return await self._syncs.turn(Place(wish=wish))
        if wish == "watch":
            return await self.watch(sync_id, asked_by=asked_by, channel_id=channel_id)
        return await self._act(wish, sync_id, place, asked_by)

    async def _act(self, wish: str, sync_id: str, place: Place, asked_by: Person) -> SyncStep:
        looks: dict[str, Callable[[str, Place], Awaitable[SyncStep]]] = {
            "status": self._actions.status,
            "open": self._actions.status,
            "run": self._runs.ask,
            "edit": self._edits.ask,
            "history": self._histories.look,
        }
        if wish in looks:
            return await looks[wish](sync_id, place)
        if wish == "pause":
            return await self._actions.pause(sync_id, place, asked_by=asked_by)
        if wish == "resume":
            return await self._actions.resume(sync_id, place, asked_by=asked_by)
        if wish == "cancel":
            return await self._actions.cancel(sync_id, place, asked_by=asked_by)
        raise BotError("I do not know what was chosen.", "Close this and open the list again.")

    def afterwards(
        self, step: SyncStep | WatchStep, channel_id: str | None, *, asked_by: Person
    ) -> AsyncIterator[SyncHistory]:
        """Do what takes longer than anybody looks at a loading view, and say what came of it."""
        return self._histories.share(step, channel_id, asked_by=asked_by)
