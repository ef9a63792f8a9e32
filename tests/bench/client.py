"""What our client of Polytomic costs, beside the official SDK: per call, and to load."""

from __future__ import annotations

import asyncio
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import httpx
from polytomic import AsyncPolytomic
from pydantic import SecretStr

from bot.polytomic import Polytomic
from tests.bench.figures import Figure, milliseconds
from tests.bench.processes import API_KEY, environment, running
from tests.journeys.process import free_port

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROUNDS, CALLS = 6, 100
STARTS = 5
PATH = "/api/connections/c-1"
CLIENT = {
    "ours": "from bot.polytomic import Polytomic; from pydantic import SecretStr; "
    "Polytomic(url='http://127.0.0.1:1', key=SecretStr('k'))",
    "SDK": "from polytomic import AsyncPolytomic; AsyncPolytomic(token='k').connections",
}
IMPORT = {"ours": "import bot.polytomic", "SDK": "import polytomic"}


async def measure(_server_url: str) -> list[Figure]:
    """Ask for one connection again and again, and load both in new processes, always in turn."""
    return [await _calls(), await _loading()]


async def _calls() -> Figure:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with (
        running("tests.bench.fixed", str(port), port=port),
        Polytomic(url=url, key=SecretStr(API_KEY)) as ours,
        httpx.AsyncClient(base_url=url) as bare,
    ):
        sdk = AsyncPolytomic(base_url=url, token=API_KEY)
        took = await _in_turn(
            {
                "ours": lambda: ours.connection("c-1"),
                "SDK": lambda: sdk.connections.get("c-1"),
                "bare": lambda: bare.get(PATH),
            }
        )
    return Figure(
        command=f"One connection asked for ({ROUNDS * CALLS} calls each, one after the other, fixed answer)",
        figure=f"our client: {milliseconds(took['ours'])} per call",
        baseline=f"the SDK's AsyncPolytomic: {milliseconds(took['SDK'])}; "
        f"httpx without a model: {milliseconds(took['bare'])}",
    )


async def _in_turn(ways: dict[str, Callable[[], Awaitable[object]]]) -> dict[str, float]:
    """Return the middle round's seconds per call of each; a first round warms up."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, call in ways.items():
            began = time.perf_counter()
            for _ in range(CALLS):
                await call()
            took[name].append((time.perf_counter() - began) / CALLS)
    return {name: median(each[1:]) for name, each in took.items()}


async def _loading() -> Figure:
    imports, clients = await _started(IMPORT), await _started(CLIENT)
    ours, sdk = (
        f"import {imports[name]:.2f} s; and make a client {clients[name]:.2f} s" for name in ("ours", "SDK")
    )
    return Figure(
        command=f"New process that loads the client (median of {STARTS})",
        figure=f"bot.polytomic: {ours}",
        baseline=f"polytomic: {sdk} (it loads nothing before it is used)",
    )


async def _started(programs: dict[str, str]) -> dict[str, float]:
    """Run programs in turn; returns the middle one's seconds of each."""
    took: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(STARTS):
        for name, program in programs.items():
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, env=environment())
            if await process.wait():
                raise RuntimeError(f"{program} failed")
            took[name].append(time.perf_counter() - began)
    return {name: median(each) for name, each in took.items()}
