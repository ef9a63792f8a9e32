"""Forms and cards that lead on from one to the next, answered until the person is where they want to be."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING

from tests.chaos.scene import Silence, Told
from tests.chaos.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shown import Json

    from tests.chaos.scene import Scene

MOST = 50  # steps, troubles included
BEING_ANSWERED = "questions are being answered"  # until the bot notices that nobody is any more
SOON = 1.0  # seconds until a person looks again
READING = 0.3  # seconds that a person takes for what went wrong, at the least
# Buttons of direct messages, in the order in which they are looked for.
CARDS = ("sign_in", "retry_setup", "continue_setup")


class Walk(Story):
    """Answers whatever is asked, in any order; what was answered once is not answered again."""

    command = ""
    answers: Mapping[str, Mapping[str, object]] = {}  # by the form's callback_id

    def __init__(self) -> None:
        self._done: set[str] = set()
        self._was_begun = self._is_begun = False

    @abstractmethod
    def is_over(self, scene: Scene) -> bool:
        """Tell whether the person is there."""

    async def answers_to(self, scene: Scene, view: Json) -> Mapping[str, object]:  # noqa: ARG002 - for who needs it
        """Return what the person fills in."""
        return self.answers[view["callback_id"]]

    async def fill(self, scene: Scene, view: Json) -> None:
        """Fill in a form and submit it."""
        self._done.add(self._mark(view))
        await scene.person.submit(view, await self.answers_to(scene, view))

    async def follow(self, scene: Scene, card: Json) -> None:
        """Do what the link of a card leads to."""
        await scene.world.follow_sign_in(card)

    async def go(self, scene: Scene) -> None:
        """Answer until it is over."""
        self._is_begun = False
        for _ in range(MOST):
            try:
                if not self._is_begun and not scene.person.stack:
                    await self._begin(scene)
                    self._is_begun = True
                found = await scene.see(lambda: self._next(scene), f"next step of “{self.name}”")
            except Told:
                await scene.rest(READING)
                self._is_begun = self._is_begun and self._is_under_way(scene)
                continue
            if found == "over":
                return
            await self._take(scene, found)
        raise Silence(f"“{self.name}” never comes to an end; {scene.end()}")

    async def _begin(self, scene: Scene) -> None:
        """Type the command; whoever did so before looks first whether that setup is there still."""
        if self._was_begun:
            known = set(scene.person.messages)
            await scene.ask("setups")

            def found() -> Json | None:
                news = (one for key, one in scene.person.messages.items() if key not in known)
                return next((one for one in news if "unfinished setup" in str(one)), None)

            setups = await scene.see(found, "the list of setups")
            if "'continue_setup'" in str(setups):
                await scene.person.click(setups, "continue_setup")
            elif BEING_ANSWERED in str(setups):
                await asyncio.sleep(SOON)
                raise Told(BEING_ANSWERED)
            if "no unfinished setups" not in str(setups):
                return
        self._was_begun = True
        await scene.ask(self.command)

    def _is_under_way(self, scene: Scene) -> bool:
        top = scene.front
        return bool(self._next(scene)) or bool(top and top["callback_id"] in {"loading", "checking"})

    def _next(self, scene: Scene) -> object:
        if self.is_over(scene):
            return "over"
        top = scene.front
        if top and top["callback_id"] in {*self.answers, "problem"} and self._mark(top) not in self._done:
            return top
        for message in scene.person.messages.values():
            for action in CARDS:
                if f"'{action}'" in str(message) and f"{action} {message['ts']}" not in self._done:
                    return (action, message)
        return None

    def _mark(self, view: Json) -> str:
        return f"{view['id']} {view['hash']}"

    async def _take(self, scene: Scene, found: object) -> None:
        if isinstance(found, tuple):
            action, message = found
            self._done.add(f"{action} {message['ts']}")
            if action != "sign_in":
                await scene.person.click(message, action)
            elif await scene.world.leads_on(message):  # a reminder's may have been used, as its page says
                await self.follow(scene, message)
            return
        assert isinstance(found, dict)
        self._done.add(self._mark(found))
        if found["callback_id"] == "problem":
            await scene.tidy()
            self._is_begun = False
        else:
            await self.fill(scene, found)
