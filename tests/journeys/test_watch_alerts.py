from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import both_ends, make_sync
from threads import told
from walks import words_of
from watching import begin_watch, hear, heard

if TYPE_CHECKING:
    from world import World


async def test_a_failure_is_told_its_story_threaded_and_its_recovery_edits_it(world: World) -> None:
    """One message for each problem: whoever comes later reads in it that all is well again."""
    ana, channel = await world.member(), world.channel("data-ops")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_watch(world, ana)
    await hear(world, heard(orders))
    alert = await ana.message("*Orders* failed", "The token was revoked.", channel=channel)
    assert {"Run again", "Mute 1 h", "Stop watching"} <= set(words_of(alert).splitlines())

    await hear(world, heard(orders))
    await told(ana, alert, "failed again", "2 times in a row")
    await ana.wait(lambda: "failed 2 times in a row" in str(ana.messages[channel, alert["ts"]]), "the edit")

    await hear(world, heard(orders, "completed"))
    await told(ana, alert, "works again after", "2 failures")
    over = ana.messages[channel, alert["ts"]]
    assert "~*Orders* failed 2 times in a row" in words_of(over)
    assert "Run again" not in words_of(over)
