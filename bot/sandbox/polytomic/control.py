"""The switches under `/_sandbox/`: for tests and demonstrations, on loopback only."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.sandbox.polytomic.call import sentence
from bot.sandbox.polytomic.config import Config
from bot.sandbox.polytomic.executions import begin, is_running
from bot.sandbox.polytomic.faults import Fault
from bot.sandbox.polytomic.health import heal, hurt, refresh
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.model_switches import add_model, add_model_sync
from bot.sandbox.polytomic.progress import Execution, Plan, Status, progress
from bot.sandbox.polytomic.state import BulkSync, Sandbox
from bot.sandbox.polytomic.switch_body import body, json_object

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Health(BaseModel):
    """How a connection shall be from now on; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    status: str | None = None
    status_error: str | None = None
    cached: bool | None = Field(None, description="whether its schemas are cached, now or never")
    objects: int | None = Field(None, ge=0, description="how many objects it has")


class NextExecution(BaseModel):
    """How the next run shall end."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["completed", "failed", "errors", "interrupted"]
    message: str | None = None
    times: int = Field(1, ge=1)


class Advance(BaseModel):
    """How far the clock shall jump."""

    model_config = ConfigDict(extra="forbid")

    advance_seconds: float = Field(ge=0)


async def add_fault(request: web.Request) -> web.Response:
    """Order a fault."""
    fault = await body(request, Fault)
    request.app[SANDBOX].faults.add(fault)
    return web.json_response(fault.model_dump(mode="json"))


async def list_faults(request: web.Request) -> web.Response:
    """List the faults on order."""
    return web.json_response([fault.model_dump(mode="json") for fault in request.app[SANDBOX].faults])


async def clear_faults(request: web.Request) -> web.Response:
    """Call off every fault."""
    request.app[SANDBOX].faults.clear()
    return web.json_response({})


async def list_requests(request: web.Request) -> web.Response:
    """List the requests to the API, oldest first; `method` and `path` choose, `path` by its beginning."""
    method, path = request.query.get("method"), request.query.get("path", "")
    entries = request.app[SANDBOX].journal
    return web.json_response(
        [entry for entry in entries if method in {None, entry["method"]} and entry["path"].startswith(path)]
    )


async def clear_requests(request: web.Request) -> web.Response:
    """Begin a new log."""
    request.app[SANDBOX].journal.clear()
    return web.json_response({})


async def set_health(request: web.Request) -> web.Response:
    """Break or heal a connection."""
    sandbox, wish = request.app[SANDBOX], await body(request, Health)
    item = sandbox.connections.get(request.match_info["connection"])
    if item is None:
        raise web.HTTPNotFound(text="no such connection")
    if wish.status == "healthy":
        heal(sandbox, item)
    elif wish.status is not None:
        hurt(item, wish.status_error or "")
        item.status, item.status_error = wish.status, wish.status_error
    if wish.objects is not None:
        item.object_count = wish.objects
    if wish.cached is not None:
        refresh(sandbox, item)
        item.refresh_ends = item.refresh_started if wish.cached else None
    return web.json_response(_connection(item))


async def plan_execution(request: web.Request) -> web.Response:
    """Say how the next runs end."""
    wish = await body(request, NextExecution)
    request.app[SANDBOX].plans.extend([Plan(Status(wish.outcome), wish.message)] * wish.times)
    return web.json_response({"planned": len(request.app[SANDBOX].plans)})


async def run_sync(request: web.Request) -> web.Response:
    """Begin a run as the schedule would, past whoever is watching."""
    sandbox = request.app[SANDBOX]
    sync = sandbox.syncs.get(request.match_info["sync"])
    if sync is None:
        raise web.HTTPNotFound(text="no such bulk sync")
    if is_running(sandbox, sync):
        raise web.HTTPConflict(text="already running")
    return web.json_response(_execution(sandbox, begin(sandbox, sync, kind="scheduled")))


async def move_clock(request: web.Request) -> web.Response:
    """Let time pass."""
    wish = await body(request, Advance)
    request.app[SANDBOX].clock.advance(wish.advance_seconds)
    return web.json_response({"now": request.app[SANDBOX].clock.now().isoformat()})


async def configure(request: web.Request) -> web.Response:
    """Change settings; those that are not named stay."""
    config = request.app[SANDBOX].config
    asked = await json_object(request)
    try:
        changed = Config.model_validate({**config.model_dump(), **asked})
    except ValidationError as error:
        raise web.HTTPBadRequest(text=sentence(error)) from None
    for name in asked:
        setattr(config, name, getattr(changed, name))
    return web.json_response(config.model_dump(exclude={"token"}))


async def show_state(request: web.Request) -> web.Response:
    """Sum up connections, bulk syncs, models, model syncs and runs."""
    sandbox = request.app[SANDBOX]
    return web.json_response(
        {
            "connections": [_connection(item) for item in sandbox.connections],
            "syncs": [_sync(sync) for sync in sandbox.syncs],
            "models": [
                {"id": model.id, "name": model.name, "connection_id": model.connection_id}
                for model in sandbox.models
            ],
            "model_syncs": [
                {
                    "id": sync.id,
                    "name": sync.name,
                    "target_connection_id": sync.target_connection_id,
                    "model_ids": sync.model_ids,
                }
                for sync in sandbox.model_syncs
            ],
            "executions": [_execution(sandbox, run) for sync in sandbox.syncs for run in sync.executions],
        }
    )


async def forget(request: web.Request) -> web.Response:
    """Empty the organization."""
    request.app[SANDBOX].forget()
    return web.json_response({})


def _connection(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "type": item.type,
        "status": item.status,
        "status_error": item.status_error,
    }


def _sync(sync: BulkSync) -> dict[str, Any]:
    """Sum up a bulk sync; `fields` has those schemas of which only some fields were chosen."""
    return {
        "id": sync.id,
        "name": sync.name,
        "active": sync.active,
        "schemas": sync.enabled,
        "fields": {
            schema: sync.schemas[schema]["fields"]
            for schema in sync.enabled
            if sync.schemas[schema].get("fields") is not None
        },
        "source_connection_id": sync.source_id,
        "destination_connection_id": sync.destination_id,
        "mode": sync.settings["mode"],
        "schedule": sync.settings["schedule"],
        "destination_configuration": sync.settings["destination_configuration"],
        "settings": sync.settings,
    }


def _execution(sandbox: Sandbox, run: Execution) -> dict[str, Any]:
    current = progress(run, sandbox.clock.now())
    return {
        "id": run.id,
        "sync_id": run.sync_id,
        "status": current.status,
        "type": run.type,
        "record_count": current.record_count,
    }


SWITCHES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "faults", add_fault),
    ("GET", "faults", list_faults),
    ("DELETE", "faults", clear_faults),
    ("GET", "requests", list_requests),
    ("DELETE", "requests", clear_requests),
    ("POST", "connections/{connection}", set_health),
    ("POST", "executions/next", plan_execution),
    ("POST", "syncs/{sync}/run", run_sync),
    ("POST", "models", add_model),
    ("POST", "model_syncs", add_model_sync),
    ("POST", "clock", move_clock),
    ("POST", "config", configure),
    ("GET", "state", show_state),
    ("DELETE", "state", forget),
)
