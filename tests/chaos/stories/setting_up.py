"""Stories of setups."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from days import until
from elsewhere import make
from steps import SALESFORCE, SNOWFLAKE
from walks import ANNOUNCED

from tests.chaos.stories.story import counted, looked_up, settled
from tests.chaos.stories.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shown import Json

    from tests.chaos.scene import Scene

NAME = "Salesforce Bulk Sync"
CHOOSE = "choose_fields"
DATABASE = {
    "hostname": "db.example.com",
    "username": "loader",
    "password": "a-good-one",
    "database": "app",
    "port": 5432,
}


class Announced(Walk):
    """A bulk sync that is created and announced."""

    def is_over(self, scene: Scene) -> bool:
        """Wait for the announcement."""
        return bool(self._announcements(scene))

    def _announcements(self, scene: Scene) -> list[Json]:
        every = scene.person.messages.values()
        return [one for one in every if ANNOUNCED in str(one) and one["channel"] == scene.channel]

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one bulk sync, announced once."""
        await until(lambda: settled(scene), "the setup settled")
        there = await scene.world.state_of_polytomic()
        return [
            *counted("bulk syncs", len(there["syncs"])),
            *counted("announcements", len(self._announcements(scene))),
        ]


class SetUp(Announced):
    """Two new connections, one that is signed in to, a bulk sync, and its announcement."""

    name = "set up"
    command = "new salesforce snowflake"
    answers: ClassVar = {
        "way": {"way": "form"},
        "connection": {},
        "plan": {"name": NAME, "choice": "all"},
        "summary": {},
    }

    async def answers_to(self, scene: Scene, view: Json) -> Mapping[str, object]:
        """Fill in whichever connection is asked for, and where it shall be announced."""
        if view["callback_id"] == "connection":
            return SNOWFLAKE if "Snowflake" in str(view["blocks"]) else SALESFORCE
        here = {"channel_id": scene.channel} if view["callback_id"] == "plan" else {}
        return {**await super().answers_to(scene, view), **here}

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one connection of each kind, too."""
        wrongs = await super().wrongs(scene)
        there = await scene.world.state_of_polytomic()
        kinds = Counter(one["type"] for one in there["connections"])
        return [
            *counted("Salesforce connections", kinds["salesforce"]),
            *counted("Snowflake connections", kinds["snowflake"]),
            *wrongs,
        ]


class ChosenFields(Announced):
    """Two connections that exist, and one field of one object, which is chosen on top of the form."""

    name = "choose fields"
    command = 'new "App DB" "Target"'
    answers: ClassVar = {"plan": {"name": "Copy", "choice": "all"}, "summary": {}}

    async def before(self, scene: Scene) -> None:
        """Make the connections."""
        for name in ("App DB", "Target"):
            await make(scene.world, "postgresql", name, DATABASE)

    async def fill(self, scene: Scene, view: Json) -> None:
        """Choose the field before the form that asks for the objects is submitted."""
        if view["callback_id"] == "plan":
            view = await self._with_field(scene, view)
        await super().fill(scene, view)

    async def answers_to(self, scene: Scene, view: Json) -> Mapping[str, object]:
        """Fill in where it shall be announced."""
        here = {"channel_id": scene.channel} if view["callback_id"] == "plan" else {}
        return {**await super().answers_to(scene, view), **here}

    async def _with_field(self, scene: Scene, form: Json) -> Json:
        """Choose a field; returns the form as it is drawn then."""
        if CHOOSE not in str(form):
            await scene.person.press(form, "show_advanced", self.answers["plan"])
            form = await scene.modal("plan", CHOOSE)
        if "'reset_fields'" in str(form):
            return form
        block_id = next(one["block_id"] for one in form["blocks"] if one["block_id"].startswith(CHOOSE))
        users = await looked_up(scene, form, block_id, "users")
        await scene.person.choose(form, block_id, users["value"], self.answers["plan"])
        top = await scene.modal("fields", "field_picks")
        email = await looked_up(scene, top, "field_picks", "email")
        await scene.person.submit(top, {"field_picks": [email]})
        return await scene.modal("plan", "'reset_fields'")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect the field alone to be synced."""
        wrongs = await super().wrongs(scene)
        (sync, *_) = [*(await scene.world.state_of_polytomic())["syncs"], {}]
        fields = [field for fields in sync.get("fields", {}).values() for field in fields]
        synced = [field["id"] for field in fields if field["enabled"]]
        return wrongs or ([] if synced == ["email"] else [f"lost: the chosen field, {synced}"])
