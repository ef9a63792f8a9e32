"""Checks of every setting against the live service behind it, each with what to do when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor import clocks, database, here, polytomic, slack
from bot.doctor.findings import Finding, Seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings

__all__ = ["Finding", "examine"]


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Check one thing after the other, the local ones first."""
    seen = Seen()
    async for finding in database.examine(settings, seen):
        yield finding
    yield await polytomic.examine(settings, seen)
    async for finding in slack.examine(settings, seen):
        yield finding
    yield clocks.compare(seen.clocks)
    if not settings.uses_socket_mode:
        yield here.signing_secret(settings)
    yield await here.port(settings)
    yield here.command(settings)
