"""The page's own API, under /client."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.sandbox.slack.client import requests as ask
from bot.sandbox.slack.client.reading import boot, first_person, history
from bot.sandbox.slack.client.stream import Streams
from bot.sandbox.slack.client.writing import Writing
from bot.sandbox.slack.errors import NotDelivered, Refused, SlackError
from bot.sandbox.slack.interactions import Interactions
from bot.sandbox.slack.submissions import TROUBLE, Submissions
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
Asked = TypeVar("Asked", bound=BaseModel)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_SENTENCES = {
    "channel_not_found": "There is no such conversation.",
    "is_archived": "This channel is archived.",
    "not_in_channel": "Join the channel to write in it.",
    "no_text": "There is nothing to send.",
    "msg_too_long": "This message is too long.",
    "thread_not_found": "This thread is not there any more.",
    "user_not_found": "There is no such person in this workspace.",
}


def answering(work: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    """Turn what a handler returns or raises into the page's JSON."""

    @functools.wraps(work)
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response({"ok": True, **await work(request)})
        except Refused as refusal:
            return web.json_response(refusal.answer())
        except NotDelivered as failure:
            return web.json_response({"ok": False, "error": failure.reason, "message": TROUBLE})
        except SlackError as refusal:
            sentence = _SENTENCES.get(refusal.error, f"Slack refused this: {refusal.error}.")
            return web.json_response({"ok": False, "error": refusal.error, "message": sentence})

    return handle


class ClientApi:
    """Routes the page's requests to what they wish for."""

    def __init__(
        self, workspace: Workspace, interactions: Interactions, submissions: Submissions, writing: Writing
    ) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._submissions = submissions
        self._writing = writing
        self._streams = Streams(workspace)

    def routes(self) -> list[web.RouteDef]:
        """Every route of the page's API."""
        posts = {
            "message": self._message,
            "action": self._action,
            "options": self._options,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "home": self._home,
            "dm": self._direct,
            "join": self._join,
            "read": self._read,
        }
        return [
            web.get("/client/boot", answering(self._boot)),
            web.get("/client/history", answering(self._history)),
            web.get("/client/stream", self._stream),
            *(web.post(f"/client/{name}", answering(work)) for name, work in posts.items()),
        ]

    async def close(self) -> None:
        """End the streams of all pages."""
        await self._streams.close()

    async def _asked(self, request: web.Request, kind: type[Asked]) -> Asked:
        """Read the request's body; a person who is not there is refused, a wrong body is a 400."""
        try:
            asked = kind.model_validate_json(await request.read())
        except ValidationError as error:
            words = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
            body = {"ok": False, "error": "malformed", "message": f"The page sent something odd: {words}"}
            raise web.HTTPBadRequest(
                text=web.json_response(body).text, content_type="application/json"
            ) from None
        self._workspace.person(getattr(asked, "acting", ""))
        return asked

    def _acting(self, request: web.Request) -> str:
        """Return the member that a GET acts as."""
        return self._workspace.person(request.query.get("as") or first_person(self._workspace)).id

    async def _boot(self, request: web.Request) -> Json:
        return boot(self._workspace, self._acting(request))

    async def _history(self, request: web.Request) -> Json:
        user = self._acting(request)
        channel = self._workspace.seen_by(user, request.query.get("channel"))
        limit = request.query.get("limit", "200")
        return history(channel, user, int(limit) if limit.isdecimal() else 200)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        try:
            user = self._acting(request)
        except Refused as refusal:
            raise web.HTTPForbidden(text=refusal.message) from None
        return await self._streams.serve(request, user)

    async def _message(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.Typed)
        return await self._writing.write(asked.acting, asked.channel, asked.text, asked.thread_ts)

    async def _action(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.Used)
        wish = {"payload": asked.payload, "state": asked.state}
        container = asked.container.model_dump()
        await self._interactions.act(asked.acting, container, (asked.block_id, asked.action_id), wish)
        return {}

    async def _options(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.Searched)
        wish = {"value": asked.value, "state": asked.state}
        container = asked.container.model_dump()
        return await self._interactions.suggest(
            asked.acting, container, (asked.block_id, asked.action_id), wish
        )

    async def _submit(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.Submitted)
        return {"result": await self._submissions.submit(asked.acting, asked.view_id, asked.state)}

    async def _close(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.Closed)
        await self._submissions.close(asked.acting, asked.view_id, clear=asked.clear)
        return {}

    async def _shortcut(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.ShortcutUsed)
        place = (asked.channel, asked.message_ts) if asked.message_ts else None
        await self._interactions.shortcut(asked.acting, asked.callback_id, place)
        return {}

    async def _home(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.HomeOpened)
        return {"view": self._writing.open_home(asked.acting)}

    async def _direct(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.DirectOpened)
        return {"channel": self._writing.open_direct(asked.acting, asked.other)}

    async def _join(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.ChannelNamed)
        return {"channel": self._writing.join(asked.acting, asked.channel)}

    async def _read(self, request: web.Request) -> Json:
        asked = await self._asked(request, ask.ChannelNamed)
        self._writing.read(asked.acting, asked.channel)
        return {}
