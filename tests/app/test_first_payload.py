from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from dispatching import Dispatcher
from world import stand_ins

from bot.app.entrance import Entrance
from bot.app.parts import Parts
from bot.store import Kept


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
