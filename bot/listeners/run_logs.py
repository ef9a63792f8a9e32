"""The log of a run."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.run_logs import RunLogs
from bot.listeners import read
from bot.listeners.beside import Beside
from bot.models import Person


async def send(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    respond: Beside,
    run_logs: RunLogs,
) -> None:
    """Send the log to whoever clicked, after a word that it comes."""
    await ack()
    sync_id, execution_id = read.execution(action)
    if "response_url" in body:
        promise = views.log_promised()
        await respond(text=promise.text, blocks=promise.blocks, replace_original=False)
    await run_logs.send(sync_id, execution_id, asked_by=person)
