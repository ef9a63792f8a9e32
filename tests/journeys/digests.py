"""Digests that come due, and what was heard of executions before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from days import rows

from bot.models import Person, SeenExecution, Watch
from bot.store import Database, SeenExecutions, Watches

if TYPE_CHECKING:
    from world import World


def last_nine(now: datetime) -> datetime:
    """Return when it was nine o'clock last."""
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return nine if nine <= now else nine - timedelta(days=1)


async def come_due(world: World, *, days: int = 0) -> None:
    """Let the digest be due for so many days."""
    due = last_nine(datetime.now(UTC)) - timedelta(days=days)
    await rows(world, "UPDATE digests SET next_at = %s, version = version + 1", due)


async def watched(world: World, channel: str, heard: list[dict[str, Any]]) -> None:
    """Let the channel watch everything, and hear of some executions."""
    url = world.settings.database_url
    assert url is not None
    database = await Database.open(url.get_secret_value())
    now = datetime.now(UTC)
    team = (await rows(world, "SELECT team_id, user_id FROM digests"))[0]
    person = Person(team_id=team[0], user_id=team[1])
    await Watches(database).add(Watch(id=uuid4(), asked_by=person, channel_id=channel, created_at=now))
    ended = last_nine(now) - timedelta(hours=3)
    await SeenExecutions(database).hear(
        SeenExecution.model_validate(
            {
                "id": uuid4(),
                "execution_id": str(uuid4()),
                "sync_id": one["sync_name"],
                "records": 100,
                "began_at": ended - timedelta(minutes=12),
                "ended_at": ended,
                "created_at": ended,
            }
            | one
        )
        for one in heard
    )
    await database.close()
