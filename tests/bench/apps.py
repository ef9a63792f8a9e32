"""The bot and a bare Bolt echo, behind the same kind of door, with one Slack that both answer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from tests.bench.doors import HttpDoor, SocketDoor
from tests.bench.processes import (
    APP_TOKEN,
    ECHO_TOKEN,
    local_polytomic,
    local_slack,
    the_bot,
    the_echo,
    until,
)
from tests.bench.rows import at_first_form, empty, fresh_database, put
from tests.bench.users import filled_form, help_command

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.store import Database
    from tests.bench.doors import Door, Payload
    from tests.bench.processes import Server

HTTP, SOCKET = "http", "socket"
ANSWERED_SECONDS = 60


@dataclass(frozen=True)
class Ground:
    """The doors of both apps, and what stands around them."""

    http: aiohttp.ClientSession
    database: Database
    slack: Server
    polytomic: Server
    bot: Door
    echo: Door

    async def commands(self, count: int) -> list[Payload]:
        """Prepare what people type."""
        return [help_command(self.slack.url, number) for number in range(count)]

    async def forms(self, count: int) -> list[Payload]:
        """Prepare forms, each of a setup of its own, at a Polytomic that has no connection yet."""
        await empty(self.database)
        async with self.http.delete(f"{self.polytomic.url}/_sandbox/state") as response:
            response.raise_for_status()
        setups = [at_first_form(number) for number in range(count)]
        await put(self.database, setups)
        return [filled_form(setup, number) for number, setup in enumerate(setups)]

    async def until_answered(self, count: int) -> None:
        """Wait until Slack has heard the answers that follow the acknowledgements, then forget them."""
        url = f"{self.slack.url}/_bench/answers"

        async def are_answered() -> bool:
            async with self.http.get(url) as response:
                return int(await response.text()) >= count

        await until(are_answered, seconds=ANSWERED_SECONDS, every=0.02)
        async with self.http.delete(f"{self.slack.url}/_bench/calls") as response:
            response.raise_for_status()


async def opened(server_url: str, stack: AsyncExitStack, way: str) -> Ground:
    """Start everything."""
    url, database = await stack.enter_async_context(fresh_database(server_url))
    slack = await stack.enter_async_context(local_slack())
    polytomic = await stack.enter_async_context(local_polytomic())
    slack_api = f"{slack.url}/api/"
    bot = await stack.enter_async_context(
        the_bot(way, slack_api_url=slack_api, polytomic_api_url=polytomic.url, database_url=url)
    )
    echo = await stack.enter_async_context(the_echo(way, slack_api_url=slack_api))
    http = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
    doors: tuple[Door, Door] = (HttpDoor(http, bot.url), HttpDoor(http, echo.url))
    if way == SOCKET:
        doors = (SocketDoor(http, slack.url, APP_TOKEN), SocketDoor(http, slack.url, ECHO_TOKEN))
    return Ground(http, database, slack, polytomic, *doors)
