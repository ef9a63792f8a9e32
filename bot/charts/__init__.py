"""Pictures of what syncs did, each drawn in a process of its own.

matplotlib takes a second to import and some 70 MB that it would never give back, for a picture now and then.
So it lives in a process that ends with its picture, keeps nobody waiting, and is killed if it takes too long.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.models import SyncHistory

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot.charts")
PATIENCE = 20.0  # seconds; the first picture on a machine takes the longest
AT_ONCE = 1  # the others wait: a crowd of people must not take all cores


class Charts:
    """Draws; whoever asks goes on without a picture when there is none."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def draw(self, history: SyncHistory) -> bytes | None:
        """Return a PNG picture of past executions; None, and a line in the log, if it cannot be drawn."""
        async with self._turn:
            try:
                return await self._drawn(history)
            except (OSError, TimeoutError) as error:
                log.warning("Could not draw a chart: %s %s", type(error).__name__, error)
                return None

    async def _drawn(self, history: SyncHistory) -> bytes | None:
        drawing = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE)
        try:
            async with asyncio.timeout(self._patience):
                picture, said = await drawing.communicate(history.model_dump_json().encode())
        finally:
            with suppress(ProcessLookupError):
                drawing.kill()
            await drawing.wait()
        if drawing.returncode:
            log.warning(
                "Could not draw a chart: %s", said.decode(errors="replace").strip().rpartition("\n")[2]
            )
        return picture if picture and not drawing.returncode else None
