"""Chores: nothing is kept for ever, and nobody's beat pays for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock
from uuid import uuid4

import pytest
from builders import ANNA, BEN, a_setup
from sqlalchemy import text

from bot.models import SeenExecution
from bot.poller.chores import Chores
from bot.store import Kept, NoSuchSetup

if TYPE_CHECKING:
    from bot.store import Database


async def test_what_is_over_is_forgotten(database: Database) -> None:
    """Closed modals, old clicks, tabs that nobody looks at and last week's runs would fill the disk."""
    kept, now = Kept.of(database), datetime.now(UTC)
    chores, reminds = Chores(kept, sign_ins := AsyncMock(), every_seconds=60), sign_ins.remind_and_expire
    closed = await kept.setups.add(a_setup())
    await kept.triggers.take("old")
    await age(database, "setups SET saved_at = now() - interval '13 hours'")
    await age(database, "triggers SET taken_at = now() - interval '1 hour'")
    await kept.executions.hear([execution("old", now - timedelta(days=10)), execution("new", now)])
    await kept.homes.opened(ANNA, now - timedelta(hours=1))
    await kept.homes.opened(BEN, now)

    await chores.do()
    with pytest.raises(NoSuchSetup):
        await kept.setups.get(closed.id)
    assert await kept.triggers.take("old"), "it would be taken for a repeat"
    assert set(await kept.executions.known(["old", "new"])) == {"new"}
    assert [tab.person for tab in await kept.homes.opened_since(now - timedelta(days=1))] == [BEN]

    await kept.homes.opened(ANNA, now - timedelta(hours=1))
    await chores.do()
    assert reminds.await_count == 1, "it is not a minute later"
    assert len(await kept.homes.opened_since(now - timedelta(days=1))) == 2


async def age(database: Database, change: str) -> None:
    """Let rows be old."""
    async with database.transaction() as connection:
        await connection.execute(text(f"UPDATE {change}"))


def execution(execution_id: str, created_at: datetime) -> SeenExecution:
    """Hear of one."""
    known = {"id": uuid4(), "execution_id": execution_id, "sync_id": "s-1", "sync_name": "Orders"}
    return SeenExecution.model_validate(known | {"status": "completed", "created_at": created_at})
