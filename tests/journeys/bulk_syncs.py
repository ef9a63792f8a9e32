"""Bulk syncs that are made past the bot, and what people do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from days import in_polytomic
from elsewhere import DOMAIN, SNOWFLAKE, make

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def both_ends(world: World) -> tuple[str, str]:
    """Make a source and a destination past the bot."""
    return (
        await make(world, "salesforce", "Sales prod", DOMAIN),
        await make(world, "snowflake", "Warehouse", SNOWFLAKE),
    )


async def make_sync(world: World, name: str, ends: tuple[str, str], **settings: Any) -> str:
    """Make a bulk sync past the bot; returns its id."""
    known: Json = {
        "name": name,
        "source_connection_id": ends[0],
        "destination_connection_id": ends[1],
        "mode": "replicate",
        "default_schedule": {"frequency": "manual"},
        "destination_configuration": {"schema": "S"},
        "active": True,
        "schemas": ["Account", "Contact"],
    }
    made = await in_polytomic(world, "POST", "bulk/syncs", **known | settings)
    return str(made["data"]["id"])


async def ask(world: World, person: Member, words: str) -> None:
    """Type a command in the channel that most journeys use."""
    await person.type(world.channel("data-ops"), f"/polytomic {words}")


async def choose(person: Member, view: Json, sync_id: str, wish: str) -> None:
    """Choose something in a sync's menu."""
    value = f"{wish}:{sync_id}"
    block = next(one for one in view["blocks"] if value in str(one.get("accessory")))
    await person.choose(view, block["block_id"], value)


async def runs_at(world: World) -> list[Json]:
    """List Polytomic's executions."""
    return list((await world.state_of_polytomic())["executions"])


async def is_active(world: World, sync_id: str) -> bool:
    """Tell whether Polytomic runs a sync by itself."""
    (sync,) = [one for one in (await world.state_of_polytomic())["syncs"] if one["id"] == sync_id]
    return bool(sync["active"])


async def begin_elsewhere(world: World, sync_id: str) -> None:
    """Let the schedule begin a run that goes on for a while, and let some of it pass."""
    await world.at_polytomic("config", execution_seconds=600, cancel_seconds=0.2)
    await world.at_polytomic(f"syncs/{sync_id}/run")
    await world.at_polytomic("clock", advance_seconds=90)


async def start_bodies(world: World) -> list[Json]:
    """List what Polytomic was asked to start."""
    every = await world.requests_to_polytomic()
    return [one["body"] for one in every if one["method"] == "POST" and one["path"].endswith("/executions")]
