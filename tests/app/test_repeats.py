"""What Slack, a balancer or somebody on the way sends once more is acknowledged, and does nothing again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dispatching import Dispatcher, dispatcher

from bot.models import Person
from bot.views.ids import Action

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Dispatcher]:
    """Build the bot around both stand-ins."""
    async with dispatcher(database_url) as built:
        yield built


async def test_a_command_that_comes_again_is_not_taken_again(bot: Dispatcher) -> None:
    """No second modal, no second setup, and nothing said of a trigger that is used up."""
    command = bot.command("new salesforce snowflake")
    first, second = await bot.send(command), await bot.send(command)
    assert (first.ack.status, second.ack.status) == (200, 200)
    assert first.calls
    assert second.calls == []
    ana = Person(team_id=bot.team, user_id=bot.ana)
    assert len(await bot.kept.setups.open_of(ana)) == 1
    assert (await bot.send(bot.command("setups"))).calls


async def test_a_click_that_comes_again_is_not_taken_again(bot: Dispatcher) -> None:
    """A button may be pressed twice, but each press has a trigger of its own."""

    def press() -> dict[str, object]:
        action = {"type": "button", "action_id": Action.NEW_CONNECTION, "block_id": "b"}
        return bot.common("block_actions") | {"actions": [action]}

    once, again = press(), press()
    assert (await bot.send(once)).calls
    assert (await bot.send(once)).calls == []
    assert (await bot.send(again)).calls
