"""How long a person waits for connection types while typing part of a name, the list being known."""

from __future__ import annotations

from contextlib import AsyncExitStack
from uuid import uuid4

import aiohttp

from bot.polytomic.catalogue.oauth import BY_SIGN_IN
from bot.views.ids import Action, Block
from tests.bench.doors import HttpDoor, Payload
from tests.bench.figures import Figure, both, percentile
from tests.bench.processes import local_polytomic, local_slack, the_bot
from tests.bench.rows import TEAM, fresh_database
from tests.bench.users import Crowd, help_command

MOST_SECONDS = 0.2
PEOPLE = 50
KEYSTROKES = 300


async def measure(server_url: str) -> list[Figure]:
    """Let fifty people type parts of names; beside it, the same people ask for help."""
    async with AsyncExitStack() as stack:
        url, _ = await stack.enter_async_context(fresh_database(server_url))
        slack = await stack.enter_async_context(local_slack())
        polytomic = await stack.enter_async_context(local_polytomic())
        bot = await stack.enter_async_context(
            the_bot(slack_api_url=f"{slack.url}/api/", polytomic_api_url=polytomic.url, database_url=url)
        )
        http = await stack.enter_async_context(aiohttp.ClientSession())
        crowd, door = Crowd(PEOPLE, pause_seconds=1), HttpDoor(http, bot.url)
        await crowd.wait_for(door, keystrokes(PEOPLE), seed=0)  # from here on the list of types is known
        found = await crowd.wait_for(door, keystrokes(KEYSTROKES), seed=1)
        helped = [help_command(slack.url, number) for number in range(KEYSTROKES)]
        return [_figure(found, await crowd.wait_for(door, helped, seed=1))]


def keystrokes(count: int) -> list[Payload]:
    """Type parts of many names."""
    names = sorted(BY_SIGN_IN)
    return [keystroke(names[at % len(names)][: 1 + at % 5]) for at in range(count)]


def keystroke(typed: str) -> Payload:
    """Type into the picker of connection types."""
    view = {"id": "V0BENCH", "hash": uuid4().hex, "type": "modal"}  # no two keystrokes are the same request
    return {
        "type": "block_suggestion",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": "U0BENCH", "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "action_id": Action.FIND_TYPE,
        "block_id": Block.TYPE,
        "value": typed,
        "view": view | {"private_metadata": "{}", "state": {"values": {}}},
    }


def _figure(found: list[float], helped: list[float]) -> Figure:
    worst = percentile(found, 0.99)
    return Figure(
        command=f"Part of a connection type's name typed, {PEOPLE} people, each every second",
        figure=f"options {both(found)}",
        baseline=f"/polytomic help by the same people {both(helped)}",
        target=f"p99 < {MOST_SECONDS * 1000:.0f} ms",
        holds=worst < MOST_SECONDS,
    )
