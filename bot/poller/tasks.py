"""The Procrastinate app: its tasks, its worker, and jobs that a killed replica left behind."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import cast
from uuid import UUID

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg import AsyncConnection
from psycopg.errors import RaiseException

from bot.errors import BotError
from bot.notifier import ChannelBusy
from bot.trace import about

log = logging.getLogger(__name__)

CONCURRENCY = 8
LOOK_AGAIN_SECONDS = 0.5  # a job that waited for its lock, or came while the worker looked, wakes nobody
HEARTBEAT_SECONDS = 2.0
STALLED_AFTER_SECONDS = 6.0
FINISH_SECONDS = 4.0  # for jobs at the end; no heart beats any more, and others shall not take them over yet
CONNECT_SECONDS = 5.0  # that a statement waits for the database before it fails
NOTE_SECONDS, NOTE_AGAIN_SECONDS = CONNECT_SECONDS + LOOK_AGAIN_SECONDS, 0.2  # for the end of a job
RESTART_SECONDS = 1.0  # after the database went away under the worker
NEW_TROUBLE_AFTER_SECONDS = 10.0  # a worker that ends sooner suffers from what was said already

Step = Callable[[UUID], Awaitable[None]]


class Finishing(JobManager):
    """Sees to it that no finished job keeps its lock: nothing else could be done for its row."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - Procrastinate's
        """Note that a job is done, through the end of a connection or a restart of the database."""
        try:
            async with asyncio.timeout(NOTE_SECONDS):
                while True:
                    if await self._noted(job, status, delete_job=delete_job):
                        return
                    await asyncio.sleep(NOTE_AGAIN_SECONDS)
        except TimeoutError:  # the worker ends by that, too, and its jobs are dropped as those of a dead one
            log.info("%s is done, but the database does not hear of it.", job.call_string)

    async def _noted(self, job: Job, status: Status, *, delete_job: bool) -> bool:
        try:
            await super().finish_job(job, status, delete_job)
        except ConnectorException as error:
            # What the function in the database says of a job that is gone: another replica has dropped it.
            if not isinstance(error.__cause__, RaiseException):
                return False
            log.info("%s was taken over by another replica meanwhile.", job.call_string)
        return True


def queue(conninfo: str) -> App:
    """Make the queue on a PostgreSQL; open it before use."""
    logging.getLogger("procrastinate.utils").addFilter(_is_news)
    connector = PsycopgConnector(
        conninfo=conninfo, min_size=1, max_size=6, timeout=CONNECT_SECONDS, configure=_without_transactions
    )
    app = App(connector=connector)
    app.job_manager = Finishing(connector)
    return app


async def _without_transactions(connection: AsyncConnection) -> None:
    """Let each statement stand for itself: frozen between two of them, a replica holds nobody up."""
    await connection.set_autocommit(True)


def _is_news(record: logging.LogRecord) -> bool:
    """Pass over the tracebacks of a listener whose database went away: `work` says that once."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, ConnectorException)


def register(app: App, steps: Mapping[str, Step]) -> None:
    """Add every task by its name; a job carries that and a row's id."""
    for name, step in steps.items():
        app.task(name=name)(_task(name, step))


def _task(name: str, step: Step) -> Callable[..., Awaitable[None]]:
    failing: set[str] = set()  # rows whose failure is in the log already

    async def run(row_id: str) -> None:
        """Do one step; the row, not the queue, decides what comes next."""
        with about(row_id):
            await take(row_id)

    async def take(row_id: str) -> None:
        try:
            await step(UUID(row_id))
        except (ChannelBusy, asyncio.CancelledError) as error:  # its turn comes later, or after this process
            log.debug("%s of %s comes later: %s", name, row_id, type(error).__name__)
        except BotError as error:  # the row still waits, so a beat tries again
            log.info("%s of %s comes again: %s", name, row_id, error.message)
        except Exception:  # a bug stops one row, not the worker
            if row_id not in failing:
                log.exception("%s of %s failed, and is tried again", name, row_id)
            failing.add(row_id)
        else:
            failing.discard(row_id)

    return run


async def work(app: App) -> None:
    """Run jobs until cancelled; a database that went away is waited for, and said once."""
    said = False
    while True:
        began = time.monotonic()
        try:
            await app.run_worker_async(
                concurrency=CONCURRENCY,
                wait=True,
                install_signal_handlers=False,
                delete_jobs="always",
                fetch_job_polling_interval=LOOK_AGAIN_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_AFTER_SECONDS,
                shutdown_graceful_timeout=FINISH_SECONDS,
            )
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever ends the worker, it must come back
            if not said or time.monotonic() - began > NEW_TROUBLE_AFTER_SECONDS:
                log.warning("The worker ended and starts again: %s", type(error).__name__)
            said = True
        await asyncio.sleep(RESTART_SECONDS)


async def stalled(app: App) -> list[Job]:
    """Find the jobs of replicas that died; none while the queue does not answer."""
    try:
        return list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
    except ConnectorException:
        log.info("The queue does not answer; the next look comes in a moment.")
        return []


async def drop(app: App, jobs: list[Job]) -> list[Job]:
    """Drop jobs, and their locks; return those that were still there, to be deferred anew.

    A replica that was only frozen may go on with such a job, so the one that takes its place is another one.
    """
    dropped: list[Job] = []
    for job in jobs:
        try:
            await app.job_manager.finish_job_by_id_async(cast("int", job.id), Status.FAILED, delete_job=True)
        except ConnectorException as error:
            log.info("%s cannot be taken over: %s", job.call_string, type(error.__cause__).__name__)
        else:
            dropped.append(job)
    return dropped
