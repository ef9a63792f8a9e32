from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from slack_bolt.async_app import AsyncRespond

from bot.listeners import beside
from bot.notifier import SlackDown

if TYPE_CHECKING:
    from bot.sandbox import slack


async def test_an_answer_that_drips_is_given_up_and_said(
    slack_sandbox: slack.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack that is never silent and never done must not hold a listener for ever."""
    monkeypatch.setattr(beside, "SECONDS", 0.1)
    monkeypatch.setattr(beside, "PAUSE_SECONDS", 0.0)
    slack_sandbox.workspace.faults.add(method="response_url", garble="drip", times=beside.TRIES)
    respond = AsyncRespond(response_url=f"{slack_sandbox.url}/response/any")
    async with asyncio.timeout(5):
        with pytest.raises(SlackDown):
            await beside.Beside(respond)(text="x")
    assert slack_sandbox.workspace.faults.waiting() == []
