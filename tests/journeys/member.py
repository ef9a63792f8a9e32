"""A person in the local Slack: does over HTTP and WebSocket what the page does with clicks and keys."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from shown import Json, action_of, button_in, element_of, state_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

PATIENCE = 20.0  # seconds until a thing that is waited for counts as missing


class Missing(AssertionError):  # noqa: N818 - what a journey misses
    """What was waited for did not come."""


class Member:
    """One member's eyes and hands."""

    def __init__(self, http: aiohttp.ClientSession, url: str, user_id: str) -> None:
        self._http = http
        self._url = url
        self.user_id = user_id
        self.messages: dict[tuple[str, str], Json] = {}
        self.stack: list[Json] = []
        self.home: Json | None = None
        self._news = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def present(cls, url: str, user_id: str) -> AsyncIterator[Self]:
        """Look at Slack while the block runs."""
        async with aiohttp.ClientSession() as http:
            member = cls(http, url, user_id)
            socket = await http.ws_connect(f"{url}/client/stream", params={"as": user_id})
            reading = asyncio.create_task(member._read(socket))
            try:
                yield member
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
                await socket.close()

    async def type(self, channel: str, text: str) -> None:
        """Send a message or a slash command."""
        await self._ok("message", channel=channel, text=text)

    async def use_shortcut(self, callback_id: str, message: Json | None = None) -> None:
        """Choose one of the app's shortcuts: a global one, or in the menu of a message."""
        place = {"channel": message["channel"], "message_ts": message["ts"]} if message else {}
        await self._ok("shortcut", callback_id=callback_id, **place)

    async def dm(self, user_id: str) -> str:
        """Return the id of the direct message channel with somebody."""
        return str((await self._ok("dm", user=user_id))["channel"]["id"])

    async def modal(self, callback_id: str | None = None, *, saying: str = "") -> Json:
        """Wait for a modal with this callback_id that says something."""

        def found() -> Json | None:
            top = self.stack[-1] if self.stack else None
            fits = top and callback_id in {None, top["callback_id"]} and saying in str(top)
            return top if fits else None

        return await self.wait(found, f"modal {callback_id} {saying}")

    async def no_modal(self) -> None:
        """Wait until every modal is gone."""
        await self.wait(lambda: None if self.stack else True, "the modal to close")

    async def submit(self, view: Json, answers: Mapping[str, Any] | None = None) -> Json:
        """Fill a modal in and submit it; returns Slack's answer, errors included."""
        state = state_of(view, answers or {})
        return await self._post("submit", view_id=view["id"], state=state)

    async def close(self, view: Json) -> None:
        """Close a modal."""
        await self._ok("close", view_id=view["id"])

    async def choose(
        self, view: Json, block_id: str, value: str, answers: Mapping[str, Any] | None = None
    ) -> None:
        """Choose something that is sent at once."""
        element = element_of(view, block_id)
        await self._act(
            {"type": "view", "view_id": view["id"]},
            block_id,
            element,
            {"selected_option": {"value": value}},
            state_of(view, answers or {} | {block_id: value}),
        )

    async def tick(self, view: Json, block_id: str) -> None:
        """Tick a box that is sent at once."""
        element = element_of(view, block_id)
        ticked = {"selected_options": element["options"]}
        container = {"type": "view", "view_id": view["id"]}
        await self._act(container, block_id, element, ticked, state_of(view, {block_id: ["yes"]}))

    async def find(self, view: Json, block_id: str, typed: str = "") -> list[Json]:
        """Type into an external select; returns the options, groups flattened."""
        element = element_of(view, block_id)
        answer = await self._ok(
            "options",
            container={"type": "view", "view_id": view["id"]},
            block_id=block_id,
            action_id=element["action_id"],
            value=typed,
        )
        groups = answer.get("option_groups") or [{"options": answer.get("options", [])}]
        return [option for group in groups for option in group["options"]]

    async def press(self, view: Json, action_id: str, answers: Mapping[str, Any] | None = None) -> None:
        """Press a button of a modal, with what is filled in around it."""
        block, element = button_in(view, action_id)
        container = {"type": "view", "view_id": view["id"]}
        await self._act(container, block["block_id"], element, {}, state_of(view, answers or {}))

    async def click(self, message: Json, action_id: str) -> None:
        """Press a button of a message, as it is shown by now; once more if it was drawn anew meanwhile."""
        async with asyncio.timeout(PATIENCE):
            while not (answer := await self.try_to_click(message, action_id))["ok"]:
                assert answer["error"] == "element_not_found", answer
                await asyncio.sleep(0.02)

    async def try_to_click(self, message: Json, action_id: str) -> Json:
        """Press a button of a message, as it is shown by now; returns Slack's answer, errors included."""
        message = self.messages.get((message["channel"], message["ts"]), message)
        if f"'action_id': '{action_id}'" not in str(message):
            return {"ok": False, "error": "element_not_found"}
        block, element = button_in(message, action_id)
        container = {"type": "message", "channel": message["channel"], "message_ts": message["ts"]}
        if message.get("is_ephemeral"):
            container["is_ephemeral"] = True
        return await self._post(
            "action", **action_of(container, block["block_id"], element, {}, {"values": {}})
        )

    async def press_home(self, action_id: str) -> None:
        """Press a button of the Home tab; if it was drawn anew just then, the new one."""

        async def press(view: Json) -> Json:
            block, element = button_in(view, action_id)
            container = {"type": "view", "view_id": view["id"]}
            body = action_of(container, block["block_id"], element, {}, {"values": {}})
            return await self._post("action", **body)

        pressed = self.home or {}
        answer = await press(pressed)
        if answer.get("error") == "element_not_found":
            answer = await press(
                await self.wait(lambda: self.home is not pressed and self.home, "a newer tab")
            )
        assert answer["ok"], answer

    async def open_home(self) -> Json:
        """Open the bot's Home tab and wait for what it shows."""
        answer = await self._ok("home")
        self.home = answer.get("view") or self.home
        return await self.wait(lambda: self.home, "the Home tab")

    async def message(self, *saying: str, channel: str | None = None, thread: str | None = None) -> Json:
        """Wait for a message whose text or blocks say all of this."""

        def found() -> Json | None:
            for message in reversed(self.messages.values()):
                is_there = channel in {None, message["channel"]} and thread in {
                    None,
                    message.get("thread_ts"),
                }
                if is_there and all(words in str(message) for words in saying):
                    return message
            return None

        return await self.wait(found, f"message {saying} in {channel or 'any channel'}")

    async def wait(self, found: Callable[[], Any], what: str) -> Any:
        """Wait until `found` returns something."""
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                while not (result := found()):
                    await self._news.wait()
                return result
        except TimeoutError:
            seen = [message.get("text") for message in self.messages.values()]
            raise Missing(f"no {what}; modal: {self.stack[-1:]}; messages: {seen}") from None

    async def look_back(self, channel: str) -> list[Json]:
        """Read a channel's history."""
        answer = await self._get("history", channel=channel, limit="200")
        for message in answer["messages"]:
            self.messages[message.get("channel", channel), message["ts"]] = message | {"channel": channel}
        return list(answer["messages"])

    async def _act(self, container: Json, block_id: str, element: Json, payload: Json, state: Json) -> None:
        await self._ok("action", **action_of(container, block_id, element, payload, state))

    async def _ok(self, path: str, **body: Any) -> Json:
        answer = await self._post(path, **body)
        assert answer["ok"], (path, body, answer)
        return answer

    async def _post(self, path: str, **body: Any) -> Json:
        async with self._http.post(
            f"{self._url}/client/{path}", json={"as": self.user_id, **body}
        ) as response:
            answer: Json = await response.json()
            return answer

    async def _get(self, path: str, **query: str) -> Json:
        params = {"as": self.user_id, **query}
        async with self._http.get(f"{self._url}/client/{path}", params=params) as response:
            answer: Json = await response.json()
            return answer

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            async with self._news:
                self._take(frame.json())
                self._news.notify_all()

    def _take(self, news: Json) -> None:
        kind = news["type"]
        if "message" in news:
            message = news["message"]
            self.messages[message["channel"], message["ts"]] = message
        elif kind.endswith("deleted"):
            self.messages.pop((news["channel"], news["ts"]), None)
        elif kind == "views":
            self.stack = news["stack"]
        elif kind == "home":
            self.home = news["view"]
