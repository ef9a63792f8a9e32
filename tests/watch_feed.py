"""Channels that watch, and what is heard in front of them, without Slack or Polytomic."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from builders import ANNA
from job_doubles import Jobs
from sqlalchemy import and_, text

from bot.models import QuietHours, SeenExecution, Trouble, Watch
from bot.poller.watching import Watching
from bot.store import Database, Following, SeenExecutions, Troubles, Watches
from bot.store.trouble_tables import IS_OPEN, troubles
from bot.store.troubles import select_troubles

NOW = datetime.now(UTC)
ALWAYS = QuietHours(begin=time(0), end=time(23, 59, 59, 999_999))


class Feed:
    """Channels that watch, and what is heard in front of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.watches, self.troubles = Watches(database), Troubles(database)
        self.jobs = Jobs()
        jobs: Any = self.jobs
        self.round = Watching(Following(database), jobs)

    async def watch(self, **fields: object) -> Watch:
        """Let a channel watch a sync."""
        known = {"id": uuid4(), "asked_by": ANNA, "channel_id": "C1", "sync_id": "s-1", "created_at": NOW}
        return await self.watches.add(Watch.model_validate(known | fields))

    async def hear(self, *heard: SeenExecution) -> list[str]:
        """Hear of executions and act on them; returns what is told."""
        await SeenExecutions(self.database).hear(heard)
        return await self.act()

    async def act(self) -> list[str]:
        """Act on what was heard; returns the tasks that tell of it."""
        self.jobs.deferred.clear()
        await self.round.notice()
        return [task for task, _ in self.jobs.deferred]

    async def trouble(self) -> Trouble:
        """Return what keeps failing in front of the channel."""
        (found,) = await self.open_troubles()
        return found

    async def open_troubles(self) -> list[Trouble]:
        """List what keeps failing in front of the channel, oldest first."""
        here = and_(troubles.c.team_id == "T1", troubles.c.channel_id == "C1")
        async with self.database.transaction() as connection:
            return await select_troubles(connection, IS_OPEN, here)

    async def let_silence_end(self) -> None:
        """Let the time pass until which troubles are silent."""
        async with self.database.transaction() as connection:
            await connection.execute(text("UPDATE troubles SET silent_until = now()"))


def heard(status: str = "failed", minute: float = 0, **fields: object) -> SeenExecution:
    """Make an execution that ended in this minute, by Polytomic's clock."""
    ended = NOW + timedelta(minutes=minute)
    known = {
        "id": uuid4(),
        "execution_id": str(uuid4()),
        "sync_id": "s-1",
        "sync_name": "Orders",
        "status": status,
        "reason": "token revoked",
        "began_at": ended - timedelta(seconds=30),
        "ended_at": None if status == "running" else ended,
        "created_at": datetime.now(UTC),
    }
    return SeenExecution.model_validate(known | fields)
