"""A sandbox that listens, a Bolt app connected to it, and a person at the page: what the tests drive."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack import Config, Running, serve

ADA, BEN, DIEGO = "U0ADA000001", "U0BEN000002", "U0DIEGO0004"
GENERAL, DATA_OPS, DATA_TEAM, FINANCE = "C0GENERAL01", "C0DATAOPS02", "C0DATATEAM3", "C0FINANCE04"
BOT = "U0SANDBOXBT"

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Polytomic", "description": "Moves data"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Polytomic"},
        "slash_commands": [
            {"command": "/try", "description": "Try it", "usage_hint": "[words]", "should_escape": True},
            {"command": "/raw", "description": "Try it as typed"},
        ],
        "shortcuts": [
            {"name": "New", "type": "global", "callback_id": "new", "description": "Start"},
            {"name": "About", "type": "message", "callback_id": "about", "description": "Explain"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "channels:read",
                "groups:read",
                "im:read",
                "im:write",
                "users:read",
                "files:write",
            ]
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "app_mention"]},
        "socket_mode_enabled": True,
    },
}


def config(**changes: Any) -> Config:
    """Make a small workspace whose app has the manifest above; acknowledgements are due in half a second."""
    app = {"manifest": MANIFEST, **changes.pop("app", {})}
    return Config.model_validate(
        {"app": app, "ack_seconds": 0.5, "event_retry_seconds": (0, 0.05), **changes}
    )


class Person:
    """Somebody at the page: calls its API and hears its news."""

    def __init__(self, session: aiohttp.ClientSession, url: str, user: str) -> None:
        self._session = session
        self._url = url
        self.user = user
        self.news: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        """POST to the page's API."""
        async with self._session.post(f"{self._url}/client/{path}", json={"as": self.user, **body}) as answer:
            return await answer.json()

    async def see(self, path: str, **query: Any) -> dict[str, Any]:
        """GET from the page's API."""
        params = {"as": self.user, **query}
        async with self._session.get(f"{self._url}/client/{path}", params=params) as answer:
            return await answer.json()

    async def type(self, text: str, channel: str = DATA_OPS, **more: Any) -> dict[str, Any]:
        """Write in a channel."""
        return await self.ask("message", channel=channel, text=text, **more)

    async def listen(self) -> None:
        """Keep every piece of news."""
        async with self._session.ws_connect(f"{self._url}/client/stream?as={self.user}") as socket:
            async for message in socket:
                self.news.append(message.json())
                self._arrived.set()

    async def hears(
        self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> dict[str, Any]:
        """Wait for news of that kind, and take it."""
        async with asyncio.timeout(5):
            while True:
                for item in self.news:
                    if item["type"] == kind and fits(item):
                        self.news.remove(item)
                        return item
                self._arrived.clear()
                await self._arrived.wait()

    async def modal(self, title: str | None = None) -> dict[str, Any]:
        """Wait for a modal to be on top, of that title if one is given."""
        item = await self.hears(
            "views", lambda item: bool(item["stack"]) and title in (None, item["stack"][-1]["title"]["text"])
        )
        view: dict[str, Any] = item["stack"][-1]
        return view


@asynccontextmanager
async def running(configuration: Config) -> AsyncIterator[Running]:
    """Run a sandbox for as long as the block does."""
    sandbox = await serve(configuration)
    try:
        yield sandbox
    finally:
        await sandbox.stop()


class Recorder:
    """A Bolt app that takes everything, keeps it, and answers as it is told."""

    def __init__(self, bolt: AsyncApp) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.silent: set[str] = set()
        self._bodies: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        anything = re.compile(".*")
        for listen in (bolt.command, bolt.action, bolt.options, bolt.shortcut):
            listen(anything)(self._take)
        bolt.view({"type": "view_submission", "callback_id": anything})(self._take)
        bolt.view({"type": "view_closed", "callback_id": anything})(self._take)
        bolt.event(anything)(self._take)

    async def _take(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        kind = body.get("type") or "command"
        if kind not in self.silent:
            await ack(**self.answers.get(kind, {}))
        self._bodies.append(body)
        self._arrived.set()

    async def gets(self, kind: str) -> dict[str, Any]:
        """Wait for a payload of that kind, and take it."""
        async with asyncio.timeout(5):
            while True:
                for body in self._bodies:
                    if (body.get("type") or "command") == kind:
                        self._bodies.remove(body)
                        return body
                self._arrived.clear()
                await self._arrived.wait()

    async def trigger(self, person: "Person") -> str:
        """Let somebody type a command; the trigger_id that came with it."""
        await person.type("/try")
        trigger_id: str = (await self.gets("command"))["trigger_id"]
        return trigger_id


@asynccontextmanager
async def connected(bolt: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connect a Bolt app by Socket Mode, for as long as the block runs."""
    handler = AsyncSocketModeHandler(bolt, "xapp-sandbox")
    try:
        await handler.connect_async()
        yield handler
    finally:
        await handler.close_async()


@asynccontextmanager
async def at_the_page(
    sandbox: Running, session: aiohttp.ClientSession, user: str = ADA
) -> AsyncIterator[Person]:
    """Somebody at the page, listening."""
    person = Person(session, sandbox.url, user)
    listening = asyncio.create_task(person.listen())
    try:
        await person.hears("views")
        yield person
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


def plain(text: str) -> dict[str, Any]:
    """Write a plain_text object."""
    return {"type": "plain_text", "text": text}


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Write an input block around an element whose action_id is `it`."""
    block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": {"action_id": "it", **element},
    }
    return {**block, **more}


def options(*names: str) -> list[dict[str, Any]]:
    """Write options whose text is their value."""
    return [{"text": plain(name), "value": name} for name in names]


def modal(title: str, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Write a modal with a button."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Go"),
        "blocks": list(blocks),
        **more,
    }


TEXT = {"type": "plain_text_input"}


async def refused(work: Awaitable[Any]) -> dict[str, Any]:
    """Wait for a Web API call that must fail; what Slack answered."""
    try:
        await work
    except SlackApiError as error:
        answer: dict[str, Any] = error.response.data
        return answer
    raise AssertionError("Slack took what it should have refused")
