"""Stories of whoever runs the bot: one more replica, and the organization's webhook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from days import in_polytomic
from process import free_port
from pydantic import SecretStr
from world import bot_in

from bot.app import parts
from bot.handlers.webhooks import PATH, CannotPoint, point_webhook
from bot.polytomic import PolytomicError
from tests.chaos.scene import Told
from tests.chaos.stories.story import Story, counted

if TYPE_CHECKING:
    from tests.chaos.scene import Scene

HELP = "I set up and run Polytomic syncs"
SECRET = SecretStr("a-long-random-text")
HERE, ELSEWHERE = "https://bot.example.com", "https://elsewhere.example.com"


class Start(Story):
    """One more replica, which has to become ready whatever it meets at its start."""

    name = "start"

    async def go(self, scene: Scene) -> None:
        """Start it, and ask something while it is there."""
        settings = scene.world.settings.model_copy(update={"port": free_port()})
        async with bot_in(replace(scene.world, settings=settings)):
            await scene.ask("help")
            await scene.message(HELP)

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect that one socket is left."""
        async with scene.world.http.get(f"{scene.world.slack.url}/_sandbox/state") as response:
            return counted("sockets", (await response.json())["connections"])


class NewWebhook(Story):
    """The organization's webhook, which it has not yet."""

    name = "new webhook"

    async def go(self, scene: Scene) -> None:
        """Do what the command does; it says why not, and can be given again."""
        settings = scene.world.settings
        try:
            async with parts.Polytomic(
                url=settings.polytomic_api_url,
                key=settings.polytomic_api_key,
                version=settings.polytomic_api_version,
            ) as polytomic:
                await point_webhook(polytomic, HERE, SECRET, replace=True)
        except (PolytomicError, CannotPoint) as error:
            scene.told.append(error.message)
            raise Told(error.message) from error

    async def wrongs(self, scene: Scene) -> list[str]:
        """Expect one that works and points here."""
        hooks = (await in_polytomic(scene.world, "GET", "webhooks"))["data"]
        right = [one for one in hooks if one["endpoint"] == f"{HERE}{PATH}" and not one["disabled"]]
        return counted("webhooks", len(right))


class TakenWebhook(NewWebhook):
    """One that points elsewhere, and was disabled."""

    name = "taken webhook"

    async def before(self, scene: Scene) -> None:
        """Make and disable it."""
        body = {"endpoint": ELSEWHERE, "secret": "theirs"}
        hook = (await in_polytomic(scene.world, "POST", "webhooks", **body))["data"]
        await in_polytomic(scene.world, "POST", f"webhooks/{hook['id']}/disable")
