"""Connections that are made at Polytomic, past the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from days import in_polytomic

if TYPE_CHECKING:
    from shown import Json
    from world import World

SNOWFLAKE = {"account": "uc193736182", "username": "user", "password": "right", "dbname": "db"}
DOMAIN = {"domain": "https://example.my.salesforce.com"}


async def make(world: World, kind: str, name: str, configuration: Json, *, healthy: bool = True) -> str:
    """Make a connection past the bot, healthy or broken; returns its id."""
    body = {"type": kind, "name": name, "configuration": configuration}
    made = (await in_polytomic(world, "POST", "connections", **body))["data"]["id"]
    status = {"status": "healthy"} if healthy else {"status": "unhealthy", "status_error": "token revoked"}
    await world.at_polytomic(f"connections/{made}", **status, cached=True)
    return str(made)


async def make_fresh(world: World, name: str) -> None:
    """Make a connection that nobody has signed in to yet."""
    await in_polytomic(world, "POST", "connections", type="salesforce", name=name, configuration=DOMAIN)
