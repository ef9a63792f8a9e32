"""Jobs: what the poller does next, as rows of Procrastinate's queue; a job carries only a name and an id."""

import logging
from uuid import UUID

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

log = logging.getLogger(__name__)

CREATE_BULK_SYNC = "create_bulk_sync"
TELL_SETUP = "tell_setup"
START_RUN = "start_run"
ESTIMATE_RUN = "estimate_run"
TELL_RUN = "tell_run"
TELL_HEALTH = "tell_health"
TELL_GAP = "tell_gap"
TELL_TROUBLE = "tell_trouble"
TELL_REPORT = "tell_report"
TELL_DIGEST = "tell_digest"
RECOVER_SETUP = "recover_setup"


class Jobs:
    """Defers jobs; the rows are the truth, so one that cannot be deferred is deferred again by the beat."""

    def __init__(self, queue: App) -> None:
        self._queue = queue

    async def defer(self, task: str, row_id: UUID) -> None:
        """Put a task for one row into the queue, unless it waits there already."""
        lock = f"{task}-{row_id}"
        job = self._queue.configure_task(name=task, queueing_lock=lock, lock=lock)
        try:
            await job.defer_async(row_id=str(row_id))
        except AlreadyEnqueued:
            return
        except ConnectorException:
            log.warning("Could not defer %s for %s; the next beat does.", task, row_id)
