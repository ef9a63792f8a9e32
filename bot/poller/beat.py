"""The beat: what comes round by itself, on one replica at a time."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from bot.errors import BotError
from bot.metrics import BEAT_SECONDS, LAST_BEAT, ROUND_FAILURES
from bot.poller.outage import Outage
from bot.store import Beats, Owed
from bot.store.jobs import Jobs
from bot.trace import about

log = logging.getLogger(__name__)

Round = Callable[[], Awaitable[None]]

LOOK_AGAIN = 0.1  # of a beat: how soon to look again after another replica had it


class Forgotten:
    """Rows that should have a job and may have none: deferring twice does no harm."""

    def __init__(self, owed: Owed, jobs: Jobs) -> None:
        self._owed = owed
        self._jobs = jobs

    async def defer_again(self) -> None:
        """Defer the next task of every row that waits for one."""
        for task, row_id in await self._owed.jobs(datetime.now(UTC)):
            await self._jobs.defer(task, row_id)


class Beat:
    """Does the rounds, each by its name in the log; an outage is logged once, and its end once."""

    def __init__(
        self,
        beats: Beats,
        rounds: Mapping[str, Round],
        outage: Outage,
        *,
        every_seconds: float,
        at_news: Mapping[str, Round] | None = None,
    ) -> None:
        self._beats = beats
        self._rounds = rounds
        self._at_news = at_news or {}
        self._outage = outage
        self._every = every_seconds
        self._failing: set[str] = set()
        self._next_at = 0.0
        self._news = asyncio.Event()

    def stir(self) -> None:
        """Act on what was just heard, without waiting for the next beat."""
        self._news.set()

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._next_at = time.monotonic() + self._every * LOOK_AGAIN
            await self._round("beat", self.once)
            await self._until_next()

    async def _until_next(self) -> None:
        """Wait for the next beat, and meanwhile do the rounds that any replica may do at any time."""
        while (left := self._next_at - time.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                return
            self._news.clear()
            for name, work in self._at_news.items():
                await self._round(name, work)

    async def once(self) -> None:
        """Do one round, unless another replica does it."""
        if await self._beats.take("poll", every_seconds=self._every):
            self._next_at = time.monotonic() + self._every  # the rounds take time of their own
            with BEAT_SECONDS.time():
                for name, work in self._rounds.items():
                    await self._round(name, work)
            if not self._failing:
                LAST_BEAT.set_to_current_time()

    async def _round(self, name: str, work: Round) -> None:
        with about(name):
            await self._do(name, work)

    async def _do(self, name: str, work: Round) -> None:
        try:
            await work()
        except BotError as error:
            ROUND_FAILURES.labels(name).inc()
            if self._outage.explains(error):
                self._outage.begins(name, error)
                return
            if name not in self._failing:
                log.warning("%s wait: %s %s", name.capitalize(), error.message, error.guidance)
            self._failing.add(name)
        except Exception:
            ROUND_FAILURES.labels(name).inc()
            if name not in self._failing:
                log.exception("%s failed", name.capitalize())
            self._failing.add(name)
        else:
            if name in self._failing:
                log.info("%s go on.", name.capitalize())
            self._failing.discard(name)
            self._outage.ends(name)
