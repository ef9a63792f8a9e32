"""The webhook of the sandbox: one per organization, signed, tried again, in no promised order."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from polytomic import NotFoundError, UnprocessableEntityError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polytomic import AsyncPolytomic
    from sandbox_driver import Driver

SECRET = "a-secret"


class Receiver:
    """Takes deliveries as somebody's server would; refuses the first `refusing`."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.signatures_hold = True
        self.refusing = 0
        self.tries = 0
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """Take one."""
        self.tries += 1
        if self.refusing:
            self.refusing -= 1
            return web.Response(status=500, text="busy")
        raw = await request.read()
        right = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        self.signatures_hold &= request.headers["Polytomic-Signature"] == right
        said = json.loads(raw)
        self.taken.append((said["type"], said["event"]))
        return web.Response()

    async def kinds(self, count: int) -> list[str]:
        """Wait until so many were taken; returns their types in that order."""
        async with asyncio.timeout(10):
            while len(self.taken) < count:
                await asyncio.sleep(0.01)
        return [kind for kind, _ in self.taken]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Serve a receiver on loopback."""
    made, app = Receiver(), web.Application()
    app.router.add_post("/events", made.take)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/events"))
        yield made


async def test_an_organization_has_one_webhook(sdk: AsyncPolytomic) -> None:
    """A second one is refused; the first is changed, switched off and on, and deleted."""
    with pytest.raises(UnprocessableEntityError):
        await sdk.webhooks.create(endpoint="nowhere", secret=SECRET)
    made = (await sdk.webhooks.create(endpoint="https://a.example/x", secret=SECRET)).data
    with pytest.raises(UnprocessableEntityError):
        await sdk.webhooks.create(endpoint="https://b.example/x", secret=SECRET)
    assert [one.id for one in (await sdk.webhooks.list()).data] == [made.id]
    await sdk.webhooks.update(made.id, endpoint="https://b.example/x", secret="other")
    assert (await sdk.webhooks.disable(made.id)).data.disabled
    shown = (await sdk.webhooks.get(made.id)).data
    assert (shown.endpoint, shown.disabled) == ("https://b.example/x", True)
    assert not (await sdk.webhooks.enable(made.id)).data.disabled
    await sdk.webhooks.delete(made.id)
    with pytest.raises(NotFoundError):
        await sdk.webhooks.get(made.id)


async def test_what_happens_is_sent_and_signed(
    sdk: AsyncPolytomic, driver: Driver, receiver: Receiver
) -> None:
    """What happened before there was a webhook, or while it was off, is not."""
    sync = await driver.sync()
    await driver.start(sync)
    await driver.advance(101)
    hook = (await sdk.webhooks.create(endpoint=receiver.url, secret=SECRET)).data
    await driver.plan("failed", "Full")
    await driver.start(sync)
    await driver.advance(101)
    assert await receiver.kinds(2) == ["bulk_sync.running", "bulk_sync.failed"]
    assert receiver.signatures_hold
    assert (receiver.taken[1][1]["name"], receiver.taken[1][1]["error"]) == ("Sync", "Full")
    await sdk.webhooks.disable(hook.id)
    await driver.start(sync)
    await driver.advance(101)
    await sdk.webhooks.enable(hook.id)
    await driver.plan("errors")
    await driver.start(sync)
    await driver.advance(101)
    assert (await receiver.kinds(4))[2:] == ["bulk_sync.running", "bulk_sync.completed_with_error"]


async def test_a_refused_event_is_sent_up_to_five_times_more(
    sdk: AsyncPolytomic, driver: Driver, receiver: Receiver
) -> None:
    """Then it is given up; each try is on record."""
    await driver.switch("POST", "config", webhook_backoff_seconds=0.001)
    sync = await driver.sync()
    hook = (await sdk.webhooks.create(endpoint=receiver.url, secret=SECRET)).data
    receiver.refusing = 6 + 5  # the start for good, the end until its last try
    await driver.start(sync)
    await driver.advance(101)
    assert await receiver.kinds(1) == ["bulk_sync.completed"]
    assert receiver.tries == 12
    tries = (await sdk.webhooks.list_deliveries(hook.id)).data
    assert [each.success for each in tries] == [True] + [False] * 11
    assert (tries[1].status_code, tries[1].response_body) == (500, "busy")
    (only,) = (await sdk.webhooks.list_deliveries(hook.id, success=True)).data
    assert only.event_type == "bulk_sync.completed"


async def test_disorder_and_repeats_can_be_ordered(
    sdk: AsyncPolytomic, driver: Driver, receiver: Receiver
) -> None:
    """The original promises neither order nor a single delivery."""
    await driver.switch("POST", "config", webhook_held=True, webhook_newest_first=True, webhook_copies=2)
    sync = await driver.sync()
    await sdk.webhooks.create(endpoint=receiver.url, secret=SECRET)
    await driver.start(sync)
    await driver.advance(101)
    await driver.switch("POST", "config", webhook_held=False)
    assert await receiver.kinds(4) == ["bulk_sync.completed"] * 2 + ["bulk_sync.running"] * 2
