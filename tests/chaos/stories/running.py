"""Stories of a bulk sync that is run, paused and cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulk_syncs import begin_elsewhere, both_ends, make_sync, runs_at
from days import until

from tests.chaos.scene import Told
from tests.chaos.stories.story import Story, counted, noted, settled, syncs_at

if TYPE_CHECKING:
    from shown import Json

    from tests.chaos.scene import Scene


class OfSync(Story):
    """A wish about a sync that was made past the bot."""

    sync_id = ""

    async def before(self, scene: Scene) -> None:
        """Make the sync."""
        self.sync_id = await make_sync(scene.world, "Orders", await both_ends(scene.world))

    async def sync(self, scene: Scene) -> Json:
        """Look at the sync at Polytomic."""
        return next(one for one in await syncs_at(scene) if one["id"] == self.sync_id)

    async def wrongs(self, scene: Scene) -> list[str]:
        """Make sure that reading changed nothing."""
        return counted("runs", len(await runs_at(scene.world)), 0)


class Run(OfSync):
    """A run by somebody, told to its end."""

    name = "run"
    asked = False

    async def go(self, scene: Scene) -> None:
        """Ask for it unless it runs already, and wait for the end."""
        if not self.asked:
            await scene.ask("run orders")
            form = await scene.modal("run_sync")
            self.asked = True
            await scene.person.submit(form)
            try:
                await scene.modal("syncs", "is starting")
            except Told:
                self.asked = bool(await noted(scene, "SELECT 1 FROM runs"))
                raise
        await scene.message("finished in")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one run, told once."""
        await until(lambda: settled(scene), "the run settled")
        ends = [one for one in scene.person.messages.values() if "finished in" in str(one)]
        starts = [one for one in scene.person.messages.values() if "runs *Orders*" in str(one)]
        return [
            *counted("runs", len(await runs_at(scene.world))),
            *counted("messages of the start", len(starts)),
            *counted("messages of the end", len([one for one in ends if one["ts"] != one.get("thread_ts")])),
        ]


class Pause(OfSync):
    """A sync that shall rest."""

    name = "pause"

    async def go(self, scene: Scene) -> None:
        """Ask for it."""
        await scene.ask("pause orders")
        await scene.modal("syncs", "aused")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Make sure that it rests."""
        return [] if not (await self.sync(scene))["active"] else ["lost: the pause"]


class Cancel(OfSync):
    """A run that shall end."""

    name = "cancel"

    async def before(self, scene: Scene) -> None:
        """Let it run."""
        await super().before(scene)
        await begin_elsewhere(scene.world, self.sync_id)

    async def go(self, scene: Scene) -> None:
        """Ask for it and say yes."""
        await scene.ask("cancel orders")

        def found() -> Json | None:
            top = scene.front
            fits = top and (top["callback_id"] == "cancel_run" or "nothing to cancel" in str(top))
            return top if fits or "ancelling" in str(top) else None

        view = await scene.see(found, "question")
        if view["callback_id"] == "cancel_run":
            await scene.person.submit(view)
            await scene.modal("syncs", "ancel")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect Polytomic to cancel it."""
        await scene.world.at_polytomic("clock", advance_seconds=60)
        states = [one["status"] for one in await runs_at(scene.world)]
        return [] if states == ["canceled"] else [f"lost: the cancelling, {states}"]
