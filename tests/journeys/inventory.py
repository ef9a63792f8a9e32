"""What people do in the list of connections, and what they read there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from days import in_polytomic
from walks import words_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def sync(world: World, name: str, source: str, destination: str) -> None:
    """Make a bulk sync past the bot."""
    await in_polytomic(
        world,
        "POST",
        "bulk/syncs",
        name=name,
        source_connection_id=source,
        destination_connection_id=destination,
        mode="replicate",
        default_schedule={"frequency": "manual"},
        destination_configuration={"schema": "S"},
    )


async def listed(world: World, person: Member, words: str = "", *, saying: str = "") -> Json:
    """Ask for the list of connections and wait for it."""
    await person.type(world.channel("data-ops"), f"/polytomic connections {words}".strip())
    return await person.modal("connections", saying=saying)


async def choose(person: Member, view: Json, connection_id: str, verb: str) -> None:
    """Choose something in a connection's menu."""
    value = f"{verb}:{connection_id}"
    block = next(one for one in view["blocks"] if value in str(one.get("accessory")))
    await person.choose(view, block["block_id"], value)


def entry(view: Json, name: str) -> str:
    """Return what the list says of one connection."""
    return next(
        text for text in (words_of({"blocks": [one]}) for one in view["blocks"]) if f"*{name}* ·" in text
    )


async def names_at(world: World, what: str) -> list[str]:
    """Name what there is at Polytomic."""
    return [one["name"] for one in (await world.state_of_polytomic())[what]]


async def model_sync(world: World, source: str, destination: str) -> None:
    """Make a model, and a model sync that reads from it."""
    model = await world.at_polytomic("models", name="Users", connection_id=source)
    await world.at_polytomic(
        "model_syncs", name="Leads", target_connection_id=destination, model_ids=[model["id"]]
    )
