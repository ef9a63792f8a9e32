"""The channels that the rows need: where something is to be told, now or later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Text, literal, or_, select, union

from bot.store.tables import IS_NOT_OVER, IS_UNFINISHED, digests, runs, setups, watches

if TYPE_CHECKING:
    from sqlalchemy import Label

    from bot.store.database import Database


class Place(NamedTuple):
    """A channel of a workspace, and what is to be told there."""

    team_id: str
    channel_id: str
    tells: tuple[str, ...]


async def needed(database: Database) -> list[Place]:
    """List the channels where the bot must be able to post; direct messages are none."""
    announced = setups.c.plan["channel_id"].astext
    wanted = union(
        select(setups.c.team_id, announced.label("place"), _word("an announcement")).where(IS_UNFINISHED),
        select(runs.c.team_id, runs.c.channel_id, _word("a run")).where(IS_NOT_OVER),
        select(watches.c.team_id, watches.c.channel_id, _word("a watch")),
        select(digests.c.team_id, digests.c.channel_id, _word("a digest")),
    ).subquery()
    is_channel = or_(wanted.c.place.startswith("C"), wanted.c.place.startswith("G"))
    query = select(wanted).where(is_channel).order_by(wanted.c.team_id, wanted.c.place, wanted.c.tells)
    found: dict[tuple[str, str], list[str]] = {}
    async with database.transaction() as connection:
        for team_id, channel_id, tells in await connection.execute(query):
            found.setdefault((team_id, channel_id), []).append(tells)
    return [Place(*where, tuple(tells)) for where, tells in found.items()]


def _word(tells: str) -> Label[str]:
    return literal(tells, Text).label("tells")
