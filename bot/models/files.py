"""Files that the bot shares in Slack."""

from __future__ import annotations

from bot.models.base import Value


class Upload(Value):
    """A file that is shared in a conversation."""

    name: str  # with its ending, by which Slack knows what it is
    content: bytes  # never empty, which Slack refuses
    title: str
    alt_text: str = ""  # what a picture shows, for those who cannot see it
