"""Bad days of the machine: what happens to a whole bot in the middle of a story, rather than to one call."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from days import until
from folders import server_folder

from bot import postgres
from tests.chaos.clocks import Offset, offset
from tests.chaos.stage import Databases, scene_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.chaos.scene import Scene

DISK = "128m"
FULL_SECONDS, AWAY_SECONDS = 2.0, 1.0
LATE_SECONDS = 6.0  # twice as long as Slack waits for an ack: what was sent again is over by then

one_at_a_time = asyncio.Lock()  # in one process, the library starts or stops no two servers at once


@dataclass
class Machine:
    """A PostgreSQL of its own, a Slack and a clock that belong to one cell."""

    folder: Path
    server: postgres.EmbeddedPostgres
    clock: Offset
    scene: Scene

    async def restart(self) -> None:
        """Let PostgreSQL end at once, as when it is killed with its machine, and come back."""
        pid_file = self.folder / "postgres" / "postmaster.pid"
        pid = int(pid_file.read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)  # "immediate shutdown": every connection is lost, then it recovers

        async def is_gone() -> bool:
            return not psutil.pid_exists(pid)

        await until(is_gone, "the end of PostgreSQL")
        await asyncio.sleep(AWAY_SECONDS)
        self.server = await _started(self.folder)

    async def fill(self) -> None:
        """Leave no room on the disk of PostgreSQL for a while."""
        filling = self.folder / "filling"
        with filling.open("wb", buffering=0) as file:
            for size in (2**16, 2**12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:  # no room for as much
                    continue
        await asyncio.sleep(FULL_SECONDS)
        filling.unlink()

    async def at_slack(self, switch: str, **body: object) -> None:
        """Turn one of the local Slack's switches."""
        url = f"{self.scene.world.slack.url}/_sandbox/{switch}"
        async with self.scene.world.http.post(url, json=body) as response:
            assert response.ok, await response.text()


@dataclass(frozen=True)
class Day:
    """A bad day of the machine; it begins in the middle of a story, or before."""

    name: str
    begin: Callable[[Machine], Awaitable[None]]
    on_a_small_disk: bool = False
    from_the_start: bool = False


async def jump(machine: Machine, hours: float) -> None:
    """Put the bot's clock forward or back."""
    machine.clock.by += timedelta(hours=hours)


DAYS = (
    Day("PostgreSQL restarts", Machine.restart),
    Day("the disk is full", Machine.fill, on_a_small_disk=True),
    Day("Slack's socket is cut", lambda one: one.at_slack("cut")),
    Day("disconnect: warning", lambda one: one.at_slack("disconnect", reason="warning")),
    Day("disconnect: refresh_requested", lambda one: one.at_slack("disconnect", reason="refresh_requested")),
    Day("envelopes come twice", lambda one: one.at_slack("envelopes", twice=True), from_the_start=True),
    Day(
        "submissions come late",
        lambda one: one.at_slack("envelopes", late_seconds=LATE_SECONDS),
        from_the_start=True,
    ),
    Day("the clock jumps 5 hours ahead", lambda one: jump(one, 5)),
    Day("the clock jumps 5 hours back", lambda one: jump(one, -5)),
)


def can_mount() -> bool:
    """Tell whether a disk of its own can be had here: that takes Linux and root."""
    return os.geteuid() == 0 and shutil.which("mount") is not None and Path("/proc/mounts").exists()


@asynccontextmanager
async def machine(day: Day) -> AsyncIterator[Machine]:
    """Build one around a bot."""
    clock = Offset()
    offset.set(clock)
    async with _disk(DISK if day.on_a_small_disk else None) as folder:
        server = await _started(folder)
        built: Machine | None = None
        try:
            databases = Databases(server.url)
            await databases.begin()
            async with scene_in(databases) as scene:
                built = Machine(folder, server, clock, scene)
                yield built
        finally:
            async with one_at_a_time:
                await (built.server if built else server).stop()


@asynccontextmanager
async def _disk(size: str | None) -> AsyncIterator[Path]:
    with server_folder() as folder:
        if size is None:
            yield folder
            return
        await _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder))
        try:
            yield folder
        finally:
            await _run("umount", "--lazy", str(folder))


async def _started(folder: Path) -> postgres.EmbeddedPostgres:
    async with one_at_a_time:
        return await postgres.start(folder)


async def _run(*command: str) -> None:
    await asyncio.to_thread(subprocess.run, command, check=True)
