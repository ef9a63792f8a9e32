from __future__ import annotations

from typing import TYPE_CHECKING

from days import (
    beats,
    come_round,
    connection_at,
    forget_requests,
    in_polytomic,
    rows,
    said,
    shift,
    until,
    until_state,
)
from steps import card_of, connect_both, plan
from walks import ANNOUNCED, NAME, words_of
from world import button_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def to_sign_in(world: World, ana: Member, name: str = NAME) -> Json:
    """Answer every form; returns the card with the sign-in link."""
    await connect_both(ana, world.channel("data-ops"))
    await plan(ana, world.channel("data-ops"), name)
    done = await ana.modal("done")
    await ana.close(done)
    return await card_of(world, ana, "'sign_in'", name)


async def ends_well(world: World, ana: Member) -> None:
    """Expect one bulk sync, and one announcement of it."""
    channel = world.channel("data-ops")
    await ana.message(ANNOUNCED, NAME, channel=channel)
    await until_state(world, "created")
    await beats(world, 2)
    assert [one["name"] for one in (await world.state_of_polytomic())["syncs"]] == [NAME]
    assert len(await said(ana, channel, ANNOUNCED)) == 1


async def new_link(ana: Member, card: Json) -> Json:
    """Press the card's button for a new link; returns the card once it has another one."""
    old = str(card)
    await ana.click(card, "new_link")

    def renewed() -> Json | None:
        now = ana.messages[card["channel"], card["ts"]]
        has_link = "'sign_in'" in str(now)
        return now if has_link and button_of(now, "sign_in")["url"] not in old else None

    found: Json = await ana.wait(renewed, "a new link on the card")
    return found


async def test_a_denied_sign_in_is_told_each_time_and_can_be_repeated(world: World) -> None:
    """Denied twice: the card says so twice, with a new link each time; allowed in the end, it goes on."""
    ana = await world.member()
    card = await to_sign_in(world, ana)
    for _ in range(2):
        await world.follow_sign_in(card, allow=False)
        card = await card_of(world, ana, "was denied", "Send a new link")
        assert "Salesforce" in words_of(card)
        assert "'sign_in'" not in str(card), "the used link must be gone"
        card = await new_link(ana, card)
        assert "was denied" not in words_of(card)
    await world.follow_sign_in(card)
    await ends_well(world, ana)


async def test_an_expired_link_is_replaced_by_a_new_one(world: World) -> None:
    """Polytomic's links live an hour; the card's button brings one that works."""
    ana = await world.member()
    card = await to_sign_in(world, ana)
    old = button_of(card, "sign_in")["url"]
    await world.at_polytomic("clock", advance_seconds=3601)
    async with world.http.get(old) as page:
        assert page.status == 410
    card = await new_link(ana, card)
    await world.follow_sign_in(card)
    await ends_well(world, ana)


async def test_who_never_signs_in_is_reminded_twice_and_told_of_the_end(world: World) -> None:
    """A reminder after an hour and another after a day, once each; after seven days the end is said."""
    ana = await world.member()
    card = await to_sign_in(world, ana)
    private = card["channel"]

    for interval, number in (("61 minutes", 1), ("25 hours", 2)):
        await shift(world, interval)

        async def is_reminded(wanted: int = number) -> bool:
            return len(await said(ana, private, "still waits")) == wanted

        await until(is_reminded, f"reminder {number}")
        await come_round(world, "chores")
        assert await is_reminded(), "a reminder is not repeated"

    await shift(world, "7 days 1 minute")
    await until_state(world, "expired")
    over = await card_of(world, ana, "seven days", "new_sync")
    assert "'sign_in'" not in str(over)
    assert "Salesforce Connection" in words_of(over), "what is left in Polytomic is named"
    await come_round(world, "chores")
    notices = [one for one in await said(ana, private, "seven days") if one["ts"] != card["ts"]]
    assert len(notices) == 1, "the end is said aloud, once"

    await ana.click(over, "new_sync")
    await ana.modal("ends")


async def test_a_connection_deleted_while_the_sign_in_is_waited_for_ends_the_setup(world: World) -> None:
    """The card says which connection is gone, and a new sync can be started from it."""
    ana = await world.member()
    await to_sign_in(world, ana)
    source = await connection_at(world, "salesforce")
    await in_polytomic(world, "DELETE", f"connections/{source['id']}")
    card = await card_of(world, ana, source["name"], "was deleted in Polytomic", "new_sync")
    assert "'sign_in'" not in str(card)
    await until_state(world, "failed")

    await ana.click(card, "new_sync")
    await ana.modal("ends")


async def test_a_source_that_breaks_after_the_sign_in_is_signed_in_to_again(world: World) -> None:
    """Polytomic never caches a broken source's objects, so the bot says that it broke and waits no more."""
    ana = await world.member()
    await world.at_polytomic("config", schema_delay_seconds=600)
    card = await to_sign_in(world, ana)
    await world.follow_sign_in(card)
    await until_state(world, "awaiting_schemas")
    source = await connection_at(world, "salesforce")
    await world.at_polytomic(f"connections/{source['id']}", status="unhealthy", status_error="token revoked")

    card = await card_of(world, ana, "stopped working", "token revoked", "new_link")
    await beats(world, 3)
    assert "stopped working" in str(ana.messages[card["channel"], card["ts"]]), "no other story replaces it"
    await world.at_polytomic("config", schema_delay_seconds=0.1)
    await world.follow_sign_in(await new_link(ana, card))
    await ends_well(world, ana)


async def test_a_source_that_breaks_before_the_bulk_sync_is_created_is_signed_in_to_again(
    world: World,
) -> None:
    """Polytomic refuses the bulk sync of a broken source; the reason is said, and a new link leads on."""
    ana = await world.member()
    card = await to_sign_in(world, ana)
    await world.at_polytomic("faults", method="POST", path="^/api/bulk/syncs$", status=503, times=1)
    await world.follow_sign_in(card)
    await until_state(world, "creating")
    source = await connection_at(world, "salesforce")
    await world.at_polytomic(f"connections/{source['id']}", status="unhealthy", status_error="token revoked")

    card = await card_of(world, ana, "stopped working", "token revoked", "new_link")
    assert (await world.state_of_polytomic())["syncs"] == []
    await world.follow_sign_in(await new_link(ana, card))
    await ends_well(world, ana)


async def test_a_source_deleted_after_the_sign_in_ends_the_setup_aloud(world: World) -> None:
    """What can never be created is not tried for ever: the card says that the connection was deleted."""
    ana = await world.member()
    await world.at_polytomic("config", schema_delay_seconds=600)
    await world.follow_sign_in(await to_sign_in(world, ana))
    await until_state(world, "awaiting_schemas")
    source = await connection_at(world, "salesforce")
    await in_polytomic(world, "DELETE", f"connections/{source['id']}")
    card = await card_of(world, ana, source["name"], "was deleted in Polytomic", "new_sync")
    await until_state(world, "failed")

    await ana.click(card, "new_sync")
    await ana.modal("ends")


async def test_a_beat_asks_polytomic_once_for_all_sign_ins_and_never_for_none(world: World) -> None:
    """With nothing waiting there is no request but the look at everybody's health, once in twelve beats.

    With three sign-ins waiting it is one per beat.
    """
    await forget_requests(world)
    await beats(world, 3)
    assert len(await world.requests_to_polytomic()) <= 1

    ana = await world.member()
    cards = [await to_sign_in(world, ana, f"{NAME} {number}") for number in range(3)]
    await beats(world, 1)
    await forget_requests(world)
    await beats(world, 5)
    asked = [f"{one['method']} {one['path']}" for one in await world.requests_to_polytomic()]
    assert set(asked) == {"GET /api/connections"}
    assert len(asked) in {4, 5, 6, 7}, "one per beat, and one for health; two may fall on either side"

    for card in cards:
        await ana.click(ana.messages[card["channel"], card["ts"]], "cancel_setup")
    await until_state(world, "cancelled")
    await beats(world, 1)
    await forget_requests(world)
    await beats(world, 3)
    assert len(await world.requests_to_polytomic()) <= 1
    assert await rows(world, "SELECT count(*) FROM setups WHERE auth_url IS NOT NULL") == [(0,)]
