"""How long people wait for the announcement once Polytomic is ready to create the bulk sync."""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox.polytomic.versions import Version
from tests.bench.figures import Figure, percentile
from tests.bench.processes import API_KEY, Server, local_polytomic, local_slack, the_bot, until
from tests.bench.rows import CHANNEL, awaiting_sign_in, fresh_database, put, sync_name

if TYPE_CHECKING:
    from bot.store import Database

BEAT = 5.0
SETUPS = 20
SIGN_INS_WITHIN_SECONDS = 3 * BEAT
CACHING_SECONDS = (0.0, 25.0)  # the second is long enough for the back-off to have grown
GRACE_SECONDS = 0.5
ANNOUNCED_SECONDS = 60
NAME = re.compile(r"Bench \d{5}")
SALESFORCE = {"domain": "https://example.my.salesforce.com"}
SNOWFLAKE = {"account": "ab1", "username": "user", "password": "pw", "dbname": "database"}


@dataclass(frozen=True)
class Ground:
    """The servers, and setups that wait for a sign-in."""

    http: aiohttp.ClientSession
    database: Database
    slack: Server
    polytomic: Server

    async def connection(self, name: str, kind: str, configuration: dict[str, str]) -> str:
        """Make a connection at Polytomic."""
        headers = {"Authorization": f"Bearer {API_KEY}", "X-Polytomic-Version": Version.V2025}
        body = {"name": name, "type": kind, "configuration": configuration}
        url = f"{self.polytomic.url}/api/connections"
        async with self.http.post(url, json=body, headers=headers) as response:
            response.raise_for_status()
            return str((await response.json())["data"]["id"])

    async def sign_in(self, connection_id: str) -> float:
        """Make a connection healthy as a sign-in does; returns the moment."""
        url = f"{self.polytomic.url}/_sandbox/connections/{connection_id}"
        async with self.http.post(url, json={"status": "healthy"}) as response:
            response.raise_for_status()
        return time.time()

    async def let_caching_take(self, seconds: float) -> None:
        """Say how long Polytomic reads a source after its sign-in."""
        url = f"{self.polytomic.url}/_sandbox/config"
        async with self.http.post(url, json={"schema_delay_seconds": seconds}) as response:
            response.raise_for_status()

    async def announced(self) -> dict[str, float]:
        """Tell which setups were announced, by the name of their sync, and when."""
        async with self.http.get(f"{self.slack.url}/_bench/calls") as response:
            calls: list[dict[str, Any]] = await response.json()
        posts = [
            (json.loads(call["body"]), call["at"]) for call in calls if call["method"] == "chat.postMessage"
        ]
        said = [(NAME.search(body["text"]), at) for body, at in posts if body["channel"] == CHANNEL]
        return {found[0]: at for found, at in said if found}


async def measure(server_url: str) -> list[Figure]:
    """Let setups be signed in to at many moments of a beat, and wait for all announcements."""
    async with AsyncExitStack() as stack:
        here = await _ground(server_url, stack)
        ready_at = await _signed_in(here, await _waiting(here))
        arrived = await _all_announced(here, len(ready_at))
    late = {name: arrived[name] - ready_at[name] for name in ready_at}
    return [_figure(group, list(late.values())) for group in range(len(CACHING_SECONDS))]


async def _ground(server_url: str, stack: AsyncExitStack) -> Ground:
    url, database = await stack.enter_async_context(fresh_database(server_url))
    slack = await stack.enter_async_context(local_slack())
    polytomic = await stack.enter_async_context(local_polytomic())
    addresses = {
        "slack_api_url": f"{slack.url}/api/",
        "polytomic_api_url": polytomic.url,
        "database_url": url,
    }
    await stack.enter_async_context(the_bot(**addresses, poll_interval_seconds=BEAT))
    return Ground(await stack.enter_async_context(aiohttp.ClientSession()), database, slack, polytomic)


async def _waiting(here: Ground) -> list[str]:
    """Make setups that wait for a sign-in; returns their sources, in the order of their numbers."""
    warehouse = await here.connection("Warehouse", "snowflake", SNOWFLAKE)
    count = len(CACHING_SECONDS) * SETUPS
    sources = [await here.connection(f"Source {number}", "salesforce", SALESFORCE) for number in range(count)]
    await put(here.database, (awaiting_sign_in(number, key, warehouse) for number, key in enumerate(sources)))
    return sources


async def _signed_in(here: Ground, sources: list[str]) -> dict[str, float]:
    """Sign in to one source after the other; returns when each bulk sync could be created, by its name."""
    ready_at: dict[str, float] = {}
    for number, source in enumerate(sources):
        caching = CACHING_SECONDS[number % len(CACHING_SECONDS)]
        await here.let_caching_take(caching)
        ready_at[sync_name(number)] = await here.sign_in(source) + caching
        await asyncio.sleep(SIGN_INS_WITHIN_SECONDS / len(sources))
    return ready_at


async def _all_announced(here: Ground, count: int) -> dict[str, float]:
    async def are_all() -> bool:
        return len(await here.announced()) >= count

    await until(are_all, seconds=ANNOUNCED_SECONDS)
    return await here.announced()


def _figure(group: int, late: list[float]) -> Figure:
    caching, mine = CACHING_SECONDS[group], late[group :: len(CACHING_SECONDS)]
    p95 = percentile(mine, 0.95)
    return Figure(
        command=f"Announcement of {len(mine)} setups after readiness; caching takes {caching:.0f} s",
        figure=f"p50 {percentile(mine, 0.5):.2f} s, p95 {p95:.2f} s, worst {max(mine):.2f} s",
        baseline=f"one beat: {BEAT:.0f} s",
        target=f"p95 ≤ one beat + {GRACE_SECONDS} s",
        holds=p95 <= BEAT + GRACE_SECONDS,
    )
