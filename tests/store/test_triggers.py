from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.store import Triggers

if TYPE_CHECKING:
    from bot.store import Database


async def test_a_trigger_is_taken_once(database: Database) -> None:
    """Ten replicas get the same click: one of them does what it asks for. Any text may be a trigger."""
    triggers = Triggers(database)
    for one in ("1.2.x", "1.2.y", "", "\0 \ud800", "x" * 100_000):
        assert sum(await asyncio.gather(*(triggers.take(one) for _ in range(10)))) == 1


async def test_old_triggers_are_forgotten(database: Database) -> None:
    """The table must not grow for ever; a signature that Slack made is too old by then."""
    triggers = Triggers(database)
    for minutes in (10, 20):
        await triggers.take(f"{minutes}")
        age = text("UPDATE triggers SET taken_at = taken_at - interval '10 minutes'")
        async with database.transaction() as connection:
            await connection.execute(age)
    await triggers.forget()
    assert (await triggers.take("10"), await triggers.take("20")) == (True, False)
