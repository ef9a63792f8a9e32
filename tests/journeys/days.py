"""Behind the scenes of bad days: the bot's rows and beats, and Polytomic as its web app changes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import psycopg

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from member import Member
    from shown import Json
    from world import World

PATIENCE = 20.0  # seconds until a thing that is waited for counts as missing


async def rows(world: World, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask the bot's database; a statement that changes something takes effect at once."""
    url = world.settings.database_url
    assert url is not None
    async with await psycopg.AsyncConnection.connect(url.get_secret_value(), autocommit=True) as connection:
        answer = await connection.execute(query, values)  # type: ignore[arg-type]  # the tests' own words
        return await answer.fetchall() if answer.description else []


async def until(holds: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Wait until something holds that nobody is told of."""
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                if found := await holds():
                    return found
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"never came true: {what}") from None


async def until_state(world: World, state: str) -> None:
    """Wait until every setup is in this state."""

    async def holds() -> bool:
        return {one for (one,) in await rows(world, "SELECT state FROM setups")} == {state}

    await until(holds, f"setup {state}")


async def beats(world: World, number: int) -> None:
    """Let this many beats pass."""
    for _ in range(number):
        before = await rows(world, "SELECT next_at FROM beats WHERE name = 'poll'")

        async def has_passed(seen: object = before) -> bool:
            return await rows(world, "SELECT next_at FROM beats WHERE name = 'poll'") != seen

        await until(has_passed, "the next beat")


async def look(world: World) -> None:
    """Let the bot look at all connections now, rather than within a minute, and wait until it has."""
    await come_round(world, "health")


async def come_round(world: World, name: str) -> None:
    """Let what comes round within a minute come now, and wait until it is done."""
    await rows(world, "UPDATE beats SET next_at = now() WHERE name = %s", name)

    async def has_come() -> bool:
        return bool(await rows(world, "SELECT 1 FROM beats WHERE name = %s AND next_at > now()", name))

    await until(has_come, name)
    await beats(world, 2)


async def shift(world: World, interval: str) -> None:
    """Make the bot believe that it has waited for the sign-ins for so long."""
    await rows(world, "UPDATE setups SET waiting_since = now() - %s::interval", interval)


async def in_polytomic(world: World, method: str, path: str, **body: Any) -> Any:
    """Do something through Polytomic's API as somebody else than the bot."""
    headers = {
        "Authorization": f"Bearer {world.settings.polytomic_api_key.get_secret_value()}",
        "X-Polytomic-Version": "2025-09-18",
    }
    url = f"{world.polytomic.url}/api/{path}"
    async with world.http.request(method, url, headers=headers, json=body or None) as response:
        assert response.ok, await response.text()
        return await response.json() if (await response.read()).strip() else None


async def well(world: World) -> None:
    """Call off every fault of both stand-ins."""
    for url in (world.polytomic.url, world.slack.url):
        async with world.http.delete(f"{url}/_sandbox/faults") as response:
            assert response.ok


async def forget_requests(world: World) -> None:
    """Begin new logs of requests at both stand-ins."""
    for url in (world.polytomic.url, world.slack.url):
        async with world.http.delete(f"{url}/_sandbox/requests") as response:
            assert response.ok


async def readiness(world: World) -> tuple[int, Json]:
    """Ask the bot whether it is ready; returns the status and its checks, or 0 while nobody listens."""
    try:
        async with world.http.get(f"http://127.0.0.1:{world.settings.port}/readyz") as response:
            return response.status, await response.json()
    except aiohttp.ClientConnectionError:
        return 0, {}


async def connection_at(world: World, kind: str) -> Json:
    """Return Polytomic's only connection of a type."""
    state = await world.state_of_polytomic()
    (found,) = [one for one in state["connections"] if one["type"] == kind]
    return dict(found)


async def said(person: Member, channel: str, *words: str) -> list[Json]:
    """List a channel's messages that say all of this."""
    history = await person.look_back(channel)
    return [message for message in history if all(word in str(message) for word in words)]
