"""What a run writes down: log files at signed addresses, and the last lines of its console."""

import gzip
import hashlib
import hmac
from datetime import datetime, timedelta
from http import HTTPStatus

from aiohttp import web

from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.progress import Execution, SchemaProgress, Status, progress
from bot.sandbox.polytomic.state import Sandbox

CONSOLE_LINES = 50
Line = dict[str, str | None]
_WRONG = frozenset({Status.FAILED, Status.INTERRUPTED})


def addresses(sandbox: Sandbox, run: Execution) -> list[str]:
    """Sign the addresses of a run's files; a run that goes on has none yet."""
    if not progress(run, sandbox.clock.now()).is_over:
        return []
    ends = int(expires(sandbox).timestamp())
    ending = "log.gz" if sandbox.config.packed_logs else "log"
    path = f"logs/{run.id}.{ending}"
    return [f"{sandbox.link(path)}?expires={ends}&signature={_signature(sandbox, path, ends)}"]


def expires(sandbox: Sandbox) -> datetime:
    """Tell until when an address that is signed now works."""
    return sandbox.clock.now() + timedelta(seconds=sandbox.config.log_link_seconds)


def _signature(sandbox: Sandbox, path: str, ends: int) -> str:
    return hmac.new(sandbox.config.token.encode(), f"{path}{ends}".encode(), hashlib.sha256).hexdigest()


async def serve(request: web.Request) -> web.Response:
    """Give a file to whoever has its address, and to nobody who brings another key, as storage does."""
    sandbox, wanted = request.app[SANDBOX], request.match_info["execution"]
    if "Authorization" in request.headers:
        return _refused(HTTPStatus.BAD_REQUEST, "Only one auth mechanism is allowed.")
    path, ends = request.path.lstrip("/"), request.query.get("expires", "")
    signed = _signature(sandbox, path, int(ends)) if ends.isdecimal() else ""
    if not signed or not hmac.compare_digest(signed, request.query.get("signature", "")):
        return _refused(HTTPStatus.FORBIDDEN, "The signature does not match.")
    if int(ends) <= sandbox.clock.now().timestamp():
        return _refused(HTTPStatus.FORBIDDEN, "The request has expired.")
    run = next((run for sync in sandbox.syncs for run in sync.executions if run.id == wanted), None)
    if run is None:
        return _refused(HTTPStatus.NOT_FOUND, "The key does not exist.")
    content = _content(sandbox, run)
    is_packed = path.endswith(".gz")
    return web.Response(body=gzip.compress(content) if is_packed else content, content_type="text/plain")


def _refused(status: HTTPStatus, why: str) -> web.Response:
    return web.Response(text=f"<Error><Message>{why}</Message></Error>", status=status)


def _content(sandbox: Sandbox, run: Execution) -> bytes:
    lines = [f"{line['timestamp']} {line['level']:5} {line['message']}" for line in _lines(sandbox, run)]
    text = "\n".join([*lines, ""]).encode()
    return text.ljust(sandbox.config.log_bytes, b"\n")


def console(sandbox: Sandbox, run: Execution, limit: int) -> dict[str, object]:
    """Return the last lines that a run has written."""
    every = _lines(sandbox, run)
    entries: list[dict[str, object]] = [
        {"id": f"{number}-0", "payload": {}, **line} for number, line in enumerate(every, start=1)
    ]
    shown = entries[-min(limit, CONSOLE_LINES) :]
    return {"entries": shown, "next_cursor": shown[-1]["id"] if shown else None}


def _lines(sandbox: Sandbox, run: Execution) -> list[Line]:
    """Write down how the objects fared, and last how all of it ended."""
    current = progress(run, sandbox.clock.now())
    lines = [_line("info", f"Execution {run.id} was created.", run.created_at)]
    for schema in current.schemas:
        if schema.completed_at is not None:
            level = "error" if schema.status in _WRONG else "info"
            lines.append(_line(level, _fared(schema), schema.completed_at))
    if current.completed_at is not None:
        level = "info" if current.status == Status.COMPLETED else "error"
        lines.append(_line(level, current.message or f"Execution {current.status}.", current.completed_at))
    return lines


def _fared(schema: SchemaProgress) -> str:
    why = f": {schema.message}" if schema.message else ""
    return f"{schema.schema}: {schema.status}, {schema.record_count} records{why}"


def _line(level: str, message: str, at: datetime) -> Line:
    return {"level": level, "message": message, "timestamp": stamp(at)}
