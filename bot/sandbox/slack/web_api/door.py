"""The door to the Web API: tokens, scopes, faults, the record of calls."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.garbled import send_garbled
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.faults import Fault
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.web_api import chat, conversations, files, people, scheduled, unfurl, views
from bot.sandbox.slack.web_api.arguments import charset_warning, read_arguments, read_token
from bot.sandbox.slack.web_api.call import Call, Entry, TokenKind
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
METHODS: dict[str, Entry] = {
    **chat.METHODS,
    **scheduled.METHODS,
    **views.METHODS,
    **conversations.METHODS,
    **people.METHODS,
    **files.METHODS,
    **unfurl.METHODS,
}
_OK, _TOO_MANY = 200, 429


class WebApi:
    """Answers /api/<method> as Slack does."""

    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        self._workspace = workspace
        self._sockets = sockets

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or let the fault strike that was arranged for it."""
        method = request.match_info["method"]
        fault = self._workspace.faults.take(method)
        if fault is not None and fault.drop == "before":
            return cut(request)
        answer, headers, status, arguments = await self._answer(request, method, fault)
        self._record(request, method, arguments, answer, status)
        if fault is not None and fault.drop == "after":
            return cut(request)
        response = web.json_response(answer, status=status, headers=headers)
        return await garbled(request, fault, response)

    async def _answer(
        self, request: web.Request, method: str, fault: Fault | None
    ) -> tuple[Json, dict[str, str], int, Json]:
        """Return the body, the headers, the status, and the arguments that were read."""
        try:
            arguments = await read_arguments(request)
        except SlackError as refusal:
            return refusal.answer(), {}, _OK, {}
        await asyncio.sleep(fault.delay_seconds if fault else 0)  # read before: the caller may be gone then
        token = read_token(request, arguments)
        if fault is not None and (fault.status or fault.error or fault.retry_after is not None):
            return (*_struck(fault), arguments)
        headers = self._scopes(token)
        try:
            answer = {"ok": True, **self._run(method, token, arguments)}
        except SlackError as refusal:
            if refusal.error == "ratelimited":
                return refusal.answer(), {"Retry-After": "1"}, _TOO_MANY, arguments
            answer = refusal.answer()
        return _with_warning(answer, charset_warning(request)), headers, _OK, arguments

    def _scopes(self, token: str | None) -> dict[str, str]:
        """Say which scopes the token has, as Slack does with every answer."""
        if token != self._workspace.app.bot_token:
            return {}
        return {"X-OAuth-Scopes": ",".join(sorted(self._workspace.manifest.scopes))}

    def _run(self, method: str, token: str | None, arguments: Json) -> Json:
        entry = METHODS.get(method)
        if entry is None:
            raise SlackError("unknown_method", req_method=method)
        holder = self._check_token(entry, token)
        self._workspace.allow(*entry.scopes)
        return entry.method(Call(self._workspace, self._sockets, arguments, holder))

    def _check_token(self, entry: Entry, token: str | None) -> TokenKind:
        """Require one of this app's tokens, of the kind that the method asks for; return its kind."""
        if entry.is_open:
            return None
        if token is None:
            raise SlackError("not_authed")
        app = self._workspace.app
        if token not in (app.bot_token, app.app_token):
            raise SlackError("invalid_auth")
        kind: TokenKind = "bot" if token == app.bot_token else "app"
        if entry.holder not in (kind, "either"):
            raise SlackError("not_allowed_token_type")
        return kind

    def _record(self, request: web.Request, method: str, arguments: Json, answer: Json, status: int) -> None:
        self._workspace.requests.add(
            {
                "method": method,
                "http_method": request.method,
                "arguments": arguments,
                "status": status,
                "response": answer,
                "at": self._workspace.clock.now(),
            }
        )


def _with_warning(answer: Json, warning: str | None) -> Json:
    if warning is None:
        return answer
    metadata = {**answer.get("response_metadata", {}), "warnings": [warning]}
    return {**answer, "warning": warning, "response_metadata": metadata}


def _struck(fault: Fault) -> tuple[Json, dict[str, str], int]:
    """Return what a call gets that an arranged fault strikes."""
    limited = fault.status == _TOO_MANY or (fault.retry_after is not None and fault.status is None)
    status = fault.status or (_TOO_MANY if limited else _OK)
    error = fault.error or ("ratelimited" if limited else "internal_error")
    seconds = fault.retry_after if fault.retry_after is not None else 1
    headers = {"Retry-After": str(seconds)} if seconds and (limited or fault.retry_after is not None) else {}
    return {"ok": False, "error": error}, headers, status


async def met(
    workspace: Workspace,
    name: str,
    request: web.Request,
    work: Callable[[Workspace, web.Request], Awaitable[web.Response]],
) -> web.StreamResponse:
    """Work at an address that is no Web API method, unless a fault was arranged for its name."""
    fault = workspace.faults.take_named(name)
    if fault is None:
        return await work(workspace, request)
    await asyncio.sleep(fault.delay_seconds)
    if fault.drop == "before":
        return cut(request)
    if fault.status:
        return web.Response(status=fault.status, text=fault.error or "error", headers=_struck(fault)[1])
    try:
        response = await work(workspace, request)
    except ConnectionError:  # the caller did not wait
        return cut(request)
    return cut(request) if fault.drop == "after" else await garbled(request, fault, response)


async def garbled(request: web.Request, fault: Fault | None, response: web.Response) -> web.StreamResponse:
    """Send a response as it is, or as the fault wants it to arrive."""
    if fault is None or fault.garble is None:
        return response
    body = response.body if isinstance(response.body, bytes) else b""
    return await send_garbled(request, fault.garble, body, response.status, response.headers)


def cut(request: web.Request) -> web.Response:
    """Cut the connection instead of answering; the response is for nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
