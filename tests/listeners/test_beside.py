from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.listeners import beside
from bot.notifier import SlackDown

if TYPE_CHECKING:
    from bot.sandbox import slack


async def test_an_answer_that_drips_is_given_up_and_said(
    slack_sandbox: slack.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack that is never silent and never done must not hold a listener for ever."""
    monkeypatch.setattr(beside, "SECONDS", 0.5)
    monkeypatch.setattr(beside, "PAUSE_SECONDS", 0.0)
    slack_sandbox.workspace.faults.add(method="response_url", garble="drip", times=beside.TRIES)
    async with asyncio.timeout(5):
        with pytest.raises(SlackDown):
            await beside.Beside(f"{slack_sandbox.url}/response/any")(text="x")
    assert slack_sandbox.workspace.faults.waiting() == []


async def test_nobody_but_us_repeats_an_answer(
    slack_sandbox: slack.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK by itself would give each lost answer twice, on top of our own tries."""
    monkeypatch.setattr(beside, "PAUSE_SECONDS", 0.0)
    slack_sandbox.workspace.faults.add(method="response_url", drop="before", times=10)
    with pytest.raises(SlackDown):
        await beside.Beside(f"{slack_sandbox.url}/response/any")(text="x")
    (fault,) = slack_sandbox.workspace.faults.waiting()
    assert fault["times"] == 10 - beside.TRIES
