"""A small real Bolt app: it shows what a test asks it to show, and keeps what Slack sends it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.app.async_app import AsyncApp

Json = dict[str, Any]
ANY = re.compile(".*", re.DOTALL)

MANIFEST: Json = {
    "display_information": {"name": "Polytomic", "description": "Moves data from here to there"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Polytomic"},
        "slash_commands": [
            {"command": "/polytomic", "description": "Set up syncs", "usage_hint": "new [source]"},
            {"command": "/slow", "description": "Never answered"},
        ],
        "shortcuts": [
            {"name": "New sync", "type": "global", "callback_id": "new", "description": "Start"},
            {"name": "Explain this", "type": "message", "callback_id": "explain", "description": "Explain"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:write", "files:write"]}},
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    """Make a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Make a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(word: str) -> Json:
    """Make an option whose value is its text in small letters."""
    return {"text": plain(word), "value": word.lower()}


def field(block_id: str, element: Json, **more: Any) -> Json:
    """Make an input block whose label is its block_id in capitals and whose action_id is `it`."""
    element = {"action_id": "it", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id.title()),
        "element": element,
        **more,
    }


def modal(*blocks: Json, title: str = "A form", **more: Any) -> Json:
    """Make a modal with Send and Cancel."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": list(blocks),
        **more,
    }


class PageApp:
    """What the Bolt app shows and answers, and what reached it."""

    def __init__(self, bolt: AsyncApp) -> None:
        self.client = bolt.client
        self.form: Json = modal(field("name", {"type": "plain_text_input"}))
        self.answer: Json = {}
        self.offer: Callable[[str], Json] = lambda _typed: {"options": []}
        self.deaf: set[str] = set()
        self._came: asyncio.Queue[Json] = asyncio.Queue()
        bolt.command("/polytomic")(self._command)
        bolt.command("/slow")(self._unanswered)
        bolt.shortcut(ANY)(self._keep)
        bolt.action(ANY)(self._act)
        bolt.view_submission(ANY)(self._submitted)
        bolt.view_closed(ANY)(self._keep)
        bolt.options(ANY)(self._options)
        bolt.event("app_home_opened")(self._home_opened)

    async def came(self, kind: str) -> Json:
        """Wait for the next payload of a kind; others that came before it are dropped."""
        async with asyncio.timeout(10):
            while True:
                body = await self._came.get()
                if body.get("type", body.get("command")) == kind:
                    return body

    async def action(self) -> Json:
        """Wait for the next block_actions, and return its only action."""
        body = await self.came("block_actions")
        (action,) = body["actions"]
        return dict(action)

    async def _keep(self, ack: Any, body: Json) -> None:
        await ack()
        self._came.put_nowait(body)

    async def _act(self, ack: Any, body: Json) -> None:
        if body["actions"][0]["action_id"] not in self.deaf:
            await ack()
        self._came.put_nowait(body)

    async def _command(self, ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=self.form)
        self._came.put_nowait(body)

    async def _unanswered(self, body: Json) -> None:
        self._came.put_nowait(body)

    async def _submitted(self, ack: Any, body: Json) -> None:
        if self.answer is not None and "submit" not in self.deaf:
            await ack(**self.answer)
        self._came.put_nowait(body)

    async def _options(self, ack: Any, body: Json) -> None:
        await ack(**self.offer(body["value"]))
        self._came.put_nowait(body)

    async def _home_opened(self, event: Json) -> None:
        self._came.put_nowait(event)
