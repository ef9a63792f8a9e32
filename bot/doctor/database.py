"""The database: let in, with the rights and the tables that the bot needs, and room on the disk."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from bot import postgres
from bot.doctor import clocks
from bot.doctor.findings import Finding, Seen, well, wrong
from bot.store import Database, checkup, places
from bot.store.checkup import Checkup, Refused, Tables

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.settings import Settings

NAME, DISK = "Database", "Disk"
NEEDED_BYTES = 500 * 2**20  # PostgreSQL stops when a disk is full, and keeps some hundred MB of log files


async def examine(settings: Settings, seen: Seen) -> AsyncIterator[Finding]:
    """Look at the database of DATABASE_URL, or at the embedded one."""
    if settings.database_url is not None:
        yield await _at(settings.database_url.get_secret_value(), "DATABASE_URL", seen)
        return
    folder = settings.bot_data_dir.expanduser().resolve()
    try:
        async with await postgres.start(folder) as server:
            yield await _at(server.url, f"The embedded PostgreSQL in {folder}", seen)
    except postgres.ServerFailed as error:
        yield wrong(NAME, error.message, error.guidance)
    yield _room(folder)


def _room(folder: Path) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    says = f"{free / 2**20:,.0f} MB are free for {folder}."
    if free >= NEEDED_BYTES:
        return well(DISK, says)
    guidance = f"Free some room, at least {NEEDED_BYTES // 2**20} MB, or set BOT_DATA_DIR to a larger disk."
    return wrong(DISK, f"The disk is almost full: {says}", guidance)


async def _at(url: str, what: str, seen: Seen) -> Finding:
    try:
        found = await checkup.look(url)
    except Refused as error:
        return wrong(NAME, error.message, error.guidance)
    seen.clocks["the database"] = clocks.ahead_of(found.now)
    lacking = _rights(found) or _version(found)
    if lacking is not None:
        return lacking
    if found.tables is Tables.NONE:
        return well(NAME, f"{what} works and is empty: the first start makes the tables.")
    async with await Database.open(url) as database:
        seen.places = await places.needed(database)
    return well(NAME, f"{what} works, with tables of version {found.version}.")


def _rights(found: Checkup) -> Finding | None:
    if found.forbidden:
        shown = ", ".join(found.forbidden[:3])
        more = f" and {len(found.forbidden) - 3} more" if len(found.forbidden) > 3 else ""  # noqa: PLR2004
        says = f"The database's user {found.user} may not read and write the tables {shown}{more}."
        guidance = (
            "As their owner: GRANT ALL ON ALL TABLES IN SCHEMA public TO …, and the same for SEQUENCES."
        )
        return wrong(NAME, says, guidance)
    if not found.may_create and found.tables is not Tables.CURRENT:
        says = f"The database's user {found.user} may not make tables."
        guidance = "As the database's owner: GRANT CREATE, USAGE ON SCHEMA public TO …."
        return wrong(NAME, says, guidance)
    return None


def _version(found: Checkup) -> Finding | None:
    if found.tables is Tables.OLDER:
        says = f"The tables are of version {found.version}, older than this program."
        guidance = "`polytomic-bot migrate` brings them up to date; the next `serve` does, too."
        return wrong(NAME, says, guidance)
    if found.tables is Tables.NEWER:
        says = f"The tables are of version {found.version}, which this program is too old to know."
        guidance = "Install the version of the bot that made them, or a newer one."
        return wrong(NAME, says, guidance)
    return None
