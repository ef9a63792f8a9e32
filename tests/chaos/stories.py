"""What people want, told so that it can be wanted again when a bad day came between."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bulk_syncs import begin_elsewhere, both_ends, make_sync, runs_at
from days import rows, until
from steps import SALESFORCE, SNOWFLAKE
from walks import ANNOUNCED

from tests.chaos.scene import Told

if TYPE_CHECKING:
    from shown import Json

    from tests.chaos.scene import Scene

NAME = "Salesforce Bulk Sync"


class Story:
    """One wish: what was there before, what the person does, and what must be true in the end."""

    name = ""

    async def before(self, scene: Scene) -> None:
        """Make what the story needs, before anything goes wrong."""

    async def go(self, scene: Scene) -> None:
        """Do it all; raises Told where the person has to begin again."""
        raise NotImplementedError

    async def wrongs(self, scene: Scene) -> list[str]:
        """List what is not as it should be in the end, each beginning with "lost" or "doubled"."""
        raise NotImplementedError


def counted(what: str, number: int, wanted: int = 1) -> list[str]:
    """Say it if there are fewer or more than there should be."""
    if number == wanted:
        return []
    return [f"{'lost' if number < wanted else 'doubled'}: {number} {what} instead of {wanted}"]


async def syncs_at(scene: Scene) -> list[Json]:
    """List Polytomic's bulk syncs."""
    return list((await scene.world.state_of_polytomic())["syncs"])


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
        await until(lambda: _settled(scene), "the setup settled")
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


async def _settled(scene: Scene) -> bool:
    return not await rows(scene.world, "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")


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
                self.asked = bool(await rows(scene.world, "SELECT 1 FROM runs"))
                raise
        await scene.message("finished in")

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one run, told once."""
        await until(lambda: _settled(scene), "the run settled")
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
            top = scene.person.stack[-1] if scene.person.stack else None
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
        await scene.person.submit(await scene.modal("review_edit"))
        await scene.modal("syncs", "Saved")

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


class Link(OfSync):
    """A link to a sync's page, unfolded; nobody waits for it, so a bad day may leave it as it is."""

    name = "link"

    async def go(self, scene: Scene) -> None:
        """Post it."""
        await scene.person.type(scene.channel, f"See {scene.world.polytomic.url}/syncs/{self.sync_id}")
        await until(lambda: _settled(scene), "settled")


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


STORIES = (
    lambda: Ask("syncs", "Orders"),
    lambda: Ask("status orders", "Sales prod"),
    Pause,
    Cancel,
    Run,
    Connections,
    Home,
    History,
    Edit,
    Logs,
    SetUp,
)
