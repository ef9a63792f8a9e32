"""Events that Slack tells of."""

from typing import Any

from bot.handlers.home import HomeTabs
from bot.handlers.unfurls import Unfurls
from bot.models import Person, Posted


async def home_opened(event: dict[str, Any], person: Person, home_tabs: HomeTabs) -> None:
    """Show the Home tab."""
    if event.get("tab") == "home":
        await home_tabs.show(person, is_blank="view" not in event)


async def link_shared(event: dict[str, Any], unfurls: Unfurls) -> None:
    """Unfold the links that somebody posted."""
    posted = Posted(
        channel_id=event["channel"],
        ts=event["message_ts"],
        unfurl_id=event.get("unfurl_id"),
        source=event.get("source"),
    )
    await unfurls.unfold(posted, [link["url"] for link in event.get("links", [])])
