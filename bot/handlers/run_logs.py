"""The wish to read the log of a run."""

import asyncio
import logging
from uuid import uuid4

from bot import views
from bot.errors import BotError
from bot.handlers.activity import of_execution
from bot.models import FailedObject, Person, Post, RunLog, Upload
from bot.notifier import Notifier
from bot.polytomic import ConsoleEntry, NoLog, Polytomic, PolytomicError

log = logging.getLogger(__name__)


class RunLogs:
    """Sends the log of a run to the one person who asked for it, and nowhere else."""

    def __init__(self, polytomic: Polytomic, notifier: Notifier) -> None:
        self._polytomic = polytomic
        self._notifier = notifier

    async def send(self, sync_id: str, execution_id: str, *, asked_by: Person) -> None:
        """Send what went wrong in words, and the log as files in the thread below; raises BotError."""
        found = await self._found(sync_id, execution_id)
        key = f"log-{uuid4()}"
        post = await self._notifier.post(key, asked_by.user_id, views.run_log(found))
        try:
            await self._send_files(key, post, found.sync_name, (sync_id, execution_id))
        except BotError as error:  # what was said above is worth reading without the files
            words = views.error_message(error)
            await self._notifier.post(f"{key}-problem", post.channel_id, words, thread_ts=post.ts)

    async def _found(self, sync_id: str, execution_id: str) -> RunLog:
        sync, execution, console = await asyncio.gather(
            self._polytomic.bulk_sync(sync_id),
            self._polytomic.execution(sync_id, execution_id),
            self._console(sync_id, execution_id),
        )
        activity = of_execution(execution)
        failed = [
            FailedObject(name=one.schema_id, message=one.status_message or "") for one in execution.failed
        ]
        return RunLog(
            sync_name=sync.name,
            activity=activity,
            failed=failed,
            last_errors=[entry.message for entry in console if entry.is_error],
            url=self._polytomic.sync_url(sync_id),
        )

    async def _console(self, sync_id: str, execution_id: str) -> tuple[ConsoleEntry, ...]:
        if not self._polytomic.has_console:
            return ()
        try:
            return await self._polytomic.console(sync_id, execution_id)
        except PolytomicError as error:
            log.info("The last lines of an execution's log are left out: %s", error.message)
            return ()

    async def _send_files(self, key: str, post: Post, name: str, which: tuple[str, str]) -> None:
        number = 0
        async for file in self._polytomic.log_files(*which):
            if not file.content:
                continue
            number += 1
            title = f"Log of {name}" + (f", part {number}" if number > 1 else "")
            upload = Upload(name=file.name, content=file.content, title=title)
            await self._notifier.upload(f"{key}-{number}", post.channel_id, upload, thread_ts=post.ts)
        if not number:
            raise NoLog("The log of this run is empty.")
