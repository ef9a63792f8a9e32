"""A setup's whole story, and what must be true after it, whichever replica did which part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from days import rows, said, until
from steps import card_of, connect_both, plan
from walks import ANNOUNCED, NAME

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def ask_for_it(ana: Member, channel: str, name: str = NAME) -> None:
    """Type the command and answer every form."""
    await connect_both(ana, channel)
    await plan(ana, channel, name)
    await ana.close(await ana.modal("done"))


async def run_it(ana: Member, channel: str) -> Json:
    """Run the announced sync, and wait for the end of it; returns the announcement."""
    announcement = await ana.message(NAME, ANNOUNCED, channel=channel)
    await ana.click(announcement, "run_now")
    await ana.message(NAME, "finished", channel=channel, thread=announcement["ts"])
    return announcement


async def tell(world: World, ana: Member, channel: str) -> Json:
    """Tell it from the command to the end of the first run; returns the announcement."""
    await ask_for_it(ana, channel)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    return await run_it(ana, channel)


async def happened_once(world: World, ana: Member, channel: str, *, runs: int) -> None:
    """Check that nothing was made, announced or run twice."""
    there = await world.state_of_polytomic()
    assert sorted(one["type"] for one in there["connections"]) == ["salesforce", "snowflake"]
    assert [sync["name"] for sync in there["syncs"]] == [NAME]
    assert len(there["executions"]) == runs
    assert len(await said(ana, channel, ANNOUNCED)) == 1
    dm = await ana.dm(world.workspace.app.bot_user_id)
    assert len(await said(ana, dm, "The bulk sync exists")) == 1


async def all_told(world: World) -> None:
    """Wait until nobody has anything left to do or to tell."""

    async def is_quiet() -> bool:
        tables = ("setups", "runs")
        untold = [await rows(world, f"SELECT id FROM {one} WHERE told_version < version") for one in tables]  # noqa: S608 - its own names
        return not any(untold) and not await rows(world, "SELECT id FROM procrastinate_jobs")

    await until(is_quiet, "everybody told of everything")
