"""How long people wait for the acknowledgement, beside a bare Bolt echo that the same people use in turn."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import aiohttp

from tests.bench.figures import Figure, milliseconds, percentile
from tests.bench.processes import (
    SIGNING_SECRET,
    Server,
    environment,
    free_port,
    local_polytomic,
    local_slack,
    running,
    the_bot,
    until,
)
from tests.bench.rows import at_first_form, empty, fresh_database, put
from tests.bench.users import USERS, Crowd, filled_form, help_command

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.store import Database

MOST_TIMES_THE_ECHO = 1.3
ANSWERED_SECONDS = 60


@dataclass(frozen=True)
class Load:
    """What fifty people do at once, in rounds that go to the bot and to the echo in turn."""

    name: str
    pause_seconds: float
    rounds: int
    sent_per_round: int


HELP = Load("/polytomic help", pause_seconds=2, rounds=5, sent_per_round=100)
FORM = Load("Connection form submitted", pause_seconds=5, rounds=3, sent_per_round=100)


@dataclass(frozen=True)
class Round:
    """The seconds that each acknowledgement took, of the bot and right before or after it of the echo."""

    bot: list[float]
    echo: list[float]

    @property
    def ratio(self) -> float:
        """Compare both 99th percentiles."""
        return percentile(self.bot, 0.99) / percentile(self.echo, 0.99)


@dataclass(frozen=True)
class Ground:
    """The servers, and who uses them."""

    http: aiohttp.ClientSession
    database: Database
    slack: Server
    polytomic: Server
    bot: Server
    echo: Server

    async def commands(self, count: int) -> list[str]:
        """Prepare what people type."""
        return [help_command(self.slack.url, number) for number in range(count)]

    async def forms(self, count: int) -> list[str]:
        """Prepare forms, each of a setup of its own, at a Polytomic that has no connection yet."""
        await empty(self.database)
        async with self.http.delete(f"{self.polytomic.url}/_sandbox/state") as response:
            response.raise_for_status()
        setups = [at_first_form(number) for number in range(count)]
        await put(self.database, setups)
        return [filled_form(setup, number) for number, setup in enumerate(setups)]

    async def until_answered(self, count: int) -> None:
        """Wait until Slack has heard the answers that follow the acknowledgements, then forget them."""
        url = f"{self.slack.url}/_bench/calls"

        async def are_answered() -> bool:
            async with self.http.get(url) as response:
                calls = await response.json()
            return sum(call["method"] in {"response_url", "views.update"} for call in calls) >= count

        await until(are_answered, seconds=ANSWERED_SECONDS)
        async with self.http.delete(url) as response:
            response.raise_for_status()


async def measure(server_url: str) -> list[Figure]:
    """Measure the command and the form."""
    async with AsyncExitStack() as stack:
        ground = await _ground(server_url, stack)
        return [
            _figure(HELP, await _in_turn(ground, HELP, ground.commands)),
            _figure(FORM, await _in_turn(ground, FORM, ground.forms)),
        ]


async def _ground(server_url: str, stack: AsyncExitStack) -> Ground:
    url, database = await stack.enter_async_context(fresh_database(server_url))
    slack = await stack.enter_async_context(local_slack())
    polytomic = await stack.enter_async_context(local_polytomic())
    port, slack_api = free_port(), f"{slack.url}/api/"
    bot = await stack.enter_async_context(
        the_bot(slack_api_url=slack_api, polytomic_api_url=polytomic.url, database_url=url)
    )
    env = environment(slack_api_url=slack_api, slack_signing_secret=SIGNING_SECRET)
    echo = await stack.enter_async_context(
        running("tests.bench.echo", str(port), port=port, ready="/healthz", env=env)
    )
    http = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=USERS)))
    return Ground(http, database, slack, polytomic, bot, echo)


async def _in_turn(ground: Ground, load: Load, prepare: Callable[[int], Awaitable[list[str]]]) -> list[Round]:
    """Let people use the bot and the echo in turn; a shorter round of each warms it up."""
    crowd, rounds = Crowd(ground.http, load.pause_seconds), list[Round]()

    async def use(server: Server, count: int, seed: int) -> list[float]:
        waits = await crowd.wait_for(server.url, await prepare(count), seed=seed)
        await ground.until_answered(count)
        return waits

    for server in (ground.bot, ground.echo):
        await use(server, USERS, 0)
    for seed in range(load.rounds):
        order = [ground.bot, ground.echo] if seed % 2 else [ground.echo, ground.bot]
        waits = {server.url: await use(server, load.sent_per_round, seed) for server in order}
        rounds.append(Round(waits[ground.bot.url], waits[ground.echo.url]))
    return rounds


def _figure(load: Load, rounds: list[Round]) -> Figure:
    """Judge by the middle round, as a round in which this machine had something else to do tells nothing."""
    ratio = median(one.ratio for one in rounds)
    bot, echo = [s for one in rounds for s in one.bot], [s for one in rounds for s in one.echo]
    return Figure(
        command=f"{load.name}, {USERS} people, each every {load.pause_seconds:.0f} s",
        figure=f"ack {both(bot)}; p99 is {ratio:.2f} times the echo's (median of {len(rounds)} rounds)",
        baseline=f"bare Bolt echo {both(echo)}; {len(echo)} requests each",
        target=f"p99 ≤ {MOST_TIMES_THE_ECHO} times the echo's",
        holds=ratio <= MOST_TIMES_THE_ECHO,
    )


def both(waits: list[float]) -> str:
    """Write the median and the 99th percentile."""
    return f"p50 {milliseconds(percentile(waits, 0.5))}, p99 {milliseconds(percentile(waits, 0.99))}"
