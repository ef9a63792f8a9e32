"""The bot as a process of its own, which can be killed, frozen and asked to end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import aiohttp
import psutil
from pydantic import SecretStr

if TYPE_CHECKING:
    from bot.settings import Settings

READY_SECONDS = 30
END_SECONDS = 20
FIRST_PORT = 10_000 + os.getpid() % 70 * 300
PORTS = cycle(range(FIRST_PORT, FIRST_PORT + 300))  # none of another process that tests at the same time


class Ended(NamedTuple):
    """How a process ended."""

    code: int | None
    seconds: float


class Process:
    """One bot; what it logs is in a file, if one is named."""

    def __init__(self, settings: Settings, *, log: Path | None = None, **variables: str) -> None:
        self.port = settings.port
        self._environment = environment(settings) | variables
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._asked_at = 0.0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self._log.read_text(encoding="utf-8") if self._log else ""

    async def start(self) -> None:
        """Serve, and wait until Slack reaches it."""
        with (self._log or Path(os.devnull)).open("a") as file:
            to = file if self._log else None
            command = (sys.executable, "-m", "bot", "serve")
            self._process = await asyncio.create_subprocess_exec(
                *command, env=self._environment, stdout=to, stderr=to
            )
        await until_ready(self.url)

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def freeze(self) -> None:
        """Stop it where it is, with all that it holds, and wait until it has stopped."""
        self._running.send_signal(signal.SIGSTOP)
        async with asyncio.timeout(END_SECONDS):
            while psutil.Process(self._running.pid).status() != psutil.STATUS_STOPPED:
                await asyncio.sleep(0.01)

    def thaw(self) -> None:
        """Let it go on."""
        self._running.send_signal(signal.SIGCONT)

    def ask_to_end(self) -> None:
        """Send SIGTERM, as whoever replaces it with a newer one does."""
        self._asked_at = time.monotonic()
        self._running.terminate()

    async def end(self) -> Ended:
        """Wait until it has ended, and tell how long after it was asked to."""
        code = await asyncio.wait_for(self._running.wait(), END_SECONDS)
        return Ended(code, time.monotonic() - self._asked_at)

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process


def environment(settings: Settings) -> dict[str, str]:
    """Write settings as the environment of a process."""
    values = {name.upper(): value for name, value in settings if value is not None}
    plain = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in values.items()
    }
    return {name: value for name, value in os.environ.items() if name not in plain} | plain


def free_port() -> int:
    """Find a port that nobody listens on, none that the kernel gives to whoever asks for any."""
    while True:
        with suppress(OSError), socket.create_server(("127.0.0.1", next(PORTS))) as probe:
            return int(probe.getsockname()[1])


async def status(url: str) -> int:
    """Ask a bot whether it is ready; 0 while nobody listens, or answers."""
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{url}/readyz", timeout=aiohttp.ClientTimeout(total=1)) as response,
        ):
            return response.status
    except (aiohttp.ClientConnectionError, TimeoutError):
        return 0


async def until_ready(url: str) -> None:
    """Wait until a bot says that it is ready."""
    async with asyncio.timeout(READY_SECONDS):
        while await status(url) != 200:
            await asyncio.sleep(0.02)
