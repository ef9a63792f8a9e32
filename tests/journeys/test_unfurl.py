"""Links to a sync's page that people post: unfolded where that is wished, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bulk_syncs import begin_elsewhere, both_ends, make_sync
from days import beats, said
from walks import words_of
from world import World, bot_in, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from member import Member


@pytest.fixture
async def unfolding(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins and a bot that unfolds links."""
    async with stand_ins(database_url, unfurl_links=True) as world, bot_in(world):
        yield world


def page_of(world: World, sync_id: str) -> str:
    """Return the address of a sync's page."""
    return f"{world.polytomic.url}/syncs/{sync_id}"


async def unfolded(ana: Member, *saying: str) -> dict[str, Any]:
    """Wait until a message has a card that says all of this; returns the card."""

    def found() -> dict[str, Any] | None:
        cards = (card for message in ana.messages.values() for card in message.get("attachments", []))
        return next((card for card in cards if all(words in words_of(card) for words in saying)), None)

    card: dict[str, Any] = await ana.wait(found, f"card {saying}")
    return card


async def test_a_link_unfolds_to_what_the_sync_does(unfolding: World) -> None:
    """Name, ends, last run and schedule at a glance; the button shows the rest to whoever asks."""
    world = unfolding
    ana, channel = await world.member(), world.channel("general")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await begin_elsewhere(world, orders)
    await ana.type(channel, f"What about {page_of(world, orders)}?tab=runs&x=1 then?")
    card = await unfolded(ana, "*Orders* · Sales prod → Warehouse", "*Running*", "Only when someone runs it.")
    assert card["is_app_unfurl"]
    message = next(one for one in ana.messages.values() if card in one.get("attachments", []))
    await ana.click(message, "manage_sync:status")
    await ana.modal("syncs", saying=f"bulk sync {orders}")


async def test_other_links_stay_as_they_are(unfolding: World) -> None:
    """No card, no error: of pages that are no sync's, of syncs that are gone, of other organizations."""
    world = unfolding
    ana, channel = await world.member(), world.channel("general")
    orders = await make_sync(world, "Orders", await both_ends(world))
    private = await ana.dm(world.workspace.app.bot_user_id)
    for link in (
        page_of(world, "00000000-0000-4000-8000-000000000000"),
        f"{world.polytomic.url}/connections/1",
        page_of(world, orders).replace("127.0.0.1", "polytomic.example"),
        page_of(world, "../../etc"),
    ):
        await ana.type(channel, link)
    await ana.type(channel, page_of(world, orders))
    await unfolded(ana, "*Orders*")
    await beats(world, 2)
    with_cards = [one for one in await ana.look_back(channel) if one.get("attachments")]
    assert len(with_cards) == 1
    assert await said(ana, private) == []


async def test_what_slack_refuses_is_nobody_s_trouble(unfolding: World) -> None:
    """Nobody asked for the card: a refusal is for the log; the same link twice makes one card."""
    world = unfolding
    ana, channel = await world.member(), world.channel("general")
    orders = await make_sync(world, "Orders", await both_ends(world))
    private = await ana.dm(world.workspace.app.bot_user_id)
    await world.fault_at_slack(method="chat.unfurl", error="cannot_unfurl_message", times=1)
    await ana.type(channel, page_of(world, orders))
    await ana.type(channel, f"{page_of(world, orders)} {page_of(world, orders)}")
    await unfolded(ana, "*Orders*")
    cards = [one.get("attachments", []) for one in await ana.look_back(channel)]
    assert sorted(len(one) for one in cards if one) == [1]
    assert await said(ana, private) == []


async def test_by_default_nothing_unfolds(world: World) -> None:
    """The app asks for no scope to read links unless somebody wishes that."""
    ana, channel = await world.member(), world.channel("general")
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ana.type(channel, page_of(world, orders))
    await ana.message(orders, channel=channel)
    await beats(world, 3)
    assert [one for one in await world.requests_to_slack() if one["method"] == "chat.unfurl"] == []
