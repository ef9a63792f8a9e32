from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from days import in_polytomic, rows, until
from process import Process
from steps import card_of, connect_salesforce, form_of, plan
from walks import ANNOUNCED, words_of
from world import FOUND, bot_in, button_of, stand_ins

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

PASSWORD = "only-for-the-page-7"
ON_PAGE = {"account": "uc193736182", "username": "user", "password": PASSWORD, "dbname": "database"}
NAME = "Snowflake Connection"
SEE_OTHER, GONE = 303, 410


async def ask_for_page(person: Member, channel: str) -> Json:
    """Take the recommended way for Snowflake, which the form proposes; returns the waiting modal."""
    await connect_salesforce(person, channel)
    way = await person.modal("way", saying="Snowflake")
    assert "recommended" in words_of(way)
    assert (await person.submit(way))["ok"]
    return await person.modal("waiting", saying="secure page")


async def test_credentials_entered_on_the_page_reach_neither_slack_nor_the_bot(world: World) -> None:
    """The link comes by direct message alone, the modal goes on by itself, and the sync is created."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ask_for_page(ana, channel)
    card = await card_of(world, ana, "Open the secure page")
    link = button_of(card, "sign_in")["url"]
    assert await world.enter_on_page(card, **ON_PAGE) == FOUND
    await plan(ana, channel)
    await world.follow_sign_in(await card_of(world, ana, "Waits for you to sign in to Salesforce"))
    await ana.message(ANNOUNCED, channel=channel)
    for call in await world.requests_to_slack():
        place = str(call["arguments"].get("channel", ""))
        is_private = call["method"].startswith("chat.") and place[:1] in {"U", "D"}
        assert is_private or link not in str(call), "the link is for one person only"
        assert (
            not (is_private and link in str(call))
            or "unfurl_links" not in str(call)
            or "True" not in str(call["arguments"].get("unfurl_links"))
        )
    bodies = [one for one in await world.requests_to_polytomic() if "/connect/" not in one["path"]]
    assert PASSWORD not in json.dumps([bodies, await world.requests_to_slack()])
    assert PASSWORD not in str(await rows(world, "SELECT setups::text FROM setups"))
    sent = [one for one in await world.requests_to_polytomic() if one["path"] == "/api/connections/connect/"]
    assert sent[0]["body"]["whitelist"] == ["snowflake"]
    assert sent[0]["body"]["ttl"] >= 3600, "a person needs more than Polytomic's five minutes"


async def test_a_closed_window_is_made_up_for_by_a_message(world: World) -> None:
    """Whoever closes the modal hears in a direct message that it goes on, and continues from there."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.close(await ask_for_page(ana, channel))
    card = await card_of(world, ana, "Open the secure page")
    assert await world.enter_on_page(card, **ON_PAGE) == FOUND
    told = await ana.message("the connections are fine", "'continue_setup'")
    await ana.click(told, "continue_setup")
    await ana.modal("plan")


async def test_an_expired_link_is_said_and_replaced(world: World) -> None:
    """An abandoned page ends in a new link, not in silence; the connection is made with that one."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ask_for_page(ana, channel)
    old = button_of(await card_of(world, ana, "Open the secure page"), "sign_in")["url"]
    await rows(world, 'UPDATE setups SET page = page || \'{"valid_until": "2020-01-01T00:00:00Z"}\'')
    card = await card_of(world, ana, "The link to the secure page has expired")
    assert "'sign_in'" not in str(card), "a dead link is not offered"
    await ana.click(card, "new_link")

    async def is_new() -> Json | None:
        card = await card_of(world, ana, "Open the secure page")
        return card if button_of(card, "sign_in")["url"] != old else None

    assert await world.enter_on_page(await until(is_new, "a new link"), **ON_PAGE) == FOUND
    await ana.modal("plan")


async def test_a_page_that_is_used_twice_makes_one_connection(world: World) -> None:
    """A second link for the same name, or the same link again, cannot make a second connection."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ask_for_page(ana, channel)
    card = await card_of(world, ana, "Open the secure page")
    link = button_of(card, "sign_in")["url"]
    assert await world.enter_on_page(card, **ON_PAGE) == FOUND
    await ana.modal("plan")
    assert await world.save_page(link, **ON_PAGE) == GONE
    state = await world.state_of_polytomic()
    assert [one["name"] for one in state["connections"] if one["type"] == "snowflake"] == [NAME]


async def test_a_connection_under_another_name_is_offered_not_taken(world: World) -> None:
    """Somebody may rename it on the page; whose it is, only the person can say."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ask_for_page(ana, channel)
    body = {"name": "Warehouse EU", "type": "snowflake", "configuration": ON_PAGE}
    await in_polytomic(world, "POST", "connections", **body)
    waiting = await ana.modal("waiting", saying="Warehouse EU")
    assert "If you made it there" in words_of(waiting)
    await ana.click(await card_of(world, ana, "Use Warehouse EU"), "use_found")
    await ana.modal("plan")


async def test_the_form_can_be_had_after_all(world: World) -> None:
    """Waiting for the page is no trap: the other way is a button away."""
    ana, channel = await world.member(), world.channel("data-ops")
    waiting = await ask_for_page(ana, channel)
    await ana.press(waiting, "fill_in_here")
    assert await ana.modal("connection", saying="Snowflake")


async def test_a_taken_name_is_told_before_anybody_opens_the_page(world: World) -> None:
    """The name must be unique; finding that out on the page would waste somebody's time."""
    ana, channel = await world.member(), world.channel("data-ops")
    await in_polytomic(world, "POST", "connections", name="Taken", type="snowflake", configuration=ON_PAGE)
    await connect_salesforce(ana, channel)
    way = await ana.modal("way", saying="Snowflake")
    await ana.submit(way, {"connection_name": "Taken"})
    way = await ana.modal("way", saying="exists already")
    await ana.submit(way, {"connection_name": "Free"})
    await ana.modal("waiting")


async def test_an_administrator_can_forbid_secrets_in_slack(database_url: str) -> None:
    """SECRETS_IN_SLACK=never leaves the page as the only way, and says so."""
    async with stand_ins(database_url, secrets_in_slack="never") as world, bot_in(world):
        ana, channel = await world.member(), world.channel("data-ops")
        await connect_salesforce(ana, channel)
        way = await ana.modal("way", saying="Snowflake")
        assert "Fill in here" not in words_of(way)
        assert "nothing secret passes through Slack" in words_of(way)
        assert (await ana.submit(way))["ok"]
        waiting = await ana.modal("waiting")
        assert "fill_in_here" not in str(waiting)
        assert await world.enter_on_page(await card_of(world, ana, "secure page"), **ON_PAGE) == FOUND
        await ana.modal("plan")


@pytest.mark.parametrize("answer", [{"status": 404}, {"status": 200, "body": {"properties": "none"}}])
async def test_a_form_that_nobody_can_describe_is_polytomics_own(
    world: World, answer: dict[str, object]
) -> None:
    """No schema, or a broken one, is no dead end: Polytomic's page knows its own form."""
    ana = await world.member()
    await world.at_polytomic("faults", path="^/api/connection_types/mssql$", **answer)
    await ana.type(world.channel("data-ops"), "/polytomic connect mssql")
    way = await ana.modal("way", saying="SQL Server")
    assert "Fill in here" not in words_of(way)


@pytest.mark.parametrize("version", ["2023-04-25"])
async def test_the_oldest_version_has_forms_for_common_types_and_the_page_for_all(world: World) -> None:
    """It describes no type, so the forms that come with the bot serve, and Polytomic's own for the rest."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic connect postgresql")
    await ana.close(await form_of(ana, "PostgreSQL"))
    await ana.type(channel, "/polytomic connect mssql")
    way = await ana.modal("way", saying="SQL Server")
    assert "Fill in here" not in words_of(way)
    assert (await ana.submit(way))["ok"]
    card = await card_of(world, ana, "Open the secure page")
    assert await world.enter_on_page(card, api_key="a-good-one") == FOUND
    assert "exists and works" in words_of(await ana.modal("done"))


async def test_a_connection_that_does_not_work_yet_is_said_so(world: World) -> None:
    """Somebody finishes the page but not the service behind it: the card says what is wrong."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ask_for_page(ana, channel)
    wrong = {"name": NAME, "type": "snowflake", "configuration": ON_PAGE | {"password": "wrong"}}
    await in_polytomic(world, "POST", "connections", **wrong, validate=False)
    card = await card_of(world, ana, "does not work yet", "Incorrect username or password")
    assert "does not work yet" in words_of(await ana.modal("waiting", saying="Incorrect"))
    await ana.click(card, "new_link")
    card = await card_of(world, ana, "Open the secure page")
    assert await world.enter_on_page(card, **ON_PAGE) == FOUND
    await ana.modal("plan")


async def test_a_kill_while_somebody_is_on_the_page_loses_nothing(database_url: str) -> None:
    """The row knows that the page is waited for, and the next process notices the connection."""
    async with stand_ins(database_url) as world:
        process = Process(world.settings)
        await process.start()
        try:
            ana, channel = await world.member(), world.channel("data-ops")
            await ask_for_page(ana, channel)
            card = await card_of(world, ana, "Open the secure page")
            await process.kill()
            assert await world.enter_on_page(card, **ON_PAGE) == FOUND
            await process.start()
            await ana.modal("plan")
        finally:
            await process.kill()


async def test_a_connection_alone_needs_no_sync(world: World) -> None:
    """`connect` ends with a connection that works, and says so in the modal and on the card."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic connect postgres")
    form = await form_of(ana, "PostgreSQL")
    answers = {
        "field:hostname": "db.example.com",
        "field:username": "loader",
        "secret:password": PASSWORD,
        "field:database": "shop",
    }
    assert (await ana.submit(form, answers))["ok"]
    assert "The connection exists and works" in words_of(await ana.modal("done"))
    await card_of(world, ana, "New PostgreSQL connection", "exists and works")


async def test_a_type_is_found_by_part_of_its_name(world: World) -> None:
    """Two hundred types are too many to scroll through."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic connect")
    form = await ana.modal("type")
    found = [option["text"]["text"] for option in await ana.find(form, "type", "hub")]
    assert found[0] == "New HubSpot connection"
    await ana.submit(form, {"type": {"value": "new:hubspot", "text": {"type": "plain_text", "text": "x"}}})
    assert await ana.modal("connection", saying="HubSpot")


async def test_an_oauth_connection_alone_keeps_its_link(world: World) -> None:
    """HubSpot signs in: the link comes as a direct message, and the card says when it works."""
    ana, channel = await world.member(), world.channel("data-ops")
    await ana.type(channel, "/polytomic connect hubspot")
    assert (await ana.submit(await form_of(ana, "HubSpot")))["ok"]
    assert "sign in to HubSpot" in words_of(await ana.modal("done"))
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await card_of(world, ana, "The connection exists and works")
