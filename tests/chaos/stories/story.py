"""A wish of somebody's, and what must have come of it in the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import psycopg
from days import rows, until

from tests.chaos.scene import Silence

if TYPE_CHECKING:
    from shown import Json

    from tests.chaos.scene import Scene

LOOKS = 5  # times that a person types into a search again


class Story(ABC):
    """One wish: what was there before, what the person does, and what must be true in the end."""

    name = ""

    async def before(self, scene: Scene) -> None:  # noqa: B027 - most stories need nothing
        """Make what the story needs, before anything goes wrong."""

    @abstractmethod
    async def go(self, scene: Scene) -> None:
        """Do it all; raises Told where the person has to begin again."""

    @abstractmethod
    async def wrongs(self, scene: Scene) -> list[str]:
        """List what is not as it should be in the end, each beginning with "lost" or "doubled"."""


def counted(what: str, number: int, wanted: int = 1) -> list[str]:
    """Say it if there are fewer or more than there should be."""
    if number == wanted:
        return []
    return [f"{'lost' if number < wanted else 'doubled'}: {number} {what} instead of {wanted}"]


async def syncs_at(scene: Scene) -> list[Json]:
    """List Polytomic's bulk syncs."""
    return list((await scene.world.state_of_polytomic())["syncs"])


async def settled(scene: Scene) -> bool:
    """Tell whether nothing is left in the queue."""
    return not await noted(scene, "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")


async def noted(scene: Scene, query: str) -> list[tuple[Any, ...]]:
    """Look into the bot's database, once it is there."""

    async def looked() -> tuple[list[tuple[Any, ...]]] | None:
        try:
            return (await rows(scene.world, query),)
        except psycopg.OperationalError:
            return None

    found: tuple[list[tuple[Any, ...]]] = await until(looked, "the bot's database")
    return found[0]


async def looked_up(scene: Scene, view: Json, block_id: str, typed: str) -> Json:
    """Type into a search until it offers something, as people do; returns the first that may be chosen."""
    for _ in range(LOOKS):
        found = await scene.person.find(view, block_id, typed)
        offered = [one for one in found if one["value"] and typed.lower() in str(one).lower()]
        if offered:
            return offered[0]
    raise Silence(f"nothing found for {typed}; {scene.end()}")
