"""How long the bot takes from its start until it is ready, with the embedded database."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.bench.processes import local_polytomic, local_slack, the_bot, the_echo

TIMES = 3
MOST_SECONDS = 3.0


async def measure(_server_url: str) -> list[Figure]:
    """Start the bot in an empty folder, and again in the same one."""
    first, second, echo = list[float](), list[float](), list[float]()
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(local_slack())
        polytomic = await stack.enter_async_context(local_polytomic())
        slack_api = f"{slack.url}/api/"
        for _ in range(TIMES):
            with tempfile.TemporaryDirectory() as folder:
                for into in (first, second):
                    into.append(await _start(slack_api, polytomic.url, Path(folder)))
            echo.append(await _start_echo(slack_api))
    return [_figure("First start", first, echo), _figure("Second start", second, echo)]


async def _start(slack_api: str, polytomic_url: str, folder: Path) -> float:
    async with the_bot(
        slack_api_url=slack_api, polytomic_api_url=polytomic_url, bot_data_dir=folder
    ) as server:
        return server.seconds_to_answer


async def _start_echo(slack_api: str) -> float:
    async with the_echo(slack_api_url=slack_api) as server:
        return server.seconds_to_answer


def _figure(name: str, took: list[float], echo: list[float]) -> Figure:
    return Figure(
        command=f"{name} with the embedded database, until /readyz answers 200",
        figure=f"{median(took):.2f} s, worst {max(took):.2f} s (of {len(took)})",
        baseline=f"bare Bolt echo: {median(echo):.2f} s",
        target=f"≤ {MOST_SECONDS:.0f} s",
        holds=median(took) <= MOST_SECONDS,
    )
