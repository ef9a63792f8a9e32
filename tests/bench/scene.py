"""The bot between its Slack and the local Polytomic, and what was announced there."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox.polytomic.versions import Version
from tests.bench.processes import API_KEY, Server, local_polytomic, local_slack, the_bot
from tests.bench.rows import CHANNEL, fresh_database

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.store import Database

NAME = re.compile(r"Bench \d{5}")
SALESFORCE = {"domain": "https://example.my.salesforce.com"}
SNOWFLAKE = {"account": "ab1", "username": "user", "password": "pw", "dbname": "database"}


@dataclass(frozen=True)
class Scene:
    """The servers, and who talks to them."""

    http: aiohttp.ClientSession
    database: Database
    slack: Server
    polytomic: Server
    bot: Server

    async def source(self, name: str) -> str:
        """Make a Salesforce connection at Polytomic that nobody has signed in to."""
        return await self._connection(name, "salesforce", SALESFORCE)

    async def warehouse(self) -> str:
        """Make a Snowflake connection at Polytomic."""
        return await self._connection("Warehouse", "snowflake", SNOWFLAKE)

    async def sign_in(self, connection_id: str) -> float:
        """Make a connection healthy as a sign-in does; returns the moment."""
        await self._order(f"connections/{connection_id}", {"status": "healthy"})
        return time.time()

    async def let_caching_take(self, seconds: float) -> None:
        """Say how long Polytomic reads a source after its sign-in."""
        await self._order("config", {"schema_delay_seconds": seconds})

    async def calls(self) -> list[dict[str, Any]]:
        """List what the bot called of Slack."""
        async with self.http.get(f"{self.slack.url}/_bench/calls") as response:
            return list(await response.json())

    async def syncs(self) -> Counter[str]:
        """Count the bulk syncs that exist at Polytomic, by name."""
        found, page = Counter[str](), dict[str, str]()
        while True:
            url = f"{self.polytomic.url}/api/bulk/syncs"
            async with self.http.get(url, params=page, headers=HEADERS) as response:
                answer = await response.json()
            found.update(one["name"] for one in answer["data"])
            token = answer.get("pagination", {}).get("next_page_token")
            if not token:
                return found
            page = {"page_token": token}

    async def _connection(self, name: str, kind: str, configuration: dict[str, str]) -> str:
        body = {"name": name, "type": kind, "configuration": configuration}
        url = f"{self.polytomic.url}/api/connections"
        async with self.http.post(url, json=body, headers=HEADERS) as response:
            response.raise_for_status()
            return str((await response.json())["data"]["id"])

    async def _order(self, what: str, body: dict[str, Any]) -> None:
        async with self.http.post(f"{self.polytomic.url}/_sandbox/{what}", json=body) as response:
            response.raise_for_status()


HEADERS = {"Authorization": f"Bearer {API_KEY}", "X-Polytomic-Version": Version.V2025}


def announcements(calls: list[dict[str, Any]]) -> list[tuple[str, float]]:
    """Pick out which syncs were announced, by name, and when."""
    posts = [(json.loads(call["body"]), call["at"]) for call in calls if call["method"] == "chat.postMessage"]
    said = [(NAME.search(body["text"]), at) for body, at in posts if body["channel"].startswith(CHANNEL)]
    return [(found[0], at) for found, at in said if found]


async def opened(server_url: str, stack: AsyncExitStack, *, beat: float) -> Scene:
    """Start everything."""
    url, database = await stack.enter_async_context(fresh_database(server_url))
    slack = await stack.enter_async_context(local_slack())
    polytomic = await stack.enter_async_context(local_polytomic())
    addresses = {
        "slack_api_url": f"{slack.url}/api/",
        "polytomic_api_url": polytomic.url,
        "database_url": url,
    }
    bot = await stack.enter_async_context(the_bot(**addresses, poll_interval_seconds=beat))
    http = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
    return Scene(http, database, slack, polytomic, bot)
