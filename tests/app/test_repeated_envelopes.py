from __future__ import annotations

import asyncio

import pytest
from slack_bolt.response import BoltResponse

from bot.app import repeats
from bot.app.repeats import Answers


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    async def __call__(self) -> BoltResponse:
        """Take a moment."""
        self.done += 1
        await asyncio.sleep(0)
        return BoltResponse(status=200, body=str(self.done))


@pytest.mark.parametrize("payload", [{"event_id": "Ev1"}, {"trigger_id": "1.2.a"}])
async def test_what_comes_twice_is_done_once_and_answered_twice(payload: dict[str, str]) -> None:
    """At the same time or later: Slack sends again what it believes to be lost, and waits for the answer."""
    answers, work = Answers(), Work()
    both = await asyncio.gather(answers.answer(payload, work), answers.answer(payload, work))
    again = await answers.answer(dict(payload), work)
    assert [one.body for one in (*both, again)] == ["1", "1", "1"]


async def test_other_payloads_are_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another click is another wish; what names itself by nothing is never taken for a repeat."""
    monkeypatch.setattr(repeats, "KEPT", 2)
    answers, work = Answers(), Work()
    for payload in ({"trigger_id": "a"}, {"trigger_id": "b"}, {"trigger_id": "c"}, {}, {}):
        await answers.answer(payload, work)
    assert work.done == 5
    await answers.answer({"trigger_id": "a"}, work)
    assert work.done == 6, "only the last ones are remembered"
