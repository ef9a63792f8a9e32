"""Links to a sync's page in people's messages: unfolded to what the sync does."""

import html
import logging
from collections.abc import Sequence

from bot import views
from bot.errors import BotError
from bot.handlers.sync_actions import SyncActions
from bot.models import Place, Posted, SyncDetails
from bot.notifier import Notifier
from bot.polytomic import Polytomic

log = logging.getLogger(__name__)

AT_MOST = 5  # links of one message


class Unfurls:
    """Unfolds links, if that is wished; what is not a sync of this organization stays as it is."""

    def __init__(
        self, polytomic: Polytomic, actions: SyncActions, notifier: Notifier, *, is_wished: bool
    ) -> None:
        self._polytomic = polytomic
        self._actions = actions
        self._notifier = notifier
        self._is_wished = is_wished

    async def unfold(self, posted: Posted, urls: Sequence[str]) -> None:
        """Show below a message what the syncs do that it links to."""
        if not self._is_wished:
            return
        cards = {}
        for url in list(dict.fromkeys(urls))[:AT_MOST]:
            details = await self._details(url)
            if details is not None:
                cards[url] = views.sync_card(details)
        if cards:
            await self._notifier.unfold(posted, cards)

    async def _details(self, url: str) -> SyncDetails | None:
        sync_id = self._polytomic.sync_at(html.unescape(url))
        if sync_id is None:
            return None
        try:
            return await self._actions.details(sync_id, Place())
        except BotError as error:  # nobody asked for the card, so nobody is told of the trouble
            log.info("The link to sync %s stays as it is: %s", sync_id, error.message)
            return None
