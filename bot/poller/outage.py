"""An outage of Polytomic: said once in the log, and its end once, whichever round suffers from it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.polytomic import Unauthorized, Unavailable

if TYPE_CHECKING:
    from bot.errors import BotError

log = logging.getLogger(__name__)


class Outage:
    """Knows who waits for Polytomic."""

    def __init__(self) -> None:
        self._waiting: set[str] = set()

    def explains(self, error: BotError) -> bool:
        """Tell whether an error only means that Polytomic cannot be used for a while."""
        return isinstance(error, Unavailable | Unauthorized)

    def begins(self, who: str, error: BotError) -> None:
        """Note who waits, and say it if nobody did before."""
        if not self._waiting:
            level = logging.WARNING if isinstance(error, Unavailable) else logging.ERROR
            log.log(level, "Waiting for Polytomic: %s %s", error.message, error.guidance)
        self._waiting.add(who)

    def ends(self, who: str) -> None:
        """Note that somebody was answered; if they had waited, it is over for all."""
        if who in self._waiting:
            self._waiting.clear()
            log.info("Polytomic answers again.")
