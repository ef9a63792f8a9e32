"""Pointing the organization's webhook at the bot, so that it hears of everything at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from bot.errors import BotError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.polytomic import Polytomic

PATH = "/polytomic/events"


class CannotPoint(BotError):  # noqa: N818 - the design's style of word
    """The webhook stays as it is."""


async def point_webhook(
    polytomic: Polytomic, address: str, secret: SecretStr | None, *, replace: bool
) -> str:
    """Make or update the one webhook of the organization; returns where it points. Raises CannotPoint."""
    if secret is None:
        raise CannotPoint(
            "POLYTOMIC_WEBHOOK_SECRET is not set, so nobody could tell Polytomic's events from others.",
            "Set it to a long random text, here and where the bot runs, and try again.",
        )
    endpoint = _endpoint(address)
    known = await polytomic.webhook()
    key = f"webhook-{uuid4()}"
    if known is None:
        await polytomic.create_webhook(endpoint, secret.get_secret_value(), key=key)
        return endpoint
    if known.endpoint != endpoint and not replace:
        raise CannotPoint(
            f"The organization's one webhook points elsewhere: to {known.endpoint}",
            "If nobody needs it there, add --replace. Without it the bot asks Polytomic every few seconds.",
        )
    await polytomic.update_webhook(known.id, endpoint, secret.get_secret_value(), key=key)
    if known.disabled:
        await polytomic.enable_webhook(known.id, key=f"{key}-enable")
    return endpoint


def _endpoint(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CannotPoint(
            "That is no address that Polytomic could call.", "Write it like https://bot.example.com"
        )
    return f"{address.rstrip('/').removesuffix(PATH)}{PATH}"
