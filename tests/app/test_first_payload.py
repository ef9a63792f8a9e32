from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from days import well
from dispatching import Dispatcher, dispatcher
from world import stand_ins

from bot.app.entrance import Entrance
from bot.app.parts import Parts
from bot.listeners import errors
from bot.store import Kept
from bot.views.ids import Action

if TYPE_CHECKING:
    import pytest


async def test_options_that_polytomic_is_too_slow_for_come_with_the_next_letter(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack waits three seconds for options and then shows an error: nothing found in time is no error."""
    monkeypatch.setattr(errors, "OPTIONS_SECONDS", 0.2)
    async with dispatcher(database_url) as bot:
        await bot.world.at_polytomic("faults", method="GET", delay_seconds=1)
        asked = {"action_id": Action.FIND_SOURCE, "block_id": "source", "value": "snow"}
        answered = await bot.send(bot.common("block_suggestion") | asked)
        assert json.loads(answered.ack.body) == {"options": []}
        await well(bot.world)
        assert "Snowflake" in (await bot.send(bot.common("block_suggestion") | asked)).ack.body


async def test_the_first_ack_does_not_wait_for_slack_to_say_who_the_bot_is(database_url: str) -> None:
    """Slack gives up on an ack after three seconds, and may itself be too slow to be asked before it."""
    async with stand_ins(database_url) as world, AsyncExitStack() as stack:
        parts = await Parts.build(world.settings, stack)
        bot = Dispatcher(world, parts, Kept.of(parts.database), Entrance(parts.bolt))
        await world.fault_at_slack(method="auth.test", delay_seconds=60, times=10)
        async with asyncio.timeout(5):
            answered = await bot.send(bot.command("help"))
        assert answered.ack.status == 200
        assert [call["method"] for call in answered.calls] == ["response_url"]
