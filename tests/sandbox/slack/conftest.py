"""Fixtures of the sandbox Slack's tests; what they are made of stands in slack_driver.py."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_driver import BEN, Person, Recorder, at_the_page, config, connected, running
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Open one HTTP session for the whole test."""
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def sandbox() -> AsyncIterator[Running]:
    """Start a sandbox on a port of its own."""
    async with running(config()) as started:
        yield started


@pytest.fixture
def client(sandbox: Running, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Give the official client the app's token."""
    return AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)


@pytest.fixture
def bolt(client: AsyncWebClient) -> AsyncApp:
    """Make a Bolt app without listeners, for the test to give it some."""
    return AsyncApp(client=client, request_verification_enabled=False)


@pytest.fixture
async def ada(sandbox: Running, session: aiohttp.ClientSession) -> AsyncIterator[Person]:
    """Put Ada at the page."""
    async with at_the_page(sandbox, session) as person:
        yield person


@pytest.fixture
async def ben(sandbox: Running, session: aiohttp.ClientSession) -> AsyncIterator[Person]:
    """Put Ben at the page."""
    async with at_the_page(sandbox, session, BEN) as person:
        yield person


@pytest.fixture
async def recorder(bolt: AsyncApp) -> AsyncIterator[Recorder]:
    """Connect an app that takes everything and answers as it is told."""
    taking = Recorder(bolt)
    async with connected(bolt):
        yield taking
