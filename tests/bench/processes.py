"""Servers of the bench, each a process of its own, so that none of them slows another one's event loop."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import aiohttp

from bot.settings import Settings
from tests.journeys.process import free_port

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Awaitable, Callable

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, API_KEY = "xoxb-bench", "xapp-bench", "bench-secret", "sandbox-key"
ECHO_TOKEN = "xapp-echo"
START_SECONDS, STOP_SECONDS = 30, 15


class DidNotAnswer(Exception):  # noqa: N818 - the design's style of word
    """A server did not come up in time; the message holds the end of what it wrote."""


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    url: str
    process: Process
    seconds_to_answer: float


def environment(**settings: object) -> dict[str, str]:
    """Make the environment of a bot with these settings and no others."""
    left_out = {name.upper() for name in Settings.model_fields}
    left_out.add("PYTHONDONTWRITEBYTECODE")  # users' bots start from what was compiled before
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "POLYTOMIC_API_KEY": API_KEY, "LOG_LEVEL": "WARNING"}
    return inherited | tokens | {name.upper(): str(value) for name, value in settings.items()}


async def until(is_so: Callable[[], Awaitable[bool]], *, seconds: float, every: float = 0.1) -> None:
    """Wait until something is so; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            if await is_so():
                return
            await asyncio.sleep(every)


@asynccontextmanager
async def running(
    *arguments: str, port: int, ready: str = "/", env: dict[str, str] | None = None
) -> AsyncIterator[Server]:
    """Run `python -m …` until the block ends, and wait until it answers at `ready`."""
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryFile() as errors:
        began = loop.time()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *arguments, env=env, stdout=DEVNULL, stderr=errors
        )
        url = f"http://127.0.0.1:{port}"
        try:
            await _until_answering(url + ready, process, errors)
            yield Server(url, process, loop.time() - began)
        finally:
            await _stop(process)


@asynccontextmanager
async def the_bot(way: str = "http", **settings: object) -> AsyncIterator[Server]:
    """Run the bot; `way` is how Slack reaches it."""
    port = free_port()
    secret = {"slack_signing_secret": SIGNING_SECRET} if way == "http" else {"slack_app_token": APP_TOKEN}
    env = environment(port=port, **secret, **settings)
    async with running("bot", "serve", port=port, ready="/readyz", env=env) as server:
        yield server


@asynccontextmanager
async def the_echo(way: str = "http", *, slack_api_url: str) -> AsyncIterator[Server]:
    """Run the bare Bolt app, behind the same kind of door."""
    port = free_port()
    secret = {"slack_signing_secret": SIGNING_SECRET} if way == "http" else {"slack_app_token": ECHO_TOKEN}
    env = environment(slack_api_url=slack_api_url, **secret)
    async with running("tests.bench.echo", str(port), port=port, ready="/healthz", env=env) as server:
        yield server


@asynccontextmanager
async def local_polytomic() -> AsyncIterator[Server]:
    """Run the local Polytomic."""
    port = free_port()
    async with running("bot", "sandbox", "polytomic", "--port", str(port), port=port) as server:
        yield server


@asynccontextmanager
async def local_slack() -> AsyncIterator[Server]:
    """Run the bench's own stand-in for Slack."""
    port = free_port()
    async with running("tests.bench.slack", str(port), port=port, ready="/_bench/calls") as server:
        yield server


async def _until_answering(url: str, process: Process, errors: IO[bytes]) -> None:
    async with aiohttp.ClientSession() as http:

        async def is_decided() -> bool:
            return process.returncode is not None or await _answers(http, url)

        with suppress(TimeoutError):
            await until(is_decided, seconds=START_SECONDS, every=0.01)
            if process.returncode is None:
                return
    errors.seek(0)
    raise DidNotAnswer(f"{url} does not answer.\n{errors.read().decode(errors='replace')[-2000:]}")


async def _answers(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(url) as response:
            return response.ok
    except aiohttp.ClientConnectionError:
        return False


async def _stop(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
