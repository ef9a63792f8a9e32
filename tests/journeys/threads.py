"""An announcement, and what is told in its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps import card_of, connect_both, plan
from walks import ANNOUNCED

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def announced(world: World, ana: Member) -> Json:
    """Set a sync up; returns its announcement."""
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    return await ana.message(ANNOUNCED, channel=channel)


async def only_sync(world: World) -> Json:
    """Return Polytomic's only bulk sync."""
    (sync,) = (await world.state_of_polytomic())["syncs"]
    return dict(sync)


async def told(ana: Member, announcement: Json, *words: str) -> Json:
    """Wait for the announcement's thread to say something."""
    return await ana.message(*words, channel=announcement["channel"], thread=announcement["ts"])


async def on_card(person: Member, card: Json, *words: str) -> Json:
    """Wait for a message that is edited in place to say something."""

    def found() -> Json | None:
        now = person.messages[(card["channel"], card["ts"])]
        return now if all(one in str(now) for one in words) else None

    shown: Json = await person.wait(found, f"{words} on the card")
    return shown
