"""The door that Slack knocks at over HTTP: what is not Slack's, or not of now, is refused before any work."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from knocking import CLICK, COMMAND, EVENT, FORM, WHERE, Worked, client, payload, signed

from bot.app import door

if TYPE_CHECKING:
    from aiohttp.test_utils import TestClient

BODY = COMMAND.encode()


async def test_what_slack_signed_is_answered() -> None:
    """The door must open to Slack, or all that follows here proves nothing."""
    worked = Worked()
    async with client(worked) as http:
        assert (await http.post("/slack/events", data=BODY, headers=signed(BODY))).status == 200
        event = EVENT.encode()
        assert (await http.post("/slack/events", data=event, headers=signed(event))).status == 200
    assert worked.done == ["command", "event"]


def without(name: str) -> dict[str, str]:
    """Leave a header out."""
    return {key: value for key, value in signed(BODY).items() if key != name}


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": FORM},
        without(door.SIGNATURE),
        without(door.TIMESTAMP),
        signed(BODY, secret="another secret"),
        signed(BODY) | {door.SIGNATURE: "v0=0"},
        signed(BODY) | {door.SIGNATURE: ""},
        signed(BODY) | {door.TIMESTAMP: str(int(time.time()) - 1)},
        signed(BODY) | {door.TIMESTAMP: "yesterday"},
        signed(BODY) | {door.TIMESTAMP: "9" * 5000},
        signed(BODY) | {door.TIMESTAMP: "-1"},
        signed(BODY, at=time.time() - 301),
        signed(BODY, at=time.time() + 100_000),
        signed(b"another body"),
    ],
)
async def test_whoever_is_not_slack_is_refused(headers: dict[str, str]) -> None:
    """No signature, a wrong one, one of another body or time: 401, in words, and nothing is done."""
    worked = Worked()
    async with client(worked) as http:
        answer = await http.post("/slack/events", data=BODY, headers=headers)
        assert answer.status == 401
        assert (await answer.text()).strip().endswith(".")
        assert worked.done == []
        assert (await http.post("/slack/events", data=BODY, headers=signed(BODY))).status == 200
    assert worked.done == ["command"]


async def test_a_replayed_request_is_refused_even_with_the_header_of_a_repeat() -> None:
    """Whoever records a request cannot use it again: headers are not signed, so they excuse nothing."""
    worked = Worked()
    headers = signed(BODY)
    async with client(worked) as http:
        assert (await http.post("/slack/events", data=BODY, headers=headers)).status == 200
        for again in (headers, headers | {door.RETRY: "1"}):
            assert (await http.post("/slack/events", data=BODY, headers=again)).status == 409
        assert worked.done == ["command"]
        later = signed(BODY, at=time.time() - 1)  # the same words, said once more
        assert (await http.post("/slack/events", data=BODY, headers=later)).status == 200
    assert worked.done == ["command", "command"]


async def test_slack_s_own_repeat_of_an_event_is_taken() -> None:
    """Slack repeats an event because no answer came: refused, it would be lost for good."""
    worked, body = Worked(), EVENT.encode()
    headers = signed(body)
    async with client(worked) as http:
        assert (await http.post("/slack/events", data=body, headers=headers)).status == 200
        assert (await http.post("/slack/events", data=body, headers=headers)).status == 409
        again = headers | {door.RETRY: "1", "X-Slack-Retry-Reason": "http_timeout"}
        assert (await http.post("/slack/events", data=body, headers=again)).status == 200
    assert worked.done == ["event", "event"]


def test_signatures_are_not_remembered_for_ever() -> None:
    """A busy workspace must not fill the memory: what is refused for its age need not be known."""
    taken = door.Taken()
    assert all(taken.note(str(number), now=number) for number in range(5000))
    assert not taken.note("4999", now=5000)
    assert len(vars(taken)["_until"]) <= 2 * door.OLDEST_SECONDS + 10


async def status_of(http: TestClient, headers: dict[str, str], body: bytes) -> bytes:
    """Send headers and the beginning of a body over a bare socket; returns the answer's first line."""
    assert http.server is not None
    reader, writer = await asyncio.open_connection(http.server.host, http.server.port)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode() + body)
    first = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return first


async def test_a_long_body_is_refused_before_it_is_read() -> None:
    """Nobody can fill the memory: a length is believed, and a body without one is cut off."""
    worked = Worked()
    chunk = b"80000\r\n" + b"a" * 0x80000 + b"\r\n"
    async with client(worked) as http:
        too_long = signed(b"") | {"Content-Length": str(door.MOST_BYTES + 1)}
        assert b" 413 " in await status_of(http, too_long, b"")
        endless = signed(b"") | {"Transfer-Encoding": "chunked"}
        assert b" 413 " in await status_of(http, endless, chunk * 3)
    assert worked.done == []


async def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender of one byte a minute must not hold a connection for ever."""
    monkeypatch.setattr(door, "READ_WITHIN_SECONDS", 0.05)
    async with client(Worked()) as http:
        assert b" 408 " in await status_of(http, signed(b"") | {"Content-Length": "100"}, b"abc")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b"hello",
        b"payload=",
        b"payload={",
        b"payload=[]",
        b"payload=3",
        b'{"type": "event_callback"}',
        b'{"type": "event_callback", "team_id": "T1", "event": []}',
        b'{"type": "app_rate_limited"}',
        b"[" * 100_000,
        b"payload=" + b"[" * 100_000,
        payload({"type": "dialog_submission", "callback_id": "x"}),
        payload({"type": ["block_actions"]}),
        payload({**CLICK, "actions": []}),
        payload({**CLICK, "actions": [{"type": "button", "block_id": "b"}]}),
        payload({**CLICK, "user": 3, "actions": [{"type": "button", "block_id": "b", "action_id": "a"}]}),
        payload({**CLICK, "team": [1], "actions": [{"type": "button", "block_id": "b", "action_id": "a"}]}),
        payload({"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1"}}),
        urlencode({"command": "/polytomic"}).encode(),
        json.dumps({**WHERE, "command": "/polytomic", "authorizations": 3}).encode(),
    ],
)
async def test_what_is_no_payload_of_slack_s_is_refused(body: bytes) -> None:
    """Signed nonsense is a bug of somebody's, and must neither break the bot nor make it work."""
    worked = Worked()
    async with client(worked) as http:
        answer = await http.post("/slack/events", data=body, headers=signed(body))
        assert answer.status == 400
        assert "Traceback" not in await answer.text()
    assert worked.done == []
