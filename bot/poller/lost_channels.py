"""Channels that the bot was removed from, or that were archived: what they watch ends, and is said once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot import views
from bot.notifier import CannotPost, Notifier

if TYPE_CHECKING:
    from bot.models import Watch
    from bot.store import Watches

log = logging.getLogger(__name__)

LOST = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}


class LostChannels:
    """Ends the watches of channels that cannot be told of anything any more."""

    def __init__(self, watches: Watches, notifier: Notifier) -> None:
        self._watches = watches
        self._notifier = notifier

    async def give_up(self, team_id: str, channel_id: str, error: CannotPost) -> None:
        """Tell everybody who asked for the channel's watches, once, and end these.

        An error that says nothing of the channel itself ends nothing.
        """
        log.warning("%s cannot be told of what it watches: %s", channel_id, error.message)
        if error.code not in LOST:
            return
        ended = await self._watches.of_channel(team_id, channel_id)
        for person_id in dict.fromkeys(watch.asked_by.user_id for watch in ended):
            mine = [watch for watch in ended if watch.asked_by.user_id == person_id]
            await self._tell(person_id, mine, error)
        await self._watches.delete_of_channel(team_id, channel_id)

    async def _tell(self, person_id: str, ended: list[Watch], error: CannotPost) -> None:
        message = views.watch_dropped(ended, error.message)
        try:
            await self._notifier.post(f"watch-{ended[0].id}-dropped", person_id, message)
        except CannotPost as refused:
            log.warning("%s cannot be told that a watch ended: %s", person_id, refused.message)
