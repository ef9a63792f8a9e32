"""The door of the API: who comes in, under which version and key, and what goes wrong on order."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus

from aiohttp import web

from bot.sandbox.garbled import send_garbled
from bot.sandbox.polytomic import connect
from bot.sandbox.polytomic.answer import Answer
from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.errors import ApiError, invalid, unauthorized
from bot.sandbox.polytomic.faults import Fault
from bot.sandbox.polytomic.idempotency import checked, fingerprint_of
from bot.sandbox.polytomic.journal import Entry, kept_headers, readable
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.routes import CONNECT_SESSION, CONNECT_SESSION_VERSIONS, find
from bot.sandbox.polytomic.scheduler import catch_up
from bot.sandbox.polytomic.state import Sandbox
from bot.sandbox.polytomic.versions import Version

VERSION_HEADER = "X-Polytomic-Version"
CUT = 0  # what the log notes instead of a status
WELL = Fault()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = logging.getLogger(__name__)


async def enter(request: web.Request) -> web.StreamResponse:
    """Answer one request to the API."""
    sandbox, raw = request.app[SANDBOX], await request.read()
    path = request.match_info["tail"]
    entry = sandbox.journal.add(_entry(sandbox, request, raw))
    fault = sandbox.faults.meet(request.method, f"/api/{path}") or WELL
    if fault.drop == "before":
        return _cut(request, entry)
    version = _shown_version(request)
    try:
        answer = await _admitted(sandbox, request, raw, fault)
    except ApiError as error:
        answer = Answer(error.body(version), error.status)
    if fault.drop == "after":
        return _cut(request, entry)
    entry.status = answer.status
    response = _response(answer, version)
    if fault.garble is not None:
        return await send_garbled(request, fault.garble, answer.encoded(), response.status, response.headers)
    return response


def beside(serve: Callable[[web.Request], Awaitable[web.Response]]) -> Handler:
    """Let requests beside the API be noted, without their query, and meet bad days as well."""

    async def met(request: web.Request) -> web.StreamResponse:
        sandbox, path = request.app[SANDBOX], request.path
        now = stamp(sandbox.clock.now()) or ""
        entry = sandbox.journal.add(Entry(now, request.method, path, {}, kept_headers(request.headers), None))
        fault = sandbox.faults.meet(request.method, path) or WELL
        if fault.drop == "before":
            return _cut(request, entry)
        await asyncio.sleep(fault.delay_seconds)
        answer = _response(_broken(fault), Version.V2025) if fault.status else await serve(request)
        if fault.drop == "after":
            return _cut(request, entry)
        entry.status = answer.status
        if fault.garble is not None:
            body = answer.body if isinstance(answer.body, bytes) else b""
            return await send_garbled(request, fault.garble, body, answer.status, answer.headers)
        return answer

    return met


async def _admitted(sandbox: Sandbox, request: web.Request, raw: bytes, fault: Fault) -> Answer:
    """Check the caller, the version and the endpoint, then do the work once per key."""
    path = request.match_info["tail"]
    if path == CONNECT_SESSION and request.method == "GET":
        return _connect_session(sandbox, request)
    _authenticate(sandbox, request)
    version = _known_version(request)
    route, steps = find(request.method, path, version)
    call = Call(sandbox, version, steps, _query(request), raw)

    async def work() -> Answer:
        await asyncio.sleep(fault.delay_seconds)
        return _broken(fault) if fault.status else _done(route.endpoint, call)

    key = request.headers.get("Idempotency-Key")
    from_gateway = fault.status is not None and not fault.stored  # the API itself never sees the key
    if key is None or request.method == "GET" or from_gateway:
        return await work()
    return await _once(sandbox, checked(key), fingerprint_of(request.method, path, raw), work)


async def _once(
    sandbox: Sandbox, key: str, fingerprint: str, work: Callable[[], Awaitable[Answer]]
) -> Answer:
    now = sandbox.clock.now()
    sandbox.answers.expire(now - timedelta(seconds=sandbox.config.idempotency_seconds))
    return await sandbox.answers.once(key, fingerprint, now, work)


def _done(endpoint: Callable[[Call], Answer], call: Call) -> Answer:
    """Do the endpoint's work; its refusals and its own mistakes are answers too, so that keys keep them."""
    try:
        catch_up(call.sandbox)
        return endpoint(call)
    except ApiError as error:
        return Answer(error.body(call.version), error.status)
    except Exception:  # a mistake of the sandbox must look like the original's own
        log.exception("the sandbox failed")
        failure = ApiError(HTTPStatus.INTERNAL_SERVER_ERROR, "internal server error")
        return Answer(failure.body(call.version), failure.status)


def _connect_session(sandbox: Sandbox, request: web.Request) -> Answer:
    """Answer the holder of a Connect token, which stands in the query or as the bearer."""
    version = _known_version(request)
    if version not in CONNECT_SESSION_VERSIONS:
        raise ApiError(HTTPStatus.NOT_FOUND, "page not found")
    token = request.query.get("token") or _bearer(request)
    return connect.show_session(Call(sandbox, version, {"token": token}, {}, b""))


def _authenticate(sandbox: Sandbox, request: web.Request) -> None:
    if not request.headers.get("Authorization"):
        raise unauthorized("authentication is required")
    if not secrets.compare_digest(_bearer(request).encode(), sandbox.config.token.encode()):
        raise unauthorized("the API key is not valid")


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _known_version(request: web.Request) -> Version:
    given = request.headers.get(VERSION_HEADER)
    if given is None:
        raise invalid(f"the header {VERSION_HEADER} is missing")
    try:
        return Version(given)
    except ValueError:
        raise invalid(f"unknown {VERSION_HEADER} {given!r}; known are {', '.join(Version)}") from None


def _shown_version(request: web.Request) -> Version:
    """Choose the version whose shapes a refusal has, even where the caller named none."""
    try:
        return _known_version(request)
    except ApiError:
        return Version.V2025


def _broken(fault: Fault) -> Answer:
    """Make the answer that a fault orders: a text goes out as it is, anything else as JSON."""
    status = fault.status or HTTPStatus.INTERNAL_SERVER_ERROR
    body = (
        {"status": status, "message": "ordered fault", "metadata": None} if fault.body is None else fault.body
    )
    kind = fault.content_type or ("text/html" if isinstance(body, str) else "application/json")
    return Answer(body, status, {"Content-Type": kind, **fault.headers})


def _response(answer: Answer, version: Version) -> web.Response:
    raw = answer.encoded()
    headers = {VERSION_HEADER: version, **answer.headers}
    if raw:
        headers.setdefault("Content-Type", "application/json")
    return web.Response(body=raw, status=answer.status, headers=headers)


def _query(request: web.Request) -> dict[str, list[str]]:
    return {name: request.query.getall(name) for name in request.query}


def _cut(request: web.Request, entry: Entry) -> web.Response:
    entry.status = CUT
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _entry(sandbox: Sandbox, request: web.Request, raw: bytes) -> Entry:
    return Entry(
        at=stamp(sandbox.clock.now()) or "",
        method=request.method,
        path=f"/api/{request.match_info['tail']}",
        query=_query(request),
        headers=kept_headers(request.headers),
        body=readable(raw),
    )
