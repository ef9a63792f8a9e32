"""Home tabs: whose may still be open, and what is drawn in each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from builders import ANNA, BEN, NOON

from bot.store import Homes

if TYPE_CHECKING:
    from bot.store import Database


async def test_what_is_drawn_survives_a_restart(database: Database) -> None:
    """Else every restart would draw every open tab again."""
    homes = Homes(database)
    await homes.opened(ANNA, NOON)
    assert await homes.shown(ANNA) is None
    await homes.draw(ANNA, "abc")
    await homes.opened(ANNA, NOON + timedelta(minutes=1))
    assert await Homes(database).shown(ANNA) == "abc"
    await homes.opened(ANNA, NOON, is_blank=True)
    assert await homes.shown(ANNA) is None


async def test_only_those_opened_lately_are_kept(database: Database) -> None:
    """Whoever closed the tab an hour ago must not cost a request."""
    homes = Homes(database)
    await homes.opened(ANNA, NOON)
    await homes.opened(BEN, NOON + timedelta(minutes=40))
    assert [one.person for one in await homes.opened_since(NOON + timedelta(minutes=10))] == [BEN]
    await homes.forget(NOON + timedelta(minutes=10))
    assert [one.person for one in await homes.opened_since(NOON)] == [BEN]
    await homes.drop(BEN)
    assert await homes.opened_since(NOON) == []
