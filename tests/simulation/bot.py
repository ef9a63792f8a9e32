"""The real bot of the simulation, a process of its own that can be killed: it beats when it is told to.

`python -m tests.simulation.bot` reads a line for each beat from its input, and answers when it is done:
"beat" is for all rounds, "watch" for those that hear of executions and tell of them.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot import logs, notifier, web
from bot.app.parts import Parts
from bot.notifier.pace import Pace
from bot.poller import tasks
from bot.settings import Settings
from tests.simulation.slack import SECOND

if TYPE_CHECKING:
    from bot.poller.beat import Beat


class DayPace(Pace):
    """The pace of messages in the day's own time, as its Slack's limit is."""

    def __init__(self) -> None:
        super().__init__(clock=lambda: time.monotonic() / SECOND)

    def turn(self, channel_id: str) -> float:
        """Tell how long to wait, in this machine's seconds."""
        return super().turn(channel_id) * SECOND


async def ready() -> dict[str, bool]:
    """Be ready: the simulation waits for the line that says so."""
    return {"bot": True}


async def serve() -> None:
    """Build all that `polytomic-bot serve` builds, less the way to Slack's people, and beat on command."""
    settings = Settings.load()
    notifier.Pace = DayPace  # type: ignore[misc]  # a clock that runs with the day
    logs.configure("INFO")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    async with AsyncExitStack() as stack:
        parts = await Parts.build(settings, stack)
        site = web.build(ready, deliveries=parts.deliveries)
        await stack.enter_async_context(web.serving(site, web.listen(settings.host, settings.port)))
        working = [asyncio.create_task(one) for one in (tasks.work(parts.queue), parts.rescue.run())]
        orders = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
        _say("ready")
        while order := (await orders.readline()).decode().strip():
            await (parts.beat.once() if order == "beat" else _watch(parts.beat))
            _say("done")
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _watch(beat: Beat) -> None:
    """Do the rounds that watches need; the others have little to do here, and are done now and then."""
    for name in ("forgotten rows", "events", "watches"):
        await beat._round(name, beat._rounds[name])  # noqa: SLF001 - as the beat itself does


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve())
