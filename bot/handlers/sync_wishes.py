"""What somebody wants of a bulk sync that they named or picked."""

from bot.errors import BotError
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_list import SyncList
from bot.handlers.sync_runs import SyncRuns
from bot.models import Person, Place, SyncStep


class SyncWishes:
    """Finds the bulk sync that is meant, and does what is wished, or asks what is still to be asked."""

    def __init__(self, syncs: SyncList, actions: SyncActions, runs: SyncRuns) -> None:
        self._syncs = syncs
        self._actions = actions
        self._runs = runs

    async def named(self, wish: str, words: str, *, asked_by: Person) -> SyncStep:
        """Grant a wish about the only sync that is meant; with several or none, show what there is."""
        found = await self._syncs.the_one(words) if words.strip() else None
        if found is None:
            return await self._syncs.turn(Place(words=words, wish=wish))
        return await self.grant(wish, found, Place(), asked_by=asked_by)

    async def grant(self, wish: str, sync_id: str, place: Place, *, asked_by: Person) -> SyncStep:
        """Begin what was chosen of one sync."""
        if wish in {"status", "open"}:
            return await self._actions.status(sync_id, place)
        if wish == "run":
            return await self._runs.ask(sync_id, place)
        if wish == "pause":
            return await self._actions.pause(sync_id, place, asked_by=asked_by)
        if wish == "resume":
            return await self._actions.resume(sync_id, place, asked_by=asked_by)
        if wish == "cancel":
            return await self._actions.cancel(sync_id, place, asked_by=asked_by)
        raise BotError("I do not know what was chosen.", "Close this and open the list again.")
