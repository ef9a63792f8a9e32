from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import card_of, connect_both, plan

if TYPE_CHECKING:
    from world import World

NAME = "Salesforce Bulk Sync"


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_the_tutorial_is_a_conversation(world: World) -> None:
    """From the command to the finished first run, whichever way Slack reaches the bot."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await ana.modal("done")

    await world.follow_sign_in(await card_of(world, ana, "sign_in"))
    announcement = await ana.message(NAME, "run_now", channel=channel)
    await ana.click(announcement, "run_now")
    await ana.message(NAME, "finished", "2 objects", channel=channel, thread=announcement["ts"])

    there = await world.state_of_polytomic()
    assert [one["status"] for one in there["connections"]] == ["healthy", "healthy"]
    assert [(sync["name"], sync["schemas"]) for sync in there["syncs"]] == [(NAME, ["Account", "Contact"])]
    assert [run["status"] for run in there["executions"]] == ["completed"]
