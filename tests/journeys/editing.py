"""Ways to edit a bulk sync, and what somebody else does to it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulk_syncs import ask
from days import in_polytomic

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

KEPT = ("name", "active", "source_connection_id", "destination_connection_id", "destination_configuration")
SCHEDULE = {"default_schedule": {"frequency": "manual"}}
CONFLICT = {"status": 409, "body": {"status": 409, "message": "the bulk sync is being changed"}, "times": 1}


async def form_of(world: World, person: Member, words: str = "orders") -> Json:
    """Ask to edit a sync and wait for the form."""
    await ask(world, person, f"edit {words}")
    return await person.modal("edit_sync")


async def sync_at(world: World, sync_id: str) -> Json:
    """Look at a sync behind the scenes."""
    state = await world.state_of_polytomic()
    (found,) = [one for one in state["syncs"] if one["id"] == sync_id]
    return dict(found)


async def save_elsewhere(world: World, sync_id: str, **changes: Any) -> None:
    """Let somebody else save a sync, with the official rule that what is left out is reset."""
    whole = (await in_polytomic(world, "GET", f"bulk/syncs/{sync_id}"))["data"]
    kept = {name: whole[name] for name in KEPT}
    await world.at_polytomic("config", user_name="Grace Hopper")
    await in_polytomic(world, "PUT", f"bulk/syncs/{sync_id}", **kept | SCHEDULE | changes)


async def writes(world: World) -> list[str]:
    """List which requests could have changed a sync."""
    every = await world.requests_to_polytomic()
    return [one["method"] for one in every if one["method"] in {"PUT", "PATCH"}]


async def hourly(person: Member, form: Json, minute: str = "30") -> Json:
    """Choose an hourly schedule, and submit the form that this brings."""
    await person.choose(form, "frequency", "hourly")
    form = await person.modal("edit_sync", saying="Minute (UTC)")
    assert (await person.submit(form, {"minute": minute}))["ok"]
    return await person.modal("review_edit")
