"""Stories of channels that hear of what happens by itself: watches, digests and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from days import until
from digests import come_due
from watching import runs

from tests.chaos.scene import Told
from tests.chaos.stage import records
from tests.chaos.stories.running import OfSync
from tests.chaos.stories.story import Story, counted, noted, settled

if TYPE_CHECKING:
    from shown import Json

    from tests.chaos.scene import Scene

LISTENING = "SELECT 1 FROM cursors WHERE name = 'events'"
FOLLOWS, FAILED, DIGEST = "lets this channel follow", "*Orders* failed", "Daily digest"


class Watch(OfSync):
    """A channel that follows a sync, which then fails."""

    name = "watch"
    has_failed = False

    async def go(self, scene: Scene) -> None:
        """Let the channel follow it unless it does, let it fail once, and wait for the alert."""
        if not await noted(scene, "SELECT 1 FROM watches"):
            await scene.ask("watch orders")
            await scene.person.submit(await scene.modal("watch"))
            await scene.modal("watches", "now follows")
        await until(lambda: noted(scene, LISTENING), "the beginning of the feed")
        if not self.has_failed:
            self.has_failed = True
            await runs(scene.world, self.sync_id, "failed")
        await scene.message(FAILED)

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one watch, said once, and one alert."""
        await until(lambda: settled(scene), "the alert settled")
        return [
            *counted("watches", len(await noted(scene, "SELECT 1 FROM watches"))),
            *counted("alerts", len(saying(scene, FAILED))),
            *(counted("messages of the watch", len(saying(scene, FOLLOWS))) if not scene.told else []),
        ]


class Digest(Story):
    """A channel that gets a summary every day."""

    name = "digest"
    is_due = False

    async def go(self, scene: Scene) -> None:
        """Ask for it unless it was, and let its time come."""
        if not await noted(scene, "SELECT 1 FROM digests"):
            await scene.ask("digest")
            await scene.person.submit(await scene.modal("digest"))
            await scene.modal("done", "gets a digest")
        if not self.is_due:
            self.is_due = True
            await come_due(scene.world)
        await scene.message(DIGEST)

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one digest."""
        await until(lambda: settled(scene), "the digest settled")
        return [
            *counted("wishes for a digest", len(await noted(scene, "SELECT 1 FROM digests"))),
            *counted("digests", len(saying(scene, DIGEST))),
        ]


class Link(OfSync):
    """A link to a sync's page, unfolded; nobody waits for it, so a bad day may leave it as it is."""

    name = "link"

    async def go(self, scene: Scene) -> None:
        """Post it, and again unless it was unfolded."""
        before = len(kept_as_they_are())
        await scene.person.type(scene.channel, f"See {scene.world.polytomic.url}/syncs/{self.sync_id}")

        async def is_over() -> bool:
            return bool(unfolded(scene)) or len(kept_as_they_are()) > before

        await until(is_over, "a card, or why there is none")
        if not unfolded(scene):
            raise Told("the link stays as it is")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one card, and nothing that was not wished for."""
        return [*counted("cards", len(unfolded(scene))), *await super().wrongs(scene)]


def unfolded(scene: Scene) -> list[Json]:
    """List the messages whose link was unfolded."""
    return [one for one in scene.person.messages.values() if one.get("attachments")]


def kept_as_they_are() -> list[str]:
    """List what the log says of links that were not unfolded."""
    said = [record.getMessage() for record in records.get() or ()]
    return [one for one in said if "does not unfold a link" in one or "stays as it is" in one]


def saying(scene: Scene, words: str) -> list[Json]:
    """List the messages in the channel itself that say something."""
    every = scene.person.messages.values()
    said = [one for one in every if one["channel"] == scene.channel and words in str(one)]
    return [one for one in said if one.get("thread_ts") in {None, one["ts"]}]
