"""The figures of /metrics that the database knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from builders import a_setup

from bot.models import State
from bot.store import Kept
from bot.store.counts import SETUPS, SINCE_BEAT, SINCE_EVENTS, UNTOLD, Count, Counts

if TYPE_CHECKING:
    from bot.store import Database


async def test_everything_that_waits_is_counted(database: Database) -> None:
    """An operator sees a queue that grows before the people in Slack feel it."""
    kept, counts = Kept.of(database), Counts(database)
    assert await counts.now() == []
    for _ in range(3):
        await kept.setups.add(a_setup())
    told = await kept.setups.add(a_setup())
    await kept.setups.told(told)
    await kept.beats.take("poll", every_seconds=5)
    await kept.cursors.move("events", datetime.now(UTC))
    found = {(one.of, one.kind): float(one.value) for one in await counts.now()}
    assert found[SETUPS, State.CONNECTING.value] == 4
    assert found[UNTOLD, "setups"] == 3
    assert found[SINCE_BEAT, "poll"] == pytest.approx(-5, abs=4)
    assert found[SINCE_EVENTS, "events"] == pytest.approx(0, abs=4)
    assert Count(SETUPS, State.CONNECTING.value, 4) in await counts.now()
