"""Events that Slack tells of."""

from typing import Any

from bot.handlers.home import HomeTabs
from bot.models import Person


async def home_opened(event: dict[str, Any], person: Person, home_tabs: HomeTabs) -> None:
    """Show the Home tab."""
    if event.get("tab") == "home":
        await home_tabs.show(person, is_blank="view" not in event)
