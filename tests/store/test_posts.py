"""Posts: said once, whatever happens between the record and the answer."""

from __future__ import annotations

import pytest

from bot.models import Post
from bot.store import Database, Posts

KEY = "setup-1-card"


@pytest.fixture
def posts(database: Database) -> Posts:
    """Return the repository under test."""
    return Posts(database)


async def test_a_repeat_finds_the_earlier_try(posts: Posts) -> None:
    """A crash before the answer leaves a record without `ts`; after it, with the message's own."""
    begun = await posts.begin(KEY, "UANNA", "1.1")
    assert begun == Post(key=KEY, channel_id="UANNA", thread_ts="1.1", ts=None)
    assert await posts.begin(KEY, "UANNA") == begun
    await posts.done(KEY, "D1", "2.2")
    made = Post(key=KEY, channel_id="D1", thread_ts="1.1", ts="2.2")
    assert await posts.begin(KEY, "UANNA") == made
    assert await posts.get(KEY) == made


async def test_a_forgotten_post_starts_anew(posts: Posts) -> None:
    """A card whose message was deleted in Slack is posted again."""
    await posts.begin(KEY, "D1")
    await posts.done(KEY, "D1", "2.2")
    await posts.forget(KEY)
    assert await posts.get(KEY) is None
    assert (await posts.begin(KEY, "D1")).ts is None
