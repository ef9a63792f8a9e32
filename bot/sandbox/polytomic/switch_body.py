"""Reading what a switch is told."""

from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.sandbox.polytomic.call import sentence

Body = TypeVar("Body", bound=BaseModel)


async def json_object(request: web.Request) -> dict[str, Any]:
    """Read a body that must be a JSON object."""
    try:
        value = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="the body is not valid JSON") from None
    if not isinstance(value, dict):
        raise web.HTTPBadRequest(text="the body is not a JSON object")
    return value


async def body(request: web.Request, model: type[Body]) -> Body:
    """Read a body as its model says."""
    try:
        return model.model_validate(await json_object(request))
    except ValidationError as error:
        raise web.HTTPBadRequest(text=sentence(error)) from None
