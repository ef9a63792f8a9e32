"""The Home tab: drawn when it is opened, and kept true while it may be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import begin_elsewhere, both_ends, make_sync
from days import beats, come_round, forget_requests, rows, said, until, well
from elsewhere import DOMAIN, SNOWFLAKE, make
from walks import requests_for, words_of
from world import bot_in, stand_ins

if TYPE_CHECKING:
    from member import Member
    from world import World


async def shows(person: Member, *words: str) -> str:
    """Wait until the Home tab says all of this; returns everything that it says."""

    def found() -> str | None:
        text = words_of(person.home) if person.home else ""
        return text if all(word in text for word in words) else None

    text: str = await person.wait(found, f"{words} on the Home tab")
    return text


async def publications(world: World) -> int:
    """Count how often a Home tab was drawn."""
    return sum(one["method"] == "views.publish" for one in await world.requests_to_slack())


async def fail(world: World, sync_id: str) -> None:
    """Let a sync's run fail."""
    await world.at_polytomic("executions/next", outcome="failed", message="The table is locked.")
    await world.at_polytomic(f"syncs/{sync_id}/run")
    await world.at_polytomic("clock", advance_seconds=60)


async def test_it_shows_what_goes_on_and_what_went_wrong(world: World) -> None:
    """Opened once: connections, runs and failures with their buttons; and it follows by itself."""
    ana = await world.member()
    ends = await both_ends(world)
    orders, leads = await make_sync(world, "Orders", ends), await make_sync(world, "Leads", ends)
    await ana.open_home()
    await shows(ana, "*2 bulk syncs*, none running, none failing. *2 connections*, all of them fine.")

    await make(world, "snowflake", "Old warehouse", SNOWFLAKE, healthy=False)
    await fail(world, orders)
    await begin_elsewhere(world, leads)
    text = await shows(ana, "1 running, 1 failed in its last run", "1 needs care")
    assert "*Old warehouse*" in text
    assert "token revoked" in text
    assert "*Orders* · Sales prod → Warehouse\n:x: Last run failed" in text
    assert "The table is locked." in text
    assert "*Leads* · Sales prod → Warehouse\n:arrows_counterclockwise: *Running*" in text

    await ana.press_home("manage_sync:run")
    await ana.close(await ana.modal("run_sync", saying="*Orders*"))
    await ana.press_home("list_syncs")
    await ana.close(await ana.modal("syncs", saying="*2 bulk syncs*"))
    await ana.press_home("reconnect")
    await ana.modal(saying="Old warehouse")


async def test_a_tab_that_nobody_opened_lately_costs_nothing(world: World) -> None:
    """No tab, no request; an unchanged one is not drawn twice; after half an hour nobody looks any more."""
    ana = await world.member()
    await forget_requests(world)
    await beats(world, 5)
    assert await requests_for(world, "GET", "/api/bulk/syncs") == []

    await ana.open_home()
    await shows(ana, "*New sync* sets up the first one.")
    await until_looked_at(world, 2)
    assert await publications(world) == 0

    await rows(world, "UPDATE homes SET opened_at = now() - interval '31 min'")
    await come_round(world, "chores")
    assert await rows(world, "SELECT 1 FROM homes") == []
    await forget_requests(world)
    await beats(world, 5)
    assert await requests_for(world, "GET", "/api/bulk/syncs") == []


async def until_looked_at(world: World, times: int) -> None:
    """Wait until the bot has asked for the syncs again, so many times."""
    await forget_requests(world)

    async def has_looked() -> bool:
        return len(await requests_for(world, "GET", "/api/bulk/syncs")) >= times

    await until(has_looked, "looks at the syncs")


async def test_it_goes_on_after_a_restart(database_url: str) -> None:
    """Whoever looked when the bot was restarted need not open the tab again."""
    async with stand_ins(database_url) as world:
        ana = await world.member()
        async with bot_in(world):
            await ana.open_home()
            await shows(ana, "*New sync* sets up the first one.")
        await make(world, "salesforce", "Sales prod", DOMAIN)
        async with bot_in(world):
            await shows(ana, "*1 connection*, all of them fine.")


async def test_an_outage_is_said_and_its_end_is_shown(world: World) -> None:
    """The tab says what it does not know, and fills in by itself."""
    ana = await world.member()
    await world.at_polytomic("faults", path="/api/bulk/syncs", status=403)
    await ana.open_home()
    await shows(ana, "Polytomic does not say which bulk syncs there are and what the syncs do right now.")
    await well(world)
    await shows(ana, "*New sync* sets up the first one.")


async def test_somebody_who_left_is_forgotten(world: World) -> None:
    """A tab that Slack refuses to draw must not be tried for ever."""
    ana = await world.member()
    await ana.open_home()
    await shows(ana, "*New sync* sets up the first one.")
    await world.fault_at_slack(method="views.publish", error="user_not_found")
    await make(world, "salesforce", "Sales prod", DOMAIN)

    async def is_forgotten() -> bool:
        return await rows(world, "SELECT 1 FROM homes") == []

    await until(is_forgotten, "the tab to be forgotten")
    await well(world)
    await ana.open_home()
    await shows(ana, "*1 connection*")


async def test_what_channels_watch_is_shown_and_changed(world: World) -> None:
    """The tab says which channel hears of what; the list of one's own watches is one click away."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await make_sync(world, "Orders", await both_ends(world))
    await ana.type(channel, "/polytomic watch orders")
    assert (await ana.submit(await ana.modal("watch")))["ok"]
    await ana.close(await ana.modal("watches"))
    await ana.open_home()
    await shows(ana, f"<#{channel}>: Orders")
    await ana.press_home("manage_watch:change")
    await ana.close(await ana.modal("watch", saying="Orders"))
    await ana.press_home("manage_watch:list")
    await ana.modal("watches", saying="You let channels watch this:")


async def test_the_log_of_a_failure_is_one_click_away(world: World) -> None:
    """It comes as a direct message to whoever asked, as everywhere."""
    ana = await world.member()
    await fail(world, await make_sync(world, "Orders", await both_ends(world)))
    await ana.open_home()
    await shows(ana, "1 failed in its last run")
    await ana.press_home("execution_logs")
    private = await ana.dm(world.workspace.app.bot_user_id)
    await ana.message("Orders", "The table is locked.", channel=private)
    assert len(await said(ana, private, "The table is locked.")) == 1
