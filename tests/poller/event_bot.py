"""A bot of the event feed, and the Polytomic that it hears of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
from builders import ANNA, NOON
from job_doubles import Jobs
from polytomic_doubles import API_KEY
from pydantic import SecretStr
from sqlalchemy import text

from bot.models import SeenExecution, Watch
from bot.poller.events import EventFeed
from bot.polytomic import Polytomic
from bot.store import Kept
from bot.store.executions import act_on

if TYPE_CHECKING:
    from datetime import timedelta

    from polytomic_history import History

    from bot.store import Database


class Bot:
    """One copy of the bot, as far as it hears of events; a second one on the same database is a restart."""

    def __init__(self, database: Database, there: History, version: str = "2025-09-18") -> None:
        self.database = database
        self.rows = Kept.of(database)
        self.jobs = Jobs()
        self.polytomic = Polytomic(
            url="https://a.example",
            key=SecretStr(API_KEY),
            version=version,
            transport=httpx.MockTransport(there),
            time_limit=0.5,
        )
        jobs: Any = self.jobs
        self.feed = EventFeed(self.rows, self.polytomic, jobs)

    async def watch(self, sync_id: str | None = "s-1", **fields: object) -> None:
        """Let a channel watch."""
        known = {"id": uuid4(), "asked_by": ANNA, "channel_id": "C1", "created_at": NOON, "sync_id": sync_id}
        await self.rows.watches.add(Watch.model_validate(known | fields))

    async def beat(self) -> list[SeenExecution]:
        """Look once; returns the news, and acts on it."""
        await self.feed.notice()
        news = await self.rows.executions.news()
        await self.acts_on(news)
        return news

    async def acts_on(self, news: list[SeenExecution]) -> None:
        """Note that somebody deals with it."""
        async with self.database.transaction() as connection:
            await act_on(connection, news)

    async def hears(self) -> dict[str, str]:
        """Look once; returns the status of each execution that is news."""
        return {one.execution_id: one.status for one in await self.beat()}

    async def was_away(self, span: timedelta) -> None:
        """Let the last look be as long ago."""
        async with self.database.transaction() as connection:
            await connection.execute(
                text("UPDATE cursors SET read_at = read_at - make_interval(secs => :s)"),
                {"s": span.total_seconds()},
            )
