from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from days import readiness, rows, said, until, until_state
from steps import SNOWFLAKE, card_of, connect_both, connect_salesforce, plan, snowflake_form
from walks import ANNOUNCED, NAME, words_of
from world import World, bot_in, stand_ins

from bot import postgres

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GONE = "My database does not answer"


async def is_ready(world: World, *, status: int) -> bool:
    """Tell whether the bot answers so at /readyz, for reasons of its database alone."""
    now, checks = await readiness(world)
    return now == status and checks.get("database", False) == (status == 200)


async def has_said(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    """Tell whether the log says so by now."""
    return words in caplog.text


async def test_the_database_may_go_away_and_come_back(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Gone for a while: people read a sentence, /readyz says 503, it is logged once; back, all goes on."""
    server = await postgres.start(data_dir)
    with caplog.at_level(logging.INFO, "bot"):
        async with stand_ins(server.url) as world, bot_in(world):
            ana, ben, channel = (
                await world.member(),
                await world.member(world.users[1]),
                world.channel("data-ops"),
            )
            await connect_both(ana, channel)
            await plan(ana, channel)
            await ana.close(await ana.modal("done"))
            card = await card_of(world, ana, "'sign_in'")
            await connect_salesforce(ben, channel)
            form = await snowflake_form(ben)

            await server.stop()
            await until(partial(is_ready, world, status=503), "503 over the database")
            await ana.type(channel, "/polytomic setups")
            message = await ana.message(GONE, channel=channel)
            assert "again" in words_of(message)
            await ana.type(channel, "/polytomic new salesforce snowflake")
            await ana.close(await ana.modal("problem", saying=GONE))
            await ben.submit(form, SNOWFLAKE)
            await ben.close(await ben.modal("problem", saying=GONE))
            await world.follow_sign_in(card)

            await until(partial(has_said, caplog, "Beat wait"), "the outage in the log")
            server = await postgres.start(data_dir)
            await until(partial(is_ready, world, status=200), "ready again")
            await ana.message(ANNOUNCED, NAME, channel=channel)
            await ben.type(channel, "/polytomic setups")
            mine = await ben.message("1 unfinished setup", channel=channel)
            await ben.click(mine, "continue_setup")
            assert (await ben.submit(await snowflake_form(ben), SNOWFLAKE))["ok"]
            await plan(ben, channel, "Another sync")
            await world.follow_sign_in(await card_of(world, ben, "'sign_in'"))
            await ben.message(ANNOUNCED, "Another sync", channel=channel)
            await until_state(world, "created")
            assert len(await said(ana, channel, ANNOUNCED, NAME)) == 1
            assert len((await world.state_of_polytomic())["syncs"]) == 2
    await server.stop()
    assert caplog.text.count("Beat wait") == 1
    assert caplog.text.count("Beat go on") == 1
    ours = [record for record in caplog.records if record.name.startswith(("bot", "procrastinate"))]
    assert not [record for record in ours if record.exc_info], "an outage is no bug: no traceback"


async def test_the_first_thing_written_is_all_that_the_command_named(world: World) -> None:
    """A database that goes away right after it leaves no setup that has forgotten both ends."""
    ana = await world.member()
    await rows(world, "ALTER TABLE setups ADD CHECK (coalesce(source ->> 'type', '') <> '')")
    await ana.type(world.channel("data-ops"), "/polytomic new salesforce snowflake")
    await ana.modal("connection", saying="Salesforce")
