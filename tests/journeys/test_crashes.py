from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from days import in_polytomic, rows, until, until_state
from process import Process
from steps import SNOWFLAKE, card_of, connect_both, connect_salesforce, plan, snowflake_form
from world import World, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from member import Member

SLOW = 4.0  # seconds that hold a setup in a state long enough to be killed in it
NAME = "Salesforce Bulk Sync"
ANNOUNCED = "created the bulk sync"


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins; the bot is a process that the test starts."""
    async with stand_ins(database_url, schema_delay=0.3) as made:
        yield made


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Process]:
    """Run a bot that can be killed."""
    process = Process(world.settings)
    await process.start()
    yield process
    await process.kill()


async def until_tried(world: World) -> None:
    """Wait until the setup's row says that the destination is being made."""

    async def holds() -> bool:
        return await rows(world, "SELECT destination ->> 'attempt' FROM setups") == [("1",)]

    await until(holds, "the first attempt to make the destination")


async def sign_in(world: World, ana: Member) -> None:
    """Follow the link of the card."""
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))


class Walk:
    """One person's way through a setup, cut at one state by a kill."""

    def __init__(self, world: World, ana: Member) -> None:
        self.world = world
        self.ana = ana
        self.channel = world.channel("data-ops")

    async def to(self, state: str) -> None:
        """Do what brings the setup into this state, and keep it there for a while."""
        await getattr(self, f"to_{state}")()
        await until_state(self.world, state)

    async def to_connecting(self) -> None:
        """Submit the Snowflake form while Polytomic is slow."""
        await connect_salesforce(self.ana, self.channel)
        form = await snowflake_form(self.ana)
        await self.world.at_polytomic(
            "faults", method="POST", path="^/api/connections$", delay_seconds=SLOW, times=1
        )
        await self.ana.submit(form, SNOWFLAKE)
        await until_tried(self.world)

    async def to_awaiting_authorization(self) -> None:
        """Answer every form."""
        await connect_both(self.ana, self.channel)
        await plan(self.ana, self.channel, NAME)

    async def to_awaiting_schemas(self) -> None:
        """Sign in while the schemas take their time."""
        await self.world.at_polytomic("config", schema_delay_seconds=SLOW)
        await self.to_awaiting_authorization()
        await sign_in(self.world, self.ana)

    async def to_creating(self) -> None:
        """Sign in while Polytomic is slow to create syncs."""
        await self.world.at_polytomic(
            "faults", method="POST", path="^/api/bulk/syncs$", delay_seconds=SLOW, times=1
        )
        await self.to_awaiting_authorization()
        await sign_in(self.world, self.ana)

    async def to_created(self) -> None:
        """Sign in, and let nothing be posted once the bulk sync exists."""
        await self.to_awaiting_authorization()
        card = await card_of(self.world, self.ana, "'sign_in'")
        await self.world.fault_at_slack(method="chat.postMessage", status=503)
        await self.world.follow_sign_in(card)

    async def to_running(self) -> None:
        """Press Run now on a sync that takes long."""
        await self.world.at_polytomic("config", execution_seconds=SLOW)
        await self._press_run_now()

    async def to_finished(self) -> None:
        """Press Run now and wait."""
        await self._press_run_now()

    async def _press_run_now(self) -> None:
        await self.to_awaiting_authorization()
        await sign_in(self.world, self.ana)
        await self.ana.click(await self.ana.message(NAME, ANNOUNCED, channel=self.channel), "run_now")

    async def rest(self, state: str) -> None:
        """Do what is still to be done by a person after the restart, to the end of the first run."""
        if state == "connecting":
            await self._go_on_after_the_forms_were_lost()
        if state in {"connecting", "awaiting_authorization"}:
            await sign_in(self.world, self.ana)
        announcement = await self.ana.message(NAME, ANNOUNCED, channel=self.channel)
        if state not in {"running", "finished"}:
            await self.ana.click(announcement, "run_now")
        await self.ana.message("finished", channel=self.channel, thread=announcement["ts"])
        await until_state(self.world, "finished")

    async def _go_on_after_the_forms_were_lost(self) -> None:
        await self.ana.click(await card_of(self.world, self.ana, "'continue_setup'"), "continue_setup")
        form = await self.ana.wait(
            lambda: next((v for v in self.ana.stack if v["callback_id"] in {"connection", "plan"}), None),
            "a form",
        )
        if form["callback_id"] == "connection":
            await self.ana.submit(form, SNOWFLAKE)
        await plan(self.ana, self.channel, NAME)


STATES = (
    "connecting",
    "awaiting_authorization",
    "awaiting_schemas",
    "creating",
    "created",
    "running",
    "finished",
)


@pytest.mark.parametrize("state", STATES)
async def test_a_kill_loses_nothing_and_repeats_nothing(world: World, bot: Process, state: str) -> None:
    """SIGKILL in any state, then a restart: two connections, one sync, one announcement, one run."""
    ana = await world.member()
    walk = Walk(world, ana)
    await walk.to(state)
    await bot.kill()
    async with world.http.delete(f"{world.slack.url}/_sandbox/faults") as cleared:
        assert cleared.ok
    await bot.start()
    await walk.rest(state)

    there = await world.state_of_polytomic()
    assert sorted(one["type"] for one in there["connections"]) == ["salesforce", "snowflake"]
    assert [one["name"] for one in there["syncs"]] == [NAME]
    assert len(there["executions"]) == 1
    history = await ana.look_back(walk.channel)
    assert len([message for message in history if ANNOUNCED in str(message)]) == 1


async def test_a_kill_at_the_summary_costs_nothing(world: World, bot: Process) -> None:
    """The plan was checked and the bot dies before the yes: the summary that is open still takes it, once."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    form = await ana.modal("plan")
    assert (await ana.submit(form, {"name": NAME, "choice": "all", "channel_id": channel}))["ok"]
    summary = await ana.modal("summary")
    await bot.kill()
    await bot.start()
    answers = await asyncio.gather(ana.submit(summary), ana.submit(summary))
    assert any(answer["ok"] for answer in answers)
    await sign_in(world, ana)
    await ana.message(NAME, ANNOUNCED, channel=channel)
    await until_state(world, "created")
    assert [one["name"] for one in (await world.state_of_polytomic())["syncs"]] == [NAME]


async def test_after_a_kill_nobody_elses_connection_is_taken(world: World, bot: Process) -> None:
    """A connection of the same name that is older than the setup belongs to somebody else."""
    values = {name.partition(":")[2]: value for name, value in SNOWFLAKE.items()}
    older = {"name": "Warehouse", "type": "snowflake", "configuration": values}
    await in_polytomic(world, "POST", "connections", **older)
    ana = await world.member()
    await connect_salesforce(ana, world.channel("data-ops"))
    form = await snowflake_form(ana)
    await world.at_polytomic("faults", method="POST", path="^/api/connections", delay_seconds=SLOW, times=1)
    await ana.submit(form, SNOWFLAKE | {"connection_name": "Warehouse"})
    await until_tried(world)
    await bot.kill()
    await rows(world, "UPDATE setups SET created_at = created_at + interval '1 hour' RETURNING id")
    await bot.start()
    await ana.click(await card_of(world, ana, "'continue_setup'"), "continue_setup")
    again = await snowflake_form(ana)
    assert (await ana.submit(again, SNOWFLAKE | {"connection_name": "Another"}))["ok"]
    await ana.modal("plan")
    assert [one["name"] for one in (await world.state_of_polytomic())["connections"]].count("Warehouse") == 1
