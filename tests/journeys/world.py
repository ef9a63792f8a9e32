"""A whole small world on loopback: a local Slack, a local Polytomic, a database, and the bot between them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from member import Member
from process import free_port, until_ready

from bot.app import App
from bot.manifest import manifest
from bot.sandbox import polytomic, slack
from bot.settings import GivenSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from shown import Json

    from bot.settings import Settings

SIGNING_SECRET = "a-signing-secret"
BEAT_SECONDS = 0.2
FOUND = 302  # what the secure page answers when it has saved
SECRET = "correct-horse-battery"  # the Snowflake password that people type


@dataclass
class World:
    """What a journey needs to act and to look behind the scenes."""

    settings: Settings
    workspace: slack.Config
    slack: slack.Running
    polytomic: polytomic.Running
    http: aiohttp.ClientSession
    people: AsyncExitStack

    async def member(self, user_id: str | None = None) -> Member:
        """Let somebody look at Slack until the end of the journey; by default the first member."""
        return await self.people.enter_async_context(Member.present(self.slack.url, user_id or self.users[0]))

    @property
    def users(self) -> list[str]:
        """The ids of the human members."""
        return [member.id for member in self.workspace.members]

    def channel(self, name: str) -> str:
        """Return a channel's id."""
        return next(one.id for one in self.workspace.channels if one.name == name)

    async def at_polytomic(self, switch: str, **body: Any) -> Any:
        """Turn one of the local Polytomic's switches."""
        async with self.http.post(f"{self.polytomic.url}/_sandbox/{switch}", json=body) as response:
            assert response.ok, await response.text()
            return await response.json()

    async def fault_at_slack(self, **fault: Any) -> None:
        """Make the local Slack misbehave."""
        async with self.http.post(f"{self.slack.url}/_sandbox/faults", json=fault) as response:
            assert response.ok, await response.text()

    async def requests_to_slack(self) -> list[Json]:
        """List what the bot asked of Slack."""
        return await self._log(self.slack.url)

    async def requests_to_polytomic(self) -> list[Json]:
        """List what the bot asked of Polytomic."""
        return await self._log(self.polytomic.url)

    async def state_of_polytomic(self) -> Json:
        """Look at Polytomic's connections, syncs and executions."""
        async with self.http.get(f"{self.polytomic.url}/_sandbox/state") as response:
            state: Json = await response.json()
            return state

    async def leads_on(self, card: Json) -> bool:
        """Tell whether the link of a card works still."""
        async with self.http.get(button_of(card, "sign_in")["url"]) as page:
            return page.ok

    async def follow_sign_in(self, card: Json, *, allow: bool = True) -> None:
        """Open the link of a card in a browser, so to speak, and press Allow or Deny."""
        link = button_of(card, "sign_in")["url"]
        async with self.http.get(link) as page:
            assert page.ok
        decision = "allow" if allow else "deny"
        async with self.http.post(link, data={"decision": decision}, allow_redirects=False) as response:
            assert response.status < 400, await response.text()

    async def enter_on_page(self, card: Json, **fields: str) -> int:
        """Open the secure page of a card, fill it in and save; returns the page's status."""
        link = button_of(card, "sign_in")["url"]
        assert "/connect/" in link
        async with self.http.get(link) as page:
            assert page.ok
        return await self.save_page(link, **fields)

    async def save_page(self, link: str, **fields: str) -> int:
        """Send the secure page's form."""
        async with self.http.post(link, data=fields, allow_redirects=False) as response:
            await response.read()
            return response.status

    async def _log(self, url: str) -> list[Json]:
        async with self.http.get(f"{url}/_sandbox/requests") as response:
            answer = await response.json()
            return list(answer["requests"] if isinstance(answer, dict) else answer)


def button_of(message: Json, action_id: str) -> Json:
    """Find a button of a message."""
    return next(
        element
        for block in message["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == action_id
    )


@asynccontextmanager
async def stand_ins(
    database_url: str,
    *,
    way: str = "socket",
    version: str = "2025-09-18",
    schema_delay: float = 0.3,
    **more: Any,
) -> AsyncIterator[World]:
    """Start both stand-ins and say with which settings the bot reaches them."""
    port = free_port()
    unfurl = "127.0.0.1" if more.get("unfurl_links") else None
    app = slack.config.AppConfig(manifest=manifest(unfurl=unfurl), signing_secret=SIGNING_SECRET)
    workspace = slack.Config(app=app, mode=way, request_url=f"http://127.0.0.1:{port}/slack/events")
    there = polytomic.Config(schema_delay_seconds=schema_delay, execution_seconds=1.0)
    in_slack, in_polytomic = await slack.serve(workspace), await polytomic.serve(there)
    settings = GivenSettings(
        slack_bot_token=app.bot_token,
        slack_app_token=app.app_token if way == "socket" else None,
        slack_signing_secret=SIGNING_SECRET,
        slack_api_url=in_slack.api_url,
        polytomic_api_key=there.token,
        polytomic_api_url=in_polytomic.url,
        polytomic_api_version=version,
        database_url=database_url,
        port=port,
        poll_interval_seconds=BEAT_SECONDS,
        **more,
    )
    try:
        async with aiohttp.ClientSession() as http, AsyncExitStack() as people:
            yield World(settings, workspace, in_slack, in_polytomic, http, people)
    finally:
        await in_slack.stop()
        await in_polytomic.stop()


@asynccontextmanager
async def bot_in(world: World) -> AsyncIterator[None]:
    """Run the bot in this process, and wait until Slack reaches it."""
    stop = asyncio.Event()
    async with App.start(world.settings) as app:
        serving = asyncio.create_task(app.serve_until(stop))
        try:
            await until_ready(f"http://127.0.0.1:{world.settings.port}")
            yield
        finally:
            stop.set()
            await serving
