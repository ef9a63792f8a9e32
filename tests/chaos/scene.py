"""One person in front of the local Slack, who reads what goes wrong and tries again."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from member import Missing
from walks import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from member import Member
    from shown import Json
    from world import World

PATIENCE = 25.0  # seconds until a person thinks that nothing comes
TROUBLE = re.compile(
    r"did not answer in time|cannot be reached|has a problem|too many requests|does not look like"
    r"|does not answer|took too long|could not be downloaded|could not (?:list|find|tell|read|say)"
    r"|Something went wrong|still working on an earlier|more messages at the moment"
    r"|failed with the error|log of this run is empty|Where the log is kept"
)
BUG = "Something went wrong on my side"
BY_ITSELF = re.compile(r"I keep trying|by itself")


class Told(Exception):  # noqa: N818 - what happened to the person
    """In place of what was waited for, the person reads why it did not come."""


class Silence(AssertionError):  # noqa: N818 - what happened to the person
    """Neither what was waited for nor a reason came."""


class Scene:
    """What one person sees from the beginning of a cell on."""

    def __init__(self, world: World, person: Member) -> None:
        self.world = world
        self.person = person
        self.channel = world.channel("data-ops")
        self.told: list[str] = []
        self.is_well = asyncio.Event()  # cleared while a bad day of the machine lasts
        self.is_well.set()
        self._read: set[str] = set()

    async def ask(self, words: str) -> None:
        """Type a command."""
        await self.person.type(self.channel, f"/polytomic {words}")

    @property
    def front(self) -> Json | None:
        """The modal in front of the person."""
        return self.person.stack[-1] if self.person.stack else None

    def shows(self, callback_id: str, *saying: str) -> Json | None:
        """Return the modal in front, if it is this one and says one of these."""
        top = self.front
        fits = top and top["callback_id"] == callback_id and any(words in str(top) for words in saying)
        return top if fits else None

    async def modal(self, callback_id: str, saying: str = "") -> Json:
        """Wait for a modal; raises Told if a reason comes instead, Silence if nothing does."""
        view: Json = await self.see(lambda: self.shows(callback_id, saying), f"modal {callback_id} {saying}")
        return view

    async def message(self, *saying: str, thread: str | None = None) -> Json:
        """Wait for a message; raises Told if a reason comes instead, Silence if nothing does."""

        def found() -> Json | None:
            for one in reversed(self.person.messages.values()):
                if thread in {None, one.get("thread_ts")} and all(words in str(one) for words in saying):
                    return one
            return None

        message: Json = await self.see(found, f"message {saying}")
        return message

    async def see(self, found: Callable[[], Any], what: str) -> Any:
        """Wait until something is there; raises Told if a reason comes instead, Silence if nothing does."""

        def seen() -> Any:
            return found() or self._trouble()

        try:
            async with asyncio.timeout(PATIENCE):
                result = await self.person.wait(seen, what)
        except (TimeoutError, Missing):
            raise Silence(f"no {what}; {self.end()}") from None
        if isinstance(result, Told):
            raise result
        return result

    def _trouble(self) -> Told | None:
        """Return the first reason that was not read before; one that needs no hand is only noted."""
        for words in self._shown():
            if words in self._read or not TROUBLE.search(words):
                continue
            self._read.add(words)
            self.told.append(words)
            if not BY_ITSELF.search(words):
                return Told(words)
        return None

    def _shown(self) -> list[str]:
        top = self.person.stack[-1:]
        return [
            *(f"{view['id']} {words_of(view)}" for view in top),
            *(f"{ts} {words_of(one) or one['text']}" for (_, ts), one in self.person.messages.items()),
        ]

    async def rest(self, seconds: float) -> None:
        """Wait before trying again: what a person reads asks for a minute, and by then a machine is well."""
        await self.is_well.wait()
        await asyncio.sleep(seconds)

    async def tidy(self) -> None:
        """Close every modal, having read what it says."""
        for view in reversed(list(self.person.stack)):
            await self.person.close(view)
        await self.person.no_modal()

    def end(self) -> str:
        """Say what the person sees last."""
        modal = [f"{view['callback_id']}: {words_of(view)}" for view in self.person.stack[-1:]]
        said = [str(one.get("text")) for one in self.person.messages.values()]
        return f"modal: {modal or 'none'}; messages: {said}"
