from typing import Any

import aiohttp
import pytest
from slack_driver import ADA, BEN, BOT, DATA_OPS, DATA_TEAM, DIEGO, FINANCE, GENERAL, Person, Recorder
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running


async def test_boot_gives_what_this_member_may_see(ada: Person, ben: Person) -> None:
    """Private channels are only there for their members; commands and shortcuts come from the manifest."""
    mine, theirs = await ada.see("boot"), await ben.see("boot")
    assert {item["id"] for item in mine["channels"]} == {GENERAL, DATA_OPS, DATA_TEAM, FINANCE}
    assert {item["id"] for item in theirs["channels"]} == {GENERAL, DATA_OPS, DATA_TEAM}
    assert mine["me"]["id"] == ADA
    assert mine["app"]["commands"][0] == {"command": "/try", "description": "Try it", "usage_hint": "[words]"}
    assert [item["type"] for item in mine["app"]["shortcuts"]] == ["global", "message"]
    present = {item["id"]: item["bot_is_member"] for item in mine["channels"]}
    assert present == {GENERAL: False, DATA_OPS: True, DATA_TEAM: False, FINANCE: False}


async def test_nobody_acts_as_a_bot_or_a_stranger(session: aiohttp.ClientSession, sandbox: Running) -> None:
    """The page is for people; what it sends wrongly is a 400 that says what."""
    for user in (BOT, "USLACKBOT", "U404"):
        assert (await Person(session, sandbox.url, user).see("boot"))["error"] == "user_not_found"
    async with session.post(f"{sandbox.url}/client/message", json={"as": ADA}) as answer:
        assert answer.status == 400
        assert "channel: Field required" in (await answer.json())["message"]


async def test_a_message_is_stored_with_entities(ada: Person, ben: Person) -> None:
    """Names become ids, links become links, and < > & are encoded, as Slack stores them."""
    await ada.type("hi @ben, see #general & <b> https://larkspur.example/a?b=1&c=2")
    text = (await ben.hears("message"))["message"]["text"]
    assert text == (
        f"hi <@{BEN}>, see <#{GENERAL}|general> &amp; &lt;b&gt; <https://larkspur.example/a?b=1&c=2>"
    )


async def test_writing_needs_membership(ben: Person, sandbox: Running) -> None:
    """A private channel does not exist for outsiders; a public one can be joined, left and joined again."""
    assert (await ben.type("hi", channel=FINANCE))["error"] == "channel_not_found"
    assert (await ben.see("history", channel=FINANCE))["error"] == "channel_not_found"
    await ben.type("/leave")
    assert (await ben.type("hi"))["error"] == "not_in_channel"
    assert (await ben.ask("join", channel=DATA_OPS))["channel"]["is_member"]
    assert (await ben.type("hi"))["ok"]
    await ben.type("/leave")
    await ben.type("/join #data-ops", channel=GENERAL)
    assert BEN in sandbox.workspace.channels[DATA_OPS].members
    assert (await ben.type("   "))["error"] == "no_text"


async def test_somebody_invited_to_a_private_channel_sees_it_at_once(ada: Person, ben: Person) -> None:
    """The sidebar follows without a reload, both ways."""
    await ada.type("/invite @ben", channel=FINANCE)
    heard = await ben.hears("channel", lambda item: item["channel"]["id"] == FINANCE)
    assert heard["channel"]["is_member"]
    await ada.type("/remove @ben", channel=FINANCE)
    heard = await ben.hears("channel", lambda item: not item["channel"]["is_member"])
    assert heard["channel"]["id"] == FINANCE


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/nothing", "/nothing is not a valid command"),
        ("/invite @nobody", "We couldn't find @nobody. Type /invite and the name of a member."),
        ("/invite @Polytomic", f"<@{BOT}> is already in this channel."),
        ("/join #nowhere", "There is no channel called #nowhere."),
        ("/remove @nobody", "@nobody is not in this channel."),
    ],
)
async def test_slackbot_says_what_a_command_could_not_do(ada: Person, typed: str, told: str) -> None:
    """Only to the one who typed, and nothing is posted."""
    await ada.type(typed)
    message = (await ada.hears("ephemeral"))["message"]
    assert (message["text"], message["user"]) == (told, "USLACKBOT")


@pytest.mark.usefixtures("recorder")
async def test_commands_do_not_work_in_threads(ada: Person) -> None:
    """Slack refuses them there; a leading space sends the words instead."""
    root = (await ada.type("first"))["ts"]
    await ada.type("/try x", thread_ts=root)
    message = (await ada.hears("ephemeral"))["message"]
    assert (message["text"], message["thread_ts"]) == ("/try is not supported in threads. Sorry!", root)
    await ada.type(" /try x", thread_ts=root)
    assert (await ada.hears("message", lambda item: "thread_ts" in item["message"]))["message"][
        "text"
    ] == "/try x"


async def test_should_escape_decides_how_names_reach_a_command(ada: Person, recorder: Recorder) -> None:
    """With it, entities; without it, the words as typed, even when the page completed them."""
    await ada.type(f"/try @ben <#{GENERAL}> a&b")
    assert (await recorder.gets("command"))["text"] == f"<@{BEN}|ben> <#{GENERAL}> a&amp;b"
    await ada.type(f"/raw <@{BEN}> #general a&b")
    assert (await recorder.gets("command"))["text"] == "@ben #general a&b"


async def test_unread_counts_what_others_wrote(ada: Person, ben: Person) -> None:
    """Own messages and thread replies do not count; reading clears the badge live."""
    ts = (await ada.type("one"))["ts"]
    await ada.type("two")
    await ada.type("reply", thread_ts=ts)
    unread = {item["id"]: item["unread"] for item in (await ben.see("boot"))["channels"]}
    assert unread[DATA_OPS] == 2
    assert {item["unread"] for item in (await ada.see("boot"))["channels"]} == {0}
    await ben.ask("read", channel=DATA_OPS)
    assert (await ben.hears("channel"))["channel"]["unread"] == 0


async def test_people_talk_directly_and_nobody_else_hears(ada: Person, ben: Person) -> None:
    """A direct conversation exists once for both ends and for nobody else."""
    channel = (await ada.ask("dm", user=DIEGO))["channel"]
    assert (channel["is_im"], channel["user"]) == (True, DIEGO)
    assert (await ada.ask("dm", user=DIEGO))["channel"]["id"] == channel["id"]
    await ada.type("psst", channel=channel["id"])
    assert ben.news == []
    assert (await ben.see("history", channel=channel["id"]))["error"] == "channel_not_found"
    assert (await ada.ask("dm", user="U404"))["error"] == "user_not_found"


async def test_the_app_hears_messages_that_it_subscribed_to(ada: Person, recorder: Recorder) -> None:
    """message.im in its conversation, app_mention in a channel; not what is said where it is absent."""
    direct = (await ada.ask("dm", user=BOT))["channel"]["id"]
    await ada.type("hello", channel=direct)
    event = (await recorder.gets("event_callback"))["event"]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "hello")
    await ada.type("@polytomic hi", channel=GENERAL)
    await ada.type("@polytomic ho")
    event = (await recorder.gets("event_callback"))["event"]
    assert (event["type"], event["channel"], event["text"]) == ("app_mention", DATA_OPS, f"<@{BOT}> ho")


async def test_a_page_that_comes_late_sees_the_open_modal(
    session: aiohttp.ClientSession, sandbox: Running, client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """A reload does not lose the stack: the stream begins with it."""
    view: dict[str, Any] = {"type": "modal", "title": {"type": "plain_text", "text": "Here"}, "blocks": []}
    await client.views_open(trigger_id=await recorder.trigger(ada), view=view)
    async with session.ws_connect(f"{sandbox.url}/client/stream?as={ADA}") as stream:
        news = await stream.receive_json()
    assert news["stack"][0]["title"]["text"] == "Here"
    assert (await ada.see("boot"))["views"] == news["stack"]


async def test_a_file_is_only_for_those_who_see_its_channel(
    session: aiohttp.ClientSession, client: AsyncWebClient, ada: Person, sandbox: Running
) -> None:
    """A file shared in a private channel is not there for others."""
    await ada.type("/invite @Polytomic", channel=FINANCE)
    upload = await client.files_upload_v2(channel=FINANCE, filename="q4.csv", content="a,b")
    url = f"{sandbox.url}/files/{upload['file']['id']}/q4.csv"
    async with session.get(url, params={"as": ADA}) as answer:
        assert (answer.status, await answer.text()) == (200, "a,b")
    async with session.get(url, params={"as": BEN}) as answer:
        assert answer.status == 404
