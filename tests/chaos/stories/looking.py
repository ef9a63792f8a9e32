"""Stories of somebody who looks at bulk syncs, changes one, and reads what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.chaos.stories.running import OfSync
from tests.chaos.stories.story import counted

if TYPE_CHECKING:
    from shown import Json

    from tests.chaos.scene import Scene

# What was believed to be lost may have come through late.
SAVED, SAME = ("Saved", "is like that already"), "Nothing is different yet"


class Ask(OfSync):
    """A question that a command answers with a modal."""

    def __init__(self, command: str, *saying: str, callback_id: str = "syncs") -> None:
        self.name = command.split(maxsplit=1)[0]
        self._command, self._saying, self._callback_id = command, saying, callback_id

    async def go(self, scene: Scene) -> None:
        """Ask it."""
        await scene.ask(self._command)
        for words in self._saying:
            await scene.modal(self._callback_id, words)


class History(Ask):
    """Past runs as a chart that the channel reads."""

    def __init__(self) -> None:
        super().__init__("history orders", "The chart is in")

    async def before(self, scene: Scene) -> None:
        """Let it have run."""
        await super().before(scene)
        await scene.world.at_polytomic(f"syncs/{self.sync_id}/run")
        await scene.world.at_polytomic("clock", advance_seconds=3600)

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one chart."""
        charts = [one for one in scene.person.messages.values() if "asked for this" in str(one)]
        return counted("charts", len(charts)) if not scene.told else []


class Edit(OfSync):
    """Another schedule for a sync."""

    name = "edit"

    async def go(self, scene: Scene) -> None:
        """Fill in the form and say yes."""
        missing = await self._missing(scene)
        if not missing:
            return
        await scene.ask("edit orders")
        form = await scene.modal("edit_sync")
        await scene.person.submit(form, missing)
        shown = await scene.see(
            lambda: scene.shows("review_edit", "") or scene.shows("edit_sync", SAME), "the review"
        )
        if shown["callback_id"] == "edit_sync":  # what nobody answered in time was done a little later
            return
        await scene.person.submit(shown)
        await scene.see(lambda: scene.shows("syncs", *SAVED), "the end of the edit")

    async def _missing(self, scene: Scene) -> dict[str, object]:
        """List what is not saved yet: a bad day may have let a part of it through."""
        sync = await self.sync(scene)
        missing: dict[str, object] = {}
        if sync["schedule"]["frequency"] != "continuous":
            missing["frequency"] = "continuous"
        if sync["schemas"] != ["Account"]:
            missing["object_picks"] = [{"value": "object:Account"}]
        return missing

    async def wrongs(self, scene: Scene) -> list[str]:
        """Make sure that it is saved."""
        missing = await self._missing(scene)
        return [f"lost: of the edit, {missing}"] if missing else []


class Home(OfSync):
    """The Home tab, opened."""

    name = "home"

    async def go(self, scene: Scene) -> None:
        """Open it until it shows the sync."""
        scene.person.home = None
        await scene.person.open_home()

        def found() -> bool:
            return "1 bulk sync" in str(scene.person.home)

        await scene.see(found, "the Home tab")


class Connections(OfSync):
    """The list of connections."""

    name = "connections"

    async def go(self, scene: Scene) -> None:
        """Ask for it."""
        await scene.ask("connections")
        await scene.modal("connections", "Warehouse")


class Logs(OfSync):
    """The log of a run that failed, by direct message."""

    name = "logs"
    end: Json

    async def before(self, scene: Scene) -> None:
        """Let a run fail that the person asked for."""
        await scene.world.at_polytomic("executions/next", outcome="failed", message="the warehouse is full")
        await super().before(scene)
        await scene.ask("run orders")
        await scene.person.submit(await scene.modal("run_sync"))
        self.end = await scene.message("'execution_logs'")
        await scene.tidy()

    async def go(self, scene: Scene) -> None:
        """Ask for it."""
        await scene.person.click(self.end, "execution_logs")
        await scene.message("Log of Orders")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one file."""
        files = [one for one in scene.person.messages.values() if "Log of Orders" in str(one.get("files"))]
        return counted("files", len(files)) if not scene.told else []
