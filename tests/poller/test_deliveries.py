"""The webhook: only what Polytomic signed is heard, in any order, any number of times."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestClient, TestServer
from builders import ANNA, NOON
from pydantic import SecretStr

from bot import web
from bot.models import SeenExecution, Watch
from bot.poller.events.deliveries import Deliveries
from bot.store import Database, SeenExecutions, Watches

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

SECRET = "a-webhook-secret"
PATH = "/polytomic/events"


def signed(raw: bytes, secret: str = SECRET) -> bytes:
    """Sign a body, as the documentation says: an HMAC of it."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).digest()


def told(kind: str = "bulk_sync.failed", execution_id: str = "e1", **event: Any) -> bytes:
    """Write a delivery."""
    about = {"sync_id": "sync-1", "name": "Nightly", "execution_id": execution_id, **event}
    return json.dumps({"type": kind, "event": about}).encode()


class Door:
    """The bot's HTTP, as Polytomic calls it."""

    def __init__(self, http: TestClient[Any, Any], executions: SeenExecutions, stirred: list[None]) -> None:
        self.http = http
        self.executions = executions
        self.stirred = stirred

    async def send(self, raw: bytes, signature: str | None = None) -> int:
        """Deliver; returns the status."""
        headers = {"Polytomic-Signature": signature or signed(raw).hex()}
        return (await self.http.post(PATH, data=raw, headers=headers)).status

    async def heard(self) -> list[SeenExecution]:
        """List what is news."""
        return await self.executions.news()


async def is_ready() -> dict[str, bool]:
    """Be ready."""
    return {"database": True}


@pytest.fixture
async def door(database: Database) -> AsyncIterator[Door]:
    """Open the door of a bot that watches one sync."""
    watches, executions = Watches(database), SeenExecutions(database)
    watch = {"id": uuid4(), "asked_by": ANNA, "channel_id": "C1", "sync_id": "sync-1", "created_at": NOON}
    await watches.add(Watch.model_validate(watch))
    stirred: list[None] = []
    deliveries = Deliveries(SecretStr(SECRET), watches, executions, lambda: stirred.append(None))
    async with TestClient(TestServer(web.build(is_ready, deliveries=deliveries))) as http:
        yield Door(http, executions, stirred)


async def test_what_polytomic_signed_is_heard(door: Door) -> None:
    """In any of the ways in which a signature is written; repeats and late starts change nothing."""
    raw = told(error="Full")
    digest = signed(raw)
    for signature in (digest.hex(), b64encode(digest).decode(), f"sha256={digest.hex()}"):
        assert await door.send(raw, signature) == 200
    assert await door.send(told("bulk_sync.running")) == 200
    [heard] = await door.heard()
    assert (heard.status, heard.reason, heard.sync_name, heard.ended_at) == (
        "failed",
        "Full",
        "Nightly",
        None,
    )
    assert len(door.stirred) == 1, "what was known is no news"


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "0" * 64, signed(told(), "another-secret").hex(), "päss", "*"]
)
async def test_what_anybody_else_sends_is_refused(door: Door, signature: str) -> None:
    """Nobody who can reach the port may make the bot say that something failed."""
    given = {"Polytomic-Signature": signature} if signature else {}
    answer = await door.http.post(PATH, data=told(), headers=given)
    assert answer.status == 401
    assert await answer.read() == b""
    assert await door.heard() == []
    assert await door.send(told()) == 200
    assert len(await door.heard()) == 1


async def test_a_body_that_was_changed_is_refused(door: Door) -> None:
    """The signature is of these very bytes."""
    assert await door.send(told() + b" ", signed(told()).hex()) == 401
    assert await door.heard() == []


async def test_a_huge_body_is_refused(door: Door) -> None:
    """By its announced length before it is read, and by its real one where none is announced."""
    raw = b" " * (2**20 + 1)
    headers = {"Polytomic-Signature": signed(raw).hex()}

    async def pieces() -> AsyncIterator[bytes]:
        yield raw

    for body in (BytesIO(raw), pieces()):
        answer: aiohttp.ClientResponse = await door.http.post(PATH, data=body, headers=headers)
        assert answer.status == 413


async def test_what_is_not_of_interest_is_taken_and_dropped(door: Door) -> None:
    """Model syncs, kinds to come, and syncs that nobody watches: a refusal would only bring them again."""
    for raw in (told("sync.failed"), told("bulk_sync.rescheduled"), told(sync_id="sync-2"), told(sync_id=7)):
        assert await door.send(raw) == 200
    for raw in (b"", b"[]", b"not JSON", b'{"type": 1}'):
        assert await door.send(raw) == 400
    assert await door.heard() == []
    assert door.stirred == []


def test_a_signature_of_stray_bytes_is_wrong_and_no_more(database: Database) -> None:
    """A header may hold anything."""
    deliveries = Deliveries(
        SecretStr(SECRET), Watches(database), SeenExecutions(database), when_news=lambda: None
    )
    assert not deliveries.is_genuine(b"{}", "\udcff\udcfe")


async def test_without_a_secret_there_is_no_door() -> None:
    """A bot that cannot check a signature takes nothing."""
    async with TestClient(TestServer(web.build(is_ready))) as http:
        assert (await http.post(PATH, data=told())).status == 404
