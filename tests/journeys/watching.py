"""What channels watch: begun by a command, and executions as the event feed hears of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from bulk_syncs import ask

from bot.models import SeenExecution
from bot.store import Database, SeenExecutions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from member import Member
    from shown import Json
    from world import World


async def begin_watch(
    world: World, person: Member, words: str = "orders", answers: Mapping[str, object] | None = None
) -> Json:
    """Let the channel that most journeys use watch a sync; returns what the channel reads of it."""
    await ask(world, person, f"watch {words}")
    form = await person.modal("watch")
    assert (await person.submit(form, answers))["ok"]
    await person.modal("watches", saying="now follows")
    return await person.message("lets this channel follow", channel=world.channel("data-ops"))


def heard(sync_id: str, status: str = "failed", **fields: object) -> SeenExecution:
    """Make an execution as the feed hears of it: it ended just now."""
    now = datetime.now(UTC)
    known = {
        "id": uuid4(),
        "execution_id": str(uuid4()),
        "sync_id": sync_id,
        "sync_name": "Orders",
        "status": status,
        "reason": "The token was revoked." if status == "failed" else "",
        "began_at": now - timedelta(minutes=3),
        "ended_at": None if status == "running" else now,
        "created_at": now,
    }
    return SeenExecution.model_validate(known | fields)


async def hear(world: World, *executions: SeenExecution) -> None:
    """Let the bot hear of executions, as from the feed."""
    url = world.settings.database_url
    assert url is not None
    async with await Database.open(url.get_secret_value()) as database:
        await SeenExecutions(database).hear(executions)
