"""What the page asks of the workspace, and the news that it gets."""

from bot.sandbox.slack.client.api import ClientApi

__all__ = ["ClientApi"]
