"""Ways through a setup that several journeys take, and what a person reads on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from days import rows, until
from shown import element_of
from steps import card_of, connect_both, say_yes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from member import Member
    from shown import Json
    from world import World

NAME = "Salesforce Bulk Sync"
ANNOUNCED = "created the bulk sync"
OBJECTS = "Account, Contact"


def words_of(shown: Json) -> str:
    """Join everything that a message or a view says, as it is written."""
    parts: list[str] = []
    _gather(shown.get("blocks", []), parts)
    return "\n".join(parts)


def _gather(item: object, parts: list[str]) -> None:
    if isinstance(item, list):
        for one in item:
            _gather(one, parts)
    elif isinstance(item, dict):
        for name, value in item.items():
            if name in {"text", "initial_value"} and isinstance(value, str):
                parts.append(value)
            else:
                _gather(value, parts)


def typed_in(view: Json, block_id: str) -> str | None:
    """Return what a text input of a view shows at first."""
    value = element_of(view, block_id).get("initial_value")
    return None if value is None else str(value)


async def plan_with(person: Member, answers: Mapping[str, object]) -> Json:
    """Fill in the last form, drawn again for each choice that brings questions; returns Slack's answer."""
    form = await person.modal("plan")
    for block_id, brings in (("choice", "object_"), ("frequency", "'minute'")):
        chosen = answers.get(block_id)
        if chosen in {"named", "hourly", "daily", "weekly"}:
            await person.choose(form, block_id, str(chosen), _known(form, answers))
            form = await person.modal("plan", saying=brings)
    return await person.submit(form, answers)


def _known(form: Json, answers: Mapping[str, object]) -> dict[str, object]:
    asked = {block["block_id"] for block in form["blocks"]}
    return {name: value for name, value in answers.items() if name in asked}


async def to_plan(person: Member, channel: str) -> Json:
    """Make both connections and wait for the last form."""
    await connect_both(person, channel)
    return await person.modal("plan")


async def at_once(world: World) -> None:
    """Let Polytomic know a source's objects as soon as somebody signs in."""
    await world.at_polytomic("config", schema_delay_seconds=0)


async def until_done(world: World, person: Member) -> Json:
    """Say yes to the summary, sign in, and wait until the card says that the bulk sync exists."""
    await say_yes(person)
    await person.modal("done")
    await at_once(world)
    await world.follow_sign_in(await card_of(world, person, "'sign_in'"))
    return await card_of(world, person, "The bulk sync exists")


async def requests_for(world: World, method: str, path: str) -> list[Json]:
    """List the requests of one kind that Polytomic got."""
    every = await world.requests_to_polytomic()
    return [one for one in every if one["method"] == method and one["path"] == path]


async def until_no_setup(world: World) -> None:
    """Wait until no setup is left behind."""

    async def holds() -> bool:
        return not await rows(world, "SELECT id FROM setups")

    await until(holds, "no setup")
