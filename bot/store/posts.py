"""Posts: what the bot said in Slack, recorded before and after, so that a repeat is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.models import Post
from bot.store.tables import posts

if TYPE_CHECKING:
    from sqlalchemy import Select

    from bot.store.database import Database


class Posts:
    """All posts, by their key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, key: str, channel_id: str, thread_ts: str | None = None) -> Post:
        """Record that a post is about to be made, or return the record of an earlier try.

        With `ts` it was made; without, an earlier try may or may not have arrived.
        """
        row = {"key": key, "channel_id": channel_id, "thread_ts": thread_ts}
        async with self._database.transaction() as connection:
            await connection.execute(insert(posts).values(**row).on_conflict_do_nothing())
            found = await connection.execute(_by(key))
            return Post.model_validate(dict(found.mappings().one()))

    async def done(self, key: str, channel_id: str, ts: str) -> None:
        """Record that the post was made, and the channel that Slack named for it."""
        made = update(posts).where(posts.c.key == key).values(channel_id=channel_id, ts=ts)
        async with self._database.statement() as connection:
            await connection.execute(made)

    async def get(self, key: str) -> Post | None:
        """Read the record of a post; None if there never was one."""
        async with self._database.statement() as connection:
            row = (await connection.execute(_by(key))).mappings().first()
        return Post.model_validate(dict(row)) if row else None

    async def at(self, channel_id: str, ts: str) -> Post | None:
        """Find the record of a message by its place in Slack; None if it is not one that was kept."""
        wanted = select(posts.c.key, posts.c.channel_id, posts.c.thread_ts, posts.c.ts)
        here = wanted.where(posts.c.channel_id == channel_id, posts.c.ts == ts)
        async with self._database.statement() as connection:
            row = (await connection.execute(here)).mappings().first()
        return Post.model_validate(dict(row)) if row else None

    async def forget(self, key: str) -> None:
        """Drop the record, so that the next `begin` starts anew."""
        async with self._database.statement() as connection:
            await connection.execute(delete(posts).where(posts.c.key == key))


def _by(key: str) -> Select[tuple[str, str, str | None, str | None]]:
    wanted = select(posts.c.key, posts.c.channel_id, posts.c.thread_ts, posts.c.ts)
    return wanted.where(posts.c.key == key)
