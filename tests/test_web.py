"""The bot's own HTTP: health, readiness, metrics, and Slack's door."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import web as aiohttp_web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter

from bot import web

if TYPE_CHECKING:
    from collections.abc import Mapping


class Checks:
    """What the bot says about its parts; a test changes it."""

    def __init__(self) -> None:
        self.now: dict[str, bool] = {"database": True, "slack": True, "polytomic": True}
        self.hang: asyncio.Event | None = None

    async def __call__(self) -> Mapping[str, bool]:
        """Answer as the bot's own check does."""
        if self.hang is not None:
            await self.hang.wait()
        return self.now


def client(application: aiohttp_web.Application) -> TestClient:
    """Connect to the application over loopback."""
    return TestClient(TestServer(application))


async def test_readiness_follows_every_part() -> None:
    """A load balancer must hear of one broken part, which one, and of its recovery."""
    checks = Checks()
    async with client(web.build(checks)) as http:
        assert (await http.get("/readyz")).status == 200
        checks.now["database"] = False
        answer = await http.get("/readyz")
        assert answer.status == 503
        assert (await answer.json())["database"] is False
        assert (await http.get("/healthz")).status == 200
        checks.now["database"] = True
        assert (await http.get("/readyz")).status == 200


async def test_a_hanging_check_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that accepts and never answers must not hang the probe too."""
    monkeypatch.setattr(web, "READY_WITHIN_SECONDS", 0.05)
    checks = Checks()
    checks.hang = asyncio.Event()
    async with client(web.build(checks)) as http:
        assert (await http.get("/readyz")).status == 503
        checks.hang.set()
        assert (await http.get("/readyz")).status == 200


async def test_metrics_are_prometheus_s() -> None:
    """What is counted can be scraped."""
    registry = CollectorRegistry()
    Counter("setups", "Setups begun", registry=registry).inc(3)
    async with client(web.build(Checks(), metrics=registry)) as http:
        answer = await http.get("/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert "setups_total 3.0" in await answer.text()


async def test_slack_has_a_door_only_in_http_mode() -> None:
    """With Socket Mode nothing listens for Slack's requests."""

    async def handler(request: aiohttp_web.Request) -> aiohttp_web.Response:
        return aiohttp_web.Response(text=await request.text())

    async with client(web.build(Checks(), slack_handler=handler)) as http:
        assert await (await http.post("/slack/events", data=b"body")).text() == "body"
    async with client(web.build(Checks())) as http:
        assert (await http.post("/slack/events", data=b"body")).status == 404


async def test_a_taken_port_is_said_in_words() -> None:
    """Two bots on one machine: the second says what is wrong, and starts when the port is free."""
    with web.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(web.CannotListen) as refused:
            web.listen("127.0.0.1", port)
        assert str(port) in refused.value.message
    with web.listen("127.0.0.1", port) as second:
        async with web.serving(web.build(Checks()), second) as served:
            assert served == port


def test_an_address_of_somebody_else_is_said_in_words() -> None:
    """HOST may name an address that this machine does not have."""
    with pytest.raises(web.CannotListen):
        web.listen("192.0.2.1", 0)
