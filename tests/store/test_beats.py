"""Beats: one replica per interval."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from bot.store import Beats, Database


async def age(database: Database, seconds: float) -> None:
    """Let some time pass, as the database sees it."""
    async with database.transaction() as connection:
        await connection.execute(
            text("UPDATE beats SET next_at = next_at - make_interval(secs => :seconds)"), {"seconds": seconds}
        )


async def test_one_replica_wins(database: Database) -> None:
    """Twenty replicas wake together: one asks Polytomic, at the first beat and at each later one."""
    beats = Beats(database)
    for _ in range(2):
        taken = await asyncio.gather(*(beats.take("poll", every_seconds=60) for _ in range(20)))
        assert sum(taken) == 1
        await age(database, 60)


async def test_names_beat_apart(database: Database) -> None:
    """One chore does not silence another."""
    beats = Beats(database)
    assert await beats.take("poll", every_seconds=60)
    assert await beats.take("clean", every_seconds=60)


async def test_the_rhythm_is_kept(database: Database) -> None:
    """A beat taken late does not put off the next one: three intervals hold three beats."""
    beats = Beats(database)
    assert await beats.take("poll", every_seconds=60)
    await age(database, 70)
    assert await beats.take("poll", every_seconds=60)
    await age(database, 51)
    assert await beats.take("poll", every_seconds=60)


async def test_no_beats_in_a_row_after_a_pause(database: Database) -> None:
    """After an hour of downtime one beat is taken, not sixty."""
    beats = Beats(database)
    await beats.take("poll", every_seconds=60)
    await age(database, 3600)
    assert await beats.take("poll", every_seconds=60)
    assert not await beats.take("poll", every_seconds=60)
