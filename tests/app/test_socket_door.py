"""The way in over a socket: what is refused there is never a traceback, and an event never comes again."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import ClientConnectionResetError, WSMsgType, web
from aiohttp.test_utils import TestServer
from knocking import CLICK, OPENED, Worked
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app.entrance import Entrance
from bot.app.socket_door import SocketDoor

if TYPE_CHECKING:
    import pytest


class CutOff:
    """A connection that Slack or the network has ended."""

    async def send_socket_mode_response(self, _response: object) -> None:
        """Find out, as aiohttp does."""
        raise ClientConnectionResetError("Cannot write to closing transport")


async def test_an_ack_that_finds_the_socket_cut_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    """An event comes again then, and whoever waits for the answer to a click is told by Slack."""
    worked = Worked()
    door = SocketDoor(worked.bolt, "xapp-1", Entrance(worked.bolt))
    event = {"type": "event_callback", "team_id": "T1", "event": OPENED}
    request = SocketModeRequest(type="events_api", envelope_id="1", payload=event)
    await door.handle(CutOff(), request)  # type: ignore[arg-type]
    await door.close_async()  # type: ignore[no-untyped-call]
    assert "cut before an ack" in caplog.text
    assert not [one for one in caplog.records if one.exc_info]


async def test_unknown_envelopes_are_refused_without_an_exception() -> None:
    """An unknown event is acknowledged, an unknown click is not, so that Slack tells the person."""
    event = {"type": "event_callback", "team_id": "T1", "event": OPENED}
    sent = [
        ("odd-event", "events_api", {"type": "app_rate_limited"}),
        ("odd-click", "interactive", {**CLICK, "user": 3}),
        ("event", "events_api", event),
    ]
    acked: list[str] = []
    done = asyncio.Event()

    async def link(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for envelope_id, kind, payload in sent:
            await socket.send_json({"envelope_id": envelope_id, "type": kind, "payload": payload})
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                acked.append(json.loads(message.data)["envelope_id"])
            if "event" in acked:
                done.set()
        return socket

    slack, worked = web.Application(), Worked()
    slack.router.add_get("/link", link)
    async with TestServer(slack) as server:
        door = SocketDoor(worked.bolt, "xapp-1", Entrance(worked.bolt))
        door.client.wss_uri = str(server.make_url("/link")).replace("http", "ws")
        await door.client.connect()  # type: ignore[no-untyped-call]
        async with asyncio.timeout(10):
            await done.wait()
        await door.close_async()  # type: ignore[no-untyped-call]
    assert sorted(acked) == ["event", "odd-event"]
    assert worked.done == ["event"]
