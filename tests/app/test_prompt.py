"""Acknowledgements: on their way when they are given, whatever goes on in Bolt meanwhile."""

from __future__ import annotations

import asyncio

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.app.prompt import dispatch


class Bolt(AsyncApp):
    """One that looks for an acknowledgement only when it is told to."""

    def __init__(self, *, acknowledges: bool) -> None:
        self._acknowledges = acknowledges
        self.looks = asyncio.Event()
        self.has_looked = asyncio.Event()

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Run a listener, then look."""
        if self._acknowledges:
            await req.context.ack("Taken.")
        await self.looks.wait()
        self.has_looked.set()
        return BoltResponse(status=404)


async def test_an_acknowledgement_does_not_wait_for_bolt_to_look() -> None:
    """Slack and the person wait for it; what Bolt does besides goes on."""
    bolt = Bolt(acknowledges=True)
    async with asyncio.timeout(10):
        answer = await dispatch(bolt, AsyncBoltRequest(body=""))
        assert (answer.status, answer.body) == (200, "Taken.")
        assert not bolt.has_looked.is_set()
        bolt.looks.set()
        await bolt.has_looked.wait()


async def test_without_one_bolt_answers() -> None:
    """A request that no listener takes is told so."""
    bolt = Bolt(acknowledges=False)
    bolt.looks.set()
    assert (await dispatch(bolt, AsyncBoltRequest(body=""))).status == 404


async def test_what_fails_before_one_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the request would hang."""

    async def fails(_: object) -> None:
        raise KeyError

    bolt = Bolt(acknowledges=False)
    monkeypatch.setattr(bolt, "async_dispatch", fails)
    with pytest.raises(KeyError):
        await dispatch(bolt, AsyncBoltRequest(body=""))
