from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from polytomic import AsyncPolytomic
from sandbox_driver import Driver

from bot.sandbox.polytomic import Config, Running, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    """Serve a sandbox whose clock is moved by the tests."""
    running = await serve(Config(schema_delay_seconds=60, execution_seconds=100, cancel_seconds=10))
    yield running
    await running.stop()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """Open a client that follows no redirect by itself."""
    async with httpx.AsyncClient() as client:
        yield client


@pytest.fixture
def driver(running: Running, http: httpx.AsyncClient) -> Driver:
    """Drive the sandbox."""
    return Driver(running, http)


@pytest.fixture
async def sdk(running: Running) -> AsyncIterator[AsyncPolytomic]:
    """Open the official SDK on the sandbox; it repeats nothing by itself."""
    async with httpx.AsyncClient() as client:
        yield AsyncPolytomic(token="sandbox-key", base_url=running.url, httpx_client=client, max_retries=0)
