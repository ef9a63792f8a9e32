"""Watches: which channels follow which bulk syncs."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import ANNA, NOON

from bot.models import QuietHours, Tells, Watch
from bot.store import Changed, Watches

if TYPE_CHECKING:
    from bot.store import Database


def a_watch(**fields: object) -> Watch:
    """Let a channel watch a sync."""
    known = {"id": uuid4(), "asked_by": ANNA, "channel_id": "C1", "sync_id": "sync-1", "created_at": NOON}
    return Watch.model_validate({**known, **fields})


async def test_a_watch_is_read_as_it_was_written(database: Database) -> None:
    """Settings must survive a restart."""
    watch = a_watch(
        tells=(Tells.FAILURES, Tells.STARTS),
        quiet=QuietHours(begin=time(22), end=time(7, 30), timezone="Europe/Berlin"),
        mentions=("UBEN",),
        muted_until=NOON,
        after_failures=2,
        in_threads=False,
    )
    await Watches(database).add(watch)
    assert await Watches(database).get(watch.id) == watch


async def test_a_channel_watches_a_sync_once(database: Database) -> None:
    """Two watches of the same would tell everything twice; "all syncs" is one thing to watch, too."""
    watches = Watches(database)
    for sync_id in ("sync-1", None):
        first = await watches.add(a_watch(sync_id=sync_id))
        assert (await watches.add(a_watch(sync_id=sync_id))).id == first.id
    assert len(await watches.of_channel("T1", "C1")) == 2


async def test_those_who_watch_everything_are_among_a_sync_s_watches(database: Database) -> None:
    """What happens to a sync concerns them, too."""
    watches = Watches(database)
    one, everything, other = a_watch(), a_watch(sync_id=None), a_watch(sync_id="sync-2")
    assert await watches.watched() == set()
    await watches.add(one)
    await watches.add(other)
    assert await watches.watched() == {"sync-1", "sync-2"}
    await watches.add(everything)
    assert {watch.id for watch in await watches.of_syncs(["sync-1"])} == {one.id, everything.id}
    assert await watches.watched() is None


async def test_an_older_copy_does_not_overwrite(database: Database) -> None:
    """Two people change a watch at once: the second must see what the first did."""
    watches = Watches(database)
    watch = await watches.add(a_watch())
    await watches.save(watch.model_copy(update={"after_failures": 2}))
    with pytest.raises(Changed):
        await watches.save(watch.model_copy(update={"after_failures": 3}))
    await watches.delete(watch.id)
    assert await watches.get(watch.id) is None
