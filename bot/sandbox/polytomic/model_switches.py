"""The switches that make models and model syncs, which the sandbox's API only shows."""

from uuid import uuid4

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.state import Model, ModelSync
from bot.sandbox.polytomic.switch_body import body


class NewModel(BaseModel):
    """A model, which reads from a connection."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    connection_id: str


class NewModelSync(BaseModel):
    """A model sync, which writes what its models read into a connection."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    target_connection_id: str
    model_ids: list[str] = Field(default_factory=list)
    target_object: str = "contacts"
    mode: str = "updateOrCreate"
    active: bool = True


async def add_model(request: web.Request) -> web.Response:
    """Make a model."""
    sandbox, wish = request.app[SANDBOX], await body(request, NewModel)
    if sandbox.connections.get(wish.connection_id) is None:
        raise web.HTTPNotFound(text="no such connection")
    now = sandbox.clock.now()
    model = Model(str(uuid4()), wish.name, wish.connection_id, created_at=now, updated_at=now)
    sandbox.models.add(model)
    return web.json_response({"id": model.id, "name": model.name})


async def add_model_sync(request: web.Request) -> web.Response:
    """Make a model sync."""
    sandbox, wish = request.app[SANDBOX], await body(request, NewModelSync)
    if sandbox.connections.get(wish.target_connection_id) is None:
        raise web.HTTPNotFound(text="no such connection")
    if any(sandbox.models.get(model_id) is None for model_id in wish.model_ids):
        raise web.HTTPNotFound(text="no such model")
    now = sandbox.clock.now()
    sync = ModelSync(id=str(uuid4()), created_at=now, updated_at=now, **wish.model_dump())
    sandbox.model_syncs.add(sync)
    return web.json_response({"id": sync.id, "name": sync.name})
