from __future__ import annotations

import pytest
from steps import card_of, connect_both, plan
from world import World


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_the_tutorial_is_a_conversation(world: World) -> None:
    """From the command to the finished first run, whichever way Slack reaches the bot."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await ana.modal("done")

    await world.follow_sign_in(await card_of(world, ana, "sign_in"))
    announcement = await ana.message("Salesforce Bulk Sync", "run_now", channel=channel)
    await ana.click(announcement, "run_now")
    await ana.message("Account", channel=channel, thread=announcement["ts"])
