"""The story of a setup."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from days import until
from steps import SALESFORCE, SNOWFLAKE
from walks import ANNOUNCED

from tests.chaos.scene import Told
from tests.chaos.stories.story import Story, counted, settled

if TYPE_CHECKING:
    from shown import Json

    from tests.chaos.scene import Scene

NAME = "Salesforce Bulk Sync"


class SetUp(Story):
    """Two new connections, one that is signed in to, a bulk sync, and its announcement."""

    name = "set up"

    def __init__(self) -> None:
        self._done: set[str] = set()

    async def go(self, scene: Scene) -> None:
        """Answer whatever is asked until the sync is announced."""
        person, begun = scene.person, False
        while True:
            if not begun and not person.stack:
                await scene.ask("new salesforce snowflake")
                begun = True
            try:
                found = await scene.see(lambda: self._next(scene), "next step of the setup")
            except Told:
                begun = begun and self._is_under_way(scene)
                continue
            if found == "announced":
                return
            await self._take(scene, found)

    def _is_under_way(self, scene: Scene) -> bool:
        top = scene.person.stack[-1] if scene.person.stack else None
        return bool(self._next(scene)) or bool(top and top["callback_id"] in {"loading", "checking"})

    def _next(self, scene: Scene) -> object:
        for message in scene.person.messages.values():
            if ANNOUNCED in str(message) and message["channel"] == scene.channel:
                return "announced"
        top = scene.person.stack[-1] if scene.person.stack else None
        if top and top["callback_id"] in STEPS and self._mark(top) not in self._done:
            return top
        for message in scene.person.messages.values():
            for action in ("sign_in", "retry_setup"):
                if f"'{action}'" in str(message) and f"{action} {message['ts']}" not in self._done:
                    return (action, message)
        return None

    def _mark(self, view: Json) -> str:
        return f"{view['id']} {view['hash']}"

    async def _take(self, scene: Scene, found: object) -> None:
        person = scene.person
        if isinstance(found, tuple):
            action, message = found
            self._done.add(f"{action} {message['ts']}")
            if action == "sign_in":
                await scene.world.follow_sign_in(message)
            else:
                await person.click(message, action)
            return
        assert isinstance(found, dict)
        self._done.add(self._mark(found))
        await self._fill(scene, found)

    async def _fill(self, scene: Scene, view: Json) -> None:
        person, kind = scene.person, view["callback_id"]
        if kind == "way":
            await person.submit(view, {"way": "form"})
        elif kind == "connection":
            await person.submit(view, SNOWFLAKE if "Snowflake" in str(view["blocks"]) else SALESFORCE)
        elif kind == "plan":
            await person.submit(view, {"name": NAME, "choice": "all", "channel_id": scene.channel})
        elif kind == "summary":
            await person.submit(view)
        else:  # a problem: the button that goes on, or the command once more
            await person.close(view)
            await scene.ask("new salesforce snowflake")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one of each at Polytomic, and one announcement."""
        await until(lambda: settled(scene), "the setup settled")
        there = await scene.world.state_of_polytomic()
        kinds = Counter(one["type"] for one in there["connections"])
        said = [one for one in scene.person.messages.values() if ANNOUNCED in str(one)]
        in_channel = [one for one in said if one["channel"] == scene.channel]
        return [
            *counted("Salesforce connections", kinds["salesforce"]),
            *counted("Snowflake connections", kinds["snowflake"]),
            *counted("bulk syncs", len(there["syncs"])),
            *counted("announcements", len(in_channel)),
        ]


STEPS = {"way", "connection", "plan", "summary", "problem"}
