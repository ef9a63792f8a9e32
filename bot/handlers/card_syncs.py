"""Which bulk sync a message of the bot's tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from bot.errors import BotError
from bot.store import NoSuchRun, NoSuchSetup

if TYPE_CHECKING:
    from bot.models import Report
    from bot.store import Posts, Runs, Setups, Troubles, Watches


class NoCard(BotError):  # noqa: N818 - what it says to the person
    """A message that is not about one bulk sync."""

    default_guidance = (
        "Choose it on an announcement, a run or an alert of mine, or use the command `watch` with the name "
        "of a sync."
    )

    def __init__(self) -> None:
        super().__init__("This message does not tell of one bulk sync, so there is nothing to watch.")


class CardSyncs:
    """Finds the bulk sync of a message by the record of what was posted."""

    def __init__(
        self, posts: Posts, setups: Setups, runs: Runs, troubles: Troubles, watches: Watches
    ) -> None:
        self._posts = posts
        self._setups = setups
        self._runs = runs
        self._troubles = troubles
        self._watches = watches

    async def find(self, channel_id: str, ts: str, thread_ts: str | None = None) -> str | None:
        """Return the id of the bulk sync that a message tells of, None for all of them; raises NoCard."""
        post = await self._posts.at(channel_id, ts)
        if post is None and thread_ts is not None:
            post = await self._posts.at(channel_id, thread_ts)
        if post is None:
            raise NoCard
        kind, _, rest = post.key.partition("-")
        try:
            row_id = UUID(rest[:36])
        except ValueError:
            raise NoCard from None
        return await self._of(kind, row_id)

    async def _of(self, kind: str, row_id: UUID) -> str | None:
        try:
            if kind == "setup" and (sync_id := (await self._setups.get(row_id)).sync_id):
                return sync_id
            if kind == "run":
                return (await self._runs.get(row_id)).sync_id
        except (NoSuchRun, NoSuchSetup):
            raise NoCard from None
        if kind == "trouble" and (trouble := await self._troubles.get(row_id)):
            return None if trouble.leads else trouble.sync_id
        if kind == "watch" and (watch := await self._watches.get(row_id)):
            return watch.sync_id
        if kind == "report" and (report := await self._troubles.report(row_id)):
            return _only(report)
        raise NoCard


def _only(report: Report) -> str:
    sync_ids = {one.sync_id for one in report.executions}
    if len(sync_ids) != 1:
        raise NoCard
    return sync_ids.pop()
