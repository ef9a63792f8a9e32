"""The world of the simulation: both stand-ins, the database, and the life of the bot between them."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import aiohttp
from aiohttp import web
from sqlalchemy import insert, text

from bot.handlers.webhooks import PATH
from bot.store.rows import of_watch
from bot.store.tables import watches
from tests.bench.processes import API_KEY, APP_TOKEN, BOT_TOKEN, free_port
from tests.bench.rows import fresh_database
from tests.simulation.polytomic import Polytomic, signature
from tests.simulation.slack import SECOND, Slack

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from bot.store import Database
    from tests.simulation.day import Day

SECRET = "a-webhook-secret"
STEP = 2  # minutes from beat to beat
EVERYTHING = 24  # minutes after which all rounds are done, also those that do not concern watches
DRAIN_SECONDS = 60
AGED = "UPDATE {table} SET {column} = {column} - interval '{seconds} seconds' {where}"
AGE = (  # what the bot notes by its own clock and its database's grows older with the day
    AGED.format(table="beats", column="next_at", seconds=STEP * 60, where=""),
    AGED.format(table="cursors", column="read_at", seconds=STEP * 60, where=""),
    AGED.format(table="troubles", column="alerted_at", seconds=STEP * 60, where="WHERE lead_id = id"),
)


class Beat(NamedTuple):
    """One beat that the bot did: when, and what it asked of Polytomic."""

    minute: int
    requests: int
    statuses: int


@dataclass
class World:
    """One day under way."""

    polytomic: Polytomic
    slack: Slack
    database: Database
    environment: dict[str, str]
    http: aiohttp.ClientSession
    port: int = 0
    beats: list[Beat] = field(default_factory=list)
    delivered: int = 0
    _bot: Process | None = None

    async def start(self) -> None:
        """Start the bot, at a port that nobody has taken meanwhile."""
        self.port = free_port()
        self._bot = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.simulation.bot"),
            env=self.environment | {"PORT": str(self.port)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._hears("ready")

    async def kill(self, *, within: float = 0.0) -> None:
        """End the bot as a power cut would, some seconds into a beat."""
        if self._bot is None or self._bot.returncode is not None:
            return
        self._order("watch")
        await asyncio.sleep(within)
        self._bot.kill()
        await self._bot.wait()
        self._bot = None

    async def pass_time(self, minute: int) -> None:
        """Let time pass up to a minute: what happened is delivered, the bot beats, and tells of it."""
        begun = asyncio.get_running_loop().time()
        self.slack.minute = minute
        bodies = self.polytomic.deliveries(self.polytomic.now, minute * 60)
        self.polytomic.now = minute * 60
        if self._bot is not None:
            await self._deliver(bodies)
            await self._beat(minute)
            while (
                not await self._is_idle() and asyncio.get_running_loop().time() - begun < STEP * 60 * SECOND
            ):
                await asyncio.sleep(0.01)
        async with self.database.transaction() as connection:
            for statement in AGE:
                await connection.execute(text(statement))

    async def drain(self) -> None:
        """Let the bot beat on until it has told all that it has to tell."""
        async with asyncio.timeout(DRAIN_SECONDS):
            while not (await self._is_idle() and await self._is_told()):
                self._order("watch")
                await self._hears("done")
                await asyncio.sleep(0.1)

    async def _deliver(self, bodies: list[bytes]) -> None:
        url = f"http://127.0.0.1:{self.port}{PATH}"
        for body in bodies:
            headers = {"Polytomic-Signature": signature(SECRET, body)}
            async with self.http.post(url, data=body, headers=headers) as response:
                self.delivered += response.ok

    async def _beat(self, minute: int) -> None:
        asked = self.polytomic.asked.copy()
        self._order("watch" if minute % EVERYTHING else "beat")
        await self._hears("done")
        new = self.polytomic.asked - asked
        self.beats.append(Beat(minute, new.total(), new["/api/bulk/syncs/status"]))

    async def _is_idle(self) -> bool:
        async with self.database.transaction() as connection:
            return not await connection.scalar(text("SELECT count(*) FROM procrastinate_jobs"))

    async def _is_told(self) -> bool:
        untold = "SELECT 1 FROM {} WHERE told_version <> version"
        query = " UNION ALL ".join(untold.format(table) for table in ("executions", "troubles", "reports"))
        async with self.database.transaction() as connection:
            return (await connection.execute(text(query))).first() is None

    def _order(self, word: str = "beat") -> None:
        assert self._bot is not None
        assert self._bot.stdin is not None
        self._bot.stdin.write(f"{word}\n".encode())

    async def _hears(self, word: str) -> None:
        assert self._bot is not None
        assert self._bot.stdout is not None
        said = (await self._bot.stdout.readline()).decode().strip()
        assert said == word, f"the bot said {said!r}"


@asynccontextmanager
async def world(server_url: str, day: Day) -> AsyncIterator[World]:
    """Make a world in which everybody watches what they want to, and the bot is not there yet."""
    async with AsyncExitStack() as stack:
        url, database = await stack.enter_async_context(fresh_database(server_url))
        async with database.transaction() as connection:
            await connection.execute(insert(watches), [of_watch(watch) for watch in day.watches])
        polytomic, slack = Polytomic(day), Slack()
        mine = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": f"{await _served(slack.site(), stack)}/api/",
            "POLYTOMIC_API_KEY": API_KEY,
            "POLYTOMIC_API_URL": await _served(polytomic.site(), stack),
            "POLYTOMIC_WEBHOOK_SECRET": SECRET,
            "DATABASE_URL": url,
            "POLL_INTERVAL_SECONDS": "5",
        }
        http = await stack.enter_async_context(aiohttp.ClientSession())
        made = World(polytomic, slack, database, os.environ | mine, http)
        stack.push_async_callback(made.kill)
        yield made


async def _served(site: web.Application, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"
