"""Polytomic: the address, the API version, the key, and what the key may read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.doctor import clocks
from bot.doctor.findings import Finding, Seen, well, wrong
from bot.polytomic import NotFound, Polytomic, PolytomicError, Rejected, Unavailable, Unreadable
from bot.polytomic.versions import VERSIONS

if TYPE_CHECKING:
    from bot.settings import Settings

NAME = "Polytomic"


async def examine(settings: Settings, seen: Seen) -> Finding:
    """Ask whose key it is, and for a little of what the bot reads."""
    url, version = settings.polytomic_api_url, settings.polytomic_api_version
    try:
        async with _client(settings, version) as client:
            me = await client.me()
            ahead = clocks.ahead_of_header(await client.date())
            if ahead is not None:
                seen.clocks["Polytomic"] = ahead
            await client.try_reading()
    except (Rejected, NotFound):
        return await _version(settings)
    except Unreadable as error:
        return wrong(NAME, error.message, _address(url))
    except Unavailable as error:
        return wrong(
            NAME, error.message, f"Check POLYTOMIC_API_URL ({url}), and that this machine reaches it."
        )
    except PolytomicError as error:
        return wrong(NAME, error.message, error.guidance)
    whose = me.organization_name or me.organization_id or "an organization without a name"
    return well(NAME, f"The key works at {url} for {whose}, API version {version}.")


async def _version(settings: Settings) -> Finding:
    """Tell a server that refuses the version from one that is not Polytomic's: it takes another version."""
    url, version = settings.polytomic_api_url, settings.polytomic_api_version
    others = [other for other in sorted(VERSIONS, reverse=True) if other != version]
    taken = [other for other in others if await _takes(settings, other)]
    if not taken:
        says = f"{url} answers, but knows no API of Polytomic's in any version that the bot speaks."
        return wrong(NAME, says, _address(url))
    says = f"{url} refuses the API version {version}."
    return wrong(NAME, says, f"Set POLYTOMIC_API_VERSION to {' or '.join(taken)}, which it takes.")


async def _takes(settings: Settings, version: str) -> bool:
    with suppress(PolytomicError):
        async with _client(settings, version) as client:
            await client.me()
            return True
    return False


def _client(settings: Settings, version: str) -> Polytomic:
    return Polytomic(url=settings.polytomic_api_url, key=settings.polytomic_api_key, version=version)


def _address(url: str) -> str:
    return (
        f"Check POLYTOMIC_API_URL ({url}): it is the address of Polytomic's web app, without /api, and no "
        "proxy may answer in its place."
    )
