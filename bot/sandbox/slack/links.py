"""Links in people's messages that the app may unfold."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.slack.people import Channel, Message

Json = dict[str, Any]
SOURCE = "conversations_history"
_LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")


def links_in(message: Message, domains: Iterable[str]) -> list[Json]:
    """List the links of a message that lead to one of these domains, as Slack tells of them."""
    known = list(domains)
    urls = dict.fromkeys(_LINK.findall(message.body.get("text", "")))
    return [{"domain": domain, "url": url} for url in urls if (domain := domain_of(url, known))]


def domain_of(url: str, domains: Iterable[str]) -> str | None:
    """Find the registered domain that an address belongs to; subdomains belong to it, too."""
    host = urlsplit(url).hostname or ""
    return next((domain for domain in domains if host == domain or host.endswith(f".{domain}")), None)


def unfurl_id(channel: Channel, message: Message) -> str:
    """Name a message with links."""
    return f"{channel.id}.{message.ts}"


def shared(channel: Channel, message: Message, links: list[Json], *, bot: str) -> Json:
    """Build the event that tells the app of links."""
    thread = {"thread_ts": message.root} if message.root is not None else {}
    return {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": bot in channel.members,
        "user": message.body["user"],
        "message_ts": message.ts,
        "unfurl_id": unfurl_id(channel, message),
        "source": SOURCE,
        "links": links,
        "event_ts": message.ts,
        **thread,
    }
