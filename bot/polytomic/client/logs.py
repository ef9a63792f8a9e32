"""What an execution wrote down: its last lines, and its log as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.polytomic.client.base import Base
from bot.polytomic.errors import NoLog
from bot.polytomic.models import Console, ConsoleEntry, LogAddresses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.polytomic.client.downloads import Downloads, LogFile

MOST_FILES = 20


class Logs(Base):
    """What the client can find out about an execution's log."""

    _downloads: Downloads

    @property
    def has_console(self) -> bool:
        """True if `console` works on this API version."""
        return self._version.has("console")

    async def console(self, sync_id: str, execution_id: str) -> tuple[ConsoleEntry, ...]:
        """Return at most the last 50 lines of an execution's log; raises Unsupported before 2025-09-18."""
        return (await self._ask("console", sync_id, execution_id)).one(Console).entries

    async def log_files(self, sync_id: str, execution_id: str) -> AsyncIterator[LogFile]:
        """Fetch an execution's log file by file; raises NoLog, TooLarge or Unavailable."""
        addresses = (await self._ask("logs", sync_id, execution_id)).one(LogAddresses)
        if not addresses.urls:
            raise NoLog("This run has no log file.")
        for number, address in enumerate(addresses.urls[:MOST_FILES], start=1):
            name = f"execution-{execution_id}-{number}.log"
            yield await self._downloads.file(address, otherwise=name)
