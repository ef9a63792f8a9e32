from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from days import rows, until
from steps import card_of, connect_both, connect_salesforce, say_yes, snowflake_form
from walks import ANNOUNCED, NAME, at_once, plan_with, to_plan, until_done, until_no_setup, words_of
from watching import archive
from world import SIGNING_SECRET, World, button_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json


async def wanted(world: World, person: Member, channel: str, name: str = NAME) -> Json:
    """Answer every form, for all objects; returns Slack's answer to the last."""
    await at_once(world)
    await to_plan(person, channel)
    return await plan_with(person, {"name": name, "choice": "all", "channel_id": channel})


async def new_ends(person: Member, form: Json) -> dict[str, Json]:
    """Find what is to be chosen for two new connections."""
    (source,) = await person.find(form, "source", "new salesforce")
    (destination,) = await person.find(form, "destination", "new snowflake")
    return {"source": source, "destination": destination}


async def sync_names(world: World) -> list[str]:
    """List the bulk syncs at Polytomic."""
    return sorted(one["name"] for one in (await world.state_of_polytomic())["syncs"])


async def test_a_name_that_somebody_else_is_setting_up_is_refused(world: World) -> None:
    """Two people, one name: the second reads whose it is, in the form; another name goes on."""
    ana, ben = await world.member(), await world.member(world.users[1])
    channel = world.channel("data-ops")
    assert (await wanted(world, ana, channel))["ok"]
    await say_yes(ana)
    await ana.modal("done")

    await connect_both(ben, channel)
    assert (await plan_with(ben, {"name": NAME.upper(), "choice": "all", "channel_id": channel}))["ok"]
    form = await ben.modal("plan", saying="already setting up")
    said = words_of(form)
    assert f"already setting up a sync named “{NAME.upper()}”." in said
    assert f"<@{ana.user_id}>" in said
    assert "Choose another name" in said
    assert (await ben.submit(form, {"name": "Ben's sync"}))["ok"]
    await say_yes(ben)
    await ben.modal("done")

    for person in (ana, ben):
        await world.follow_sign_in(await card_of(world, person, "'sign_in'"))
        await card_of(world, person, "The bulk sync exists")
    assert await sync_names(world) == ["Ben's sync", NAME]


async def test_a_name_that_polytomic_has_is_refused(world: World) -> None:
    """A bulk sync of that name is there already: said under the name, and nothing is created twice."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await wanted(world, ana, channel)
    await until_done(world, ana)
    await ana.close(await ana.modal("done"))

    await connect_both(ana, channel)
    await plan_with(ana, {"name": NAME.lower(), "choice": "all", "channel_id": channel})
    form = await ana.modal("plan", saying="exists already")
    assert f"A bulk sync called “{NAME}” exists already." in words_of(form)
    assert await sync_names(world) == [NAME]
    assert (await ana.submit(form, {"name": "Another"}))["ok"]
    await until_done(world, ana)
    await ana.message("Another", ANNOUNCED, channel=channel)
    assert await sync_names(world) == ["Another", NAME]


@pytest.mark.parametrize("name", ["general", "finance-data"])
async def test_a_channel_without_the_bot_is_refused_until_it_is_invited(world: World, name: str) -> None:
    """Public or private: the form says what to type; once invited, the same form goes through."""
    ana = await world.member()
    channel = world.channel(name)
    assert (await wanted(world, ana, channel))["ok"]
    form = await ana.modal("plan", saying="/invite")
    said = words_of(form)
    assert "I am not in that channel, so I cannot post there." in said
    assert "Type `/invite @polytomic` in that channel first." in said
    assert not await sync_names(world)

    await ana.type(channel, "/invite @polytomic")
    assert (await ana.submit(form))["ok"]
    await until_done(world, ana)
    await ana.message(NAME, ANNOUNCED, channel=channel)
    assert await sync_names(world) == [NAME]


async def test_an_archived_channel_is_refused(world: World) -> None:
    """Nothing can be announced in an archived channel: said at the form, where another one is chosen."""
    ana = await world.member()
    archived, channel = world.channel("data-team"), world.channel("data-ops")
    await ana.type(archived, "/invite @polytomic")
    await archive(world, archived)
    await to_plan(ana, channel)
    await plan_with(ana, {"name": NAME, "choice": "all", "channel_id": archived})
    form = await ana.modal("plan", saying="is archived")
    assert (await ana.submit(form, {"channel_id": channel}))["ok"]
    await until_done(world, ana)
    await ana.message(NAME, ANNOUNCED, channel=channel)


async def refusals(world: World, channel: str) -> bool:
    """Tell whether Slack has refused the announcement twice."""
    posts = [one for one in await world.requests_to_slack() if one["method"] == "chat.postMessage"]
    refused = [one for one in posts if one["arguments"]["channel"] == channel and not one["response"]["ok"]]
    return len(refused) == 2


async def waits_for_the_invitation(world: World) -> bool:
    """Tell whether the setup asks its requester to invite the bot."""
    return await rows(world, "SELECT question FROM setups") == [("invite",)]


async def test_a_channel_that_lost_the_bot_gets_its_announcement_later(world: World) -> None:
    """Removed after the form: the card asks for the invitation until it is true, and then posts once."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await wanted(world, ana, channel)
    await say_yes(ana)
    await ana.modal("done")
    await ana.type(channel, "/remove @polytomic")
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "'announce'")
    said = words_of(card)
    assert f"The bulk sync exists. Its announcement in <#{channel}> waits for you." in said
    assert "I am not in that channel" in said
    assert "Type `/invite @polytomic` in that channel first. Then press *Post the announcement*." in said
    assert await sync_names(world) == [NAME]

    await ana.click(card, "announce")
    await until(lambda: refusals(world, channel), "a second refusal")
    await until(lambda: waits_for_the_invitation(world), "the row to ask for the invitation again")
    card = await card_of(world, ana, "'announce'")
    await ana.type(channel, "/invite @polytomic")
    await ana.click(card, "announce")
    announcement = await ana.message(NAME, ANNOUNCED, channel=channel)
    await card_of(world, ana, "Its announcement is in")
    await ana.click(announcement, "run_now")
    await ana.message("finished", channel=channel, thread=announcement["ts"])
    posted = [one for one in await ana.look_back(channel) if ANNOUNCED in str(one)]
    assert len(posted) == 1


async def press_as(world: World, user: str, action_id: str, value: str) -> None:
    """Send the press of a button that Slack would show to somebody else only."""
    payload = {
        "type": "block_actions",
        "team": {"id": world.workspace.team.id, "domain": world.workspace.team.domain},
        "user": {"id": user, "team_id": world.workspace.team.id},
        "api_app_id": world.workspace.app.id,
        "container": {"type": "message"},
        "trigger_id": uuid4().hex,
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }
    body = urlencode({"payload": json.dumps(payload)})
    stamp = str(int(time.time()))
    signed = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signed}",
    }
    url = f"http://127.0.0.1:{world.settings.port}/slack/events"
    async with world.http.post(url, data=body, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


@pytest.mark.parametrize("way", ["http"])
@pytest.mark.parametrize("action_id", ["cancel_setup", "new_link", "retry_setup", "use_suggestions"])
async def test_the_buttons_of_somebody_else_are_refused(world: World, action_id: str) -> None:
    """A setup obeys its requester only: anybody else reads whose it is, and it goes on unharmed."""
    ana, ben = await world.member(), await world.member(world.users[1])
    channel = world.channel("data-ops")
    await wanted(world, ana, channel)
    await say_yes(ana)
    await ana.modal("done")
    card = await card_of(world, ana, "'sign_in'")
    await press_as(world, ben.user_id, action_id, button_of(card, "cancel_setup")["value"])
    said = words_of(await card_of(world, ben, "somebody else"))
    assert "This setup belongs to somebody else." in said
    assert f"<@{ana.user_id}>" in said

    await world.follow_sign_in(card)
    await ana.message(NAME, ANNOUNCED, channel=channel)


async def test_unfinished_setups_are_listed_for_their_requester_only(world: World) -> None:
    """The list offers a new link and a cancel; each redraws it, and the old link stops working."""
    ana, ben = await world.member(), await world.member(world.users[1])
    channel = world.channel("data-ops")
    await wanted(world, ana, channel)
    await say_yes(ana)
    await ana.modal("done")
    first_link = button_of(await card_of(world, ana, "'sign_in'"), "sign_in")["url"]
    await ben.type(channel, "/polytomic setups")
    await ben.message("You have no unfinished setups.")
    await ana.type(channel, "/polytomic setups")
    listed = await ana.message("Unfinished setups", channel=channel)
    assert NAME in words_of(listed)
    assert "The link is in my direct message to you." in words_of(listed)
    assert first_link not in str(listed)

    await ana.click(listed, "new_link")
    card = await ana.wait(lambda: _with_other_link(ana, first_link), "a card with a new link")
    async with world.http.get(first_link) as page:
        assert page.status >= 400
    await world.follow_sign_in(card)
    await ana.message(NAME, ANNOUNCED, channel=channel)


def _with_other_link(person: Member, link: str) -> Json | None:
    cards = [one for one in person.messages.values() if "'sign_in'" in str(one)]
    return next((one for one in cards if button_of(one, "sign_in")["url"] != link), None)


async def test_a_setup_is_cancelled_from_the_list(world: World) -> None:
    """The list shows at once that it is gone, the card says what remains, and the name is free again."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await wanted(world, ana, channel)
    await say_yes(ana)
    await ana.close(await ana.modal("done"))
    await ana.type(channel, "/polytomic setups")
    await ana.click(await ana.message("Unfinished setups", channel=channel), "cancel_setup")
    await ana.message("You have no unfinished setups.", channel=channel)
    card = await card_of(world, ana, "It was cancelled.")
    assert "In Polytomic there is still the connection *Salesforce Connection*" in words_of(card)

    await ana.type(channel, "/polytomic new")
    form = await ana.modal("ends")
    for_source = await ana.find(form, "source", "salesforce connection")
    assert any(one["value"].startswith("connection:") for one in for_source)
    await ana.close(form)
    await connect_both(ana, channel)
    await plan_with(ana, {"name": NAME, "choice": "all", "channel_id": channel})
    await until_done(world, ana)
    await ana.message(NAME, ANNOUNCED, channel=channel)


async def test_the_home_tab_starts_and_cancels_setups(world: World) -> None:
    """All of it works from the Home tab, without a command, and the tab shows what is true now."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ana.open_home()
    await ana.press_home("new_sync")
    form = await ana.modal("ends")
    assert (await ana.submit(form, await new_ends(ana, form)))["ok"]
    await ana.close(await ana.modal("connection", saying="Salesforce"))
    await until_no_setup(world)
    await wanted(world, ana, channel)
    await say_yes(ana)
    await ana.modal("done")
    await ana.open_home()
    await ana.wait(lambda: NAME in str(ana.home), "the setup on the Home tab")
    assert "'sign_in'" not in str(ana.home)
    await ana.press_home("cancel_setup")
    await ana.wait(lambda: NAME not in str(ana.home), "the setup to leave the Home tab")
    await card_of(world, ana, "It was cancelled.")


async def test_the_shortcut_begins_a_setup_anywhere(world: World) -> None:
    """The global shortcut opens the first form, and its last form asks for the channel, as none is known."""
    ana = await world.member()
    await ana.use_shortcut("new_sync")
    form = await ana.modal("ends")
    assert (await ana.submit(form, await new_ends(ana, form)))["ok"]
    await ana.modal("connection", saying="Salesforce")


async def test_a_setup_that_was_left_in_its_forms_is_listed_with_continue(world: World) -> None:
    """Whoever closed a form finds it in the list, and goes on from there."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_salesforce(ana, channel)
    await ana.close(await snowflake_form(ana))
    await card_of(world, ana, "continue_setup")
    await ana.type(channel, "/polytomic setups")
    listed = await ana.message("Unfinished setups", channel=channel)
    await ana.click(listed, "continue_setup")
    await snowflake_form(ana)
