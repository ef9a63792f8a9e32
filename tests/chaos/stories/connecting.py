"""Stories of connections: made on Polytomic's page or with values that it knows, repaired, and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from days import until
from elsewhere import SNOWFLAKE, make
from inventory import choose
from walks import words_of

from tests.chaos.stories.story import Story, counted, looked_up, settled
from tests.chaos.stories.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shown import Json

    from tests.chaos.scene import Scene

WORKS = "exists and works"
ADDRESS = "https://docs.google.com/spreadsheets/d/1AbC/edit"


class Connect(Walk):
    """A new connection that is known to work in the end."""

    type_id = ""

    def is_over(self, scene: Scene) -> bool:
        """Wait for the card to say so."""
        return any(WORKS in str(one) for one in scene.person.messages.values())

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one connection, told on one card; and in one message at most, once the modal is closed."""
        await until(lambda: settled(scene), "the connection settled")
        there = (await scene.world.state_of_polytomic())["connections"]
        said = [one for one in scene.person.messages.values() if WORKS in str(one)]
        cards = [one for one in said if "'type': 'header'" in str(one)]
        beside = max(1, len(said) - len(cards))  # an edited card rings no bell
        return [
            *counted("connections", len([one for one in there if one["type"] == self.type_id])),
            *counted("cards", len(cards)),
            *(f"{wrong}: {[words_of(one) for one in said]}" for wrong in counted("messages", beside)),
        ]


class ByPage(Connect):
    """Credentials that are entered on Polytomic's page."""

    name = "connect by page"
    type_id = "snowflake"
    command = "connect snowflake"
    answers: ClassVar = {"way": {}}

    async def follow(self, scene: Scene, card: Json) -> None:
        """Enter everything and save."""
        await scene.world.enter_on_page(card, **SNOWFLAKE)


class WithValues(Connect):
    """A setting whose values only Polytomic knows, and a sign-in."""

    name = "connect with values"
    type_id = "gsheets"
    command = "connect gsheets"
    answers: ClassVar = {"connection": {}}

    async def answers_to(self, scene: Scene, view: Json) -> Mapping[str, object]:
        """Take the value as it was typed."""
        return {"field:spreadsheet_id": await looked_up(scene, view, "field:spreadsheet_id", ADDRESS)}


class Repair(Story):
    """New credentials for a connection that stopped working."""

    name = "repair"

    async def before(self, scene: Scene) -> None:
        """Let it stop working."""
        self._id = await make(scene.world, "snowflake", "Warehouse", SNOWFLAKE, healthy=False)

    async def _status(self, scene: Scene) -> str:
        (found,) = (await scene.world.state_of_polytomic())["connections"]
        return str(found["status"])

    async def go(self, scene: Scene) -> None:
        """Give it another password, unless it works by now."""
        await scene.ask("connections")
        view = await scene.modal("connections", "Warehouse")
        if await self._status(scene) == "healthy":
            return
        await scene.person.press(view, "reconnect")
        await scene.person.submit(await scene.modal("way"), {"way": "form"})
        await scene.person.submit(await scene.modal("connection"), {"secret:password": "a-new-one"})
        await scene.modal("done", "has new credentials and works")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect it to work."""
        status = await self._status(scene)
        return [] if status == "healthy" else [f"lost: the new credentials, {status}"]


class Delete(Story):
    """A connection that nobody needs any more."""

    name = "delete"

    async def before(self, scene: Scene) -> None:
        """Make it, and another one that stays."""
        self._id = await make(scene.world, "snowflake", "Old one", SNOWFLAKE)
        await make(scene.world, "snowflake", "Warehouse", SNOWFLAKE)

    async def _names(self, scene: Scene) -> list[str]:
        return [one["name"] for one in (await scene.world.state_of_polytomic())["connections"]]

    async def go(self, scene: Scene) -> None:
        """Delete it, unless it is gone by now."""
        await scene.ask("connections")
        view = await scene.modal("connections", "Warehouse")
        if "Old one" not in await self._names(scene):
            return
        await choose(scene.person, view, self._id, "delete")

        def is_over() -> Json | None:
            top = scene.front
            is_said = top and ("Deleted Old one" in str(top) or "gone already" in str(top))
            return top if is_said else None

        def question() -> Json | None:
            return scene.shows("delete_connection", "")

        view = await scene.see(lambda: question() or is_over(), "the question, or that it is gone")
        if question():  # else it came true after all, a moment ago
            await scene.person.submit(view)
            await scene.see(is_over, "the end of the connection")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect the other one alone."""
        names = await self._names(scene)
        return [] if names == ["Warehouse"] else [f"lost: the deletion, {names}"]
