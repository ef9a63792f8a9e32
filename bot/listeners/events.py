"""Events that Slack tells of."""

from typing import Any

from bot import views
from bot.handlers.unfinished import Unfinished
from bot.models import Person
from bot.notifier import Notifier


async def home_opened(
    event: dict[str, Any], person: Person, unfinished: Unfinished, notifier: Notifier, command_name: str
) -> None:
    """Show the Home tab."""
    if event.get("tab") == "home":
        await notifier.publish_home(person, views.home(await unfinished.list(person), command_name))
