"""What channels watch: begun by a command, and how runs of their syncs go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import ask
from days import rows, until

if TYPE_CHECKING:
    from collections.abc import Mapping

    from member import Member
    from shown import Json
    from world import World

REVOKED = "The token was revoked."


async def begin_watch(
    world: World, person: Member, words: str = "orders", answers: Mapping[str, object] | None = None
) -> Json:
    """Let the channel that most journeys use watch a sync; returns what the channel reads of it."""
    await ask(world, person, f"watch {words}")
    form = await person.modal("watch")
    assert (await person.submit(form, answers))["ok"]
    await person.close(await person.modal("watches", saying="now follows"))
    await person.no_modal()
    await listening(world)
    return await person.message("lets this channel follow", channel=world.channel("data-ops"))


async def listening(world: World) -> None:
    """Wait until the bot hears of what happens from now on."""

    async def is_so() -> bool:
        return bool(await rows(world, "SELECT 1 FROM cursors WHERE name = 'events'"))

    await until(is_so, "the beginning of the feed")


async def runs(world: World, sync_id: str, outcome: str = "completed", message: str = REVOKED) -> None:
    """Let the schedule run a sync, and let that end at once."""
    await world.at_polytomic("config", execution_seconds=0)
    plan = {"outcome": outcome} if outcome == "completed" else {"outcome": outcome, "message": message}
    await world.at_polytomic("executions/next", **plan)
    await world.at_polytomic(f"syncs/{sync_id}/run")


async def acted_on(world: World) -> None:
    """Wait until everything that happened was heard of and acted on."""
    number = len((await world.state_of_polytomic())["executions"])

    async def is_so() -> bool:
        done = "SELECT 1 FROM executions WHERE told_version = version AND status <> 'running'"
        return len(await rows(world, done)) >= number

    await until(is_so, f"{number} executions acted on")


async def all_told(world: World) -> None:
    """Wait until everything that was decided is told."""
    await acted_on(world)

    async def is_so() -> bool:
        left = "SELECT 1 FROM troubles WHERE told_version <> version UNION ALL SELECT 1 FROM reports "
        return not await rows(world, f"{left}WHERE told_version <> version")

    await until(is_so, "nothing left to tell")


async def invite(world: World, channel: str, *, member: bool = True) -> None:
    """Let the bot into a channel, or take it out."""
    body = {"channel": channel, "user": world.workspace.app.bot_user_id, "member": member}
    async with world.http.post(f"{world.slack.url}/_sandbox/membership", json=body) as response:
        assert response.ok, await response.text()


async def archive(world: World, channel: str, *, is_archived: bool = True) -> None:
    """Archive a channel, or bring it back."""
    place = f"{world.slack.url}/_sandbox/channels/{channel}"
    async with world.http.patch(place, json={"is_archived": is_archived}) as response:
        assert response.ok, await response.text()
