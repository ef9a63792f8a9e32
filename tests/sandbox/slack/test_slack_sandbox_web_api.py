import json
from typing import Any

import aiohttp
import pytest
from slack_driver import (
    ADA,
    BOT,
    DATA_OPS,
    DATA_TEAM,
    FINANCE,
    MANIFEST,
    Person,
    config,
    plain,
    refused,
    running,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


async def call(
    session: aiohttp.ClientSession, sandbox: Running, method: str, **request: Any
) -> dict[str, Any]:
    """Call a method by hand."""
    async with session.post(f"{sandbox.api_url}{method}", **request) as answer:
        return await answer.json()


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")],
)
async def test_a_call_needs_this_apps_token_of_the_right_kind(
    session: aiohttp.ClientSession, sandbox: Running, token: str | None, error: str
) -> None:
    """A bot that mixes its tokens up must hear so, and be let in with the right one."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert (await call(session, sandbox, "users.list", headers=headers))["error"] == error
    good = await call(session, sandbox, "auth.test", data={"token": "xoxb-sandbox"})
    assert (good["ok"], good["user_id"], good["team_id"]) == (True, BOT, "T0SANDBOX01")
    bad = await call(
        session, sandbox, "apps.connections.open", headers={"Authorization": "Bearer xoxb-sandbox"}
    )
    assert bad["error"] == "not_allowed_token_type"


async def test_an_answer_says_which_scopes_the_token_has(
    session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """An app that checks its own scopes reads them there; another token is told nothing."""
    client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
    granted = (await client.auth_test()).headers["X-OAuth-Scopes"].split(",")
    assert sorted(granted) == sorted(MANIFEST["oauth_config"]["scopes"]["bot"])
    async with session.post(f"{sandbox.api_url}auth.test", data={"token": "xoxb-other"}) as answer:
        assert "X-OAuth-Scopes" not in answer.headers


async def test_what_the_manifest_does_not_grant_is_refused(session: aiohttp.ClientSession) -> None:
    """A scope missing from manifest.yml must fail here, not first at Slack."""
    few = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["commands"]}}}
    async with running(config(app={"manifest": few})) as sandbox:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        answer = await refused(client.chat_postMessage(channel=DATA_OPS, text="hi"))
        assert (answer["error"], answer["needed"], answer["provided"]) == (
            "missing_scope",
            "chat:write",
            "commands",
        )
        assert (await refused(client.users_info(user=ADA)))["needed"] == "users:read"
        assert (await refused(client.conversations_open(users=ADA)))["needed"] == "im:write"
        assert (await refused(client.conversations_info(channel=DATA_OPS)))["error"] == "missing_scope"


async def test_each_kind_of_conversation_has_its_own_scope(session: aiohttp.ClientSession) -> None:
    """channels:read does not open direct messages or private channels."""
    scopes = {"scopes": {"bot": ["chat:write", "channels:read"]}}
    async with running(config(app={"manifest": {**MANIFEST, "oauth_config": scopes}})) as sandbox:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        direct = (await client.chat_postMessage(channel=ADA, text="hi"))["channel"]
        assert (await client.conversations_info(channel=DATA_OPS))["ok"]
        assert (await refused(client.conversations_info(channel=direct)))["needed"] == "im:read"
        assert (await refused(client.conversations_list(types="private_channel")))["needed"] == "groups:read"


async def test_form_and_json_bodies_mean_the_same(session: aiohttp.ClientSession, sandbox: Running) -> None:
    """Slack takes both, with blocks as a string in a form, and says what it cannot read."""
    auth = {"Authorization": "Bearer xoxb-sandbox"}
    form = {"channel": DATA_OPS, "blocks": json.dumps([SECTION])}
    first = await call(session, sandbox, "chat.postMessage", headers=auth, data=form)
    body = {"channel": DATA_OPS, "blocks": [SECTION]}
    second = await call(session, sandbox, "chat.postMessage", headers=auth, json=body)
    kept = [answer["message"]["blocks"][0]["text"] for answer in (first, second)]
    assert kept[0] == kept[1] == {"type": "mrkdwn", "text": "hello", "verbatim": False}
    assert second["warning"] == "missing_charset"
    broken = await call(session, sandbox, "chat.postMessage", headers=auth, data={**form, "blocks": "[{"})
    assert broken["error"] == "invalid_blocks_format"
    json_type = {**auth, "Content-Type": "application/json"}
    assert (await call(session, sandbox, "auth.test", headers=json_type, data=b"{"))[
        "error"
    ] == "invalid_json"
    assert (await call(session, sandbox, "auth.test", headers=json_type, data=b"[]"))[
        "error"
    ] == "json_not_object"
    assert (await call(session, sandbox, "chat.shout", headers=auth))["error"] == "unknown_method"


async def test_posting_needs_a_channel_that_the_bot_is_in(client: AsyncWebClient, ada: Person) -> None:
    """A public channel says not_in_channel, a private one does not even exist, until /invite."""
    assert (await refused(client.chat_postMessage(channel=DATA_TEAM, text="hi")))["error"] == "not_in_channel"
    assert (await refused(client.chat_postMessage(channel=FINANCE, text="hi")))[
        "error"
    ] == "channel_not_found"
    assert (await refused(client.chat_postMessage(channel="C404", text="hi")))["error"] == "channel_not_found"
    await ada.type("/invite @Polytomic", channel=DATA_TEAM)
    await ada.type("/invite @Polytomic", channel=FINANCE)
    assert (await client.chat_postMessage(channel=DATA_TEAM, text="hi"))["ok"]
    assert (await client.chat_postMessage(channel=FINANCE, text="hi"))["ok"]
    assert (await client.chat_postMessage(channel="#data-ops", text="by name"))["channel"] == DATA_OPS
    await ada.type("/remove @Polytomic", channel=FINANCE)
    assert (await refused(client.chat_postMessage(channel=FINANCE, text="hi")))[
        "error"
    ] == "channel_not_found"


async def test_chat_write_public_opens_public_channels_only(session: aiohttp.ClientSession) -> None:
    """The optional scope lets the bot post unasked, but never into a private channel."""
    scopes = {"scopes": {"bot": ["chat:write", "chat:write.public"]}}
    async with running(config(app={"manifest": {**MANIFEST, "oauth_config": scopes}})) as sandbox:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        assert (await client.chat_postMessage(channel=DATA_TEAM, text="hi"))["ok"]
        assert (await refused(client.chat_postMessage(channel=FINANCE, text="hi")))[
            "error"
        ] == "channel_not_found"


async def test_an_archived_channel_takes_nothing(
    client: AsyncWebClient, session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """is_archived for new messages, is_inactive for edits; unarchived, both work again."""
    ts = (await client.chat_postMessage(channel=DATA_OPS, text="before"))["ts"]
    address = f"{sandbox.url}/_sandbox/channels/{DATA_OPS}"
    await session.patch(address, json={"is_archived": True})
    assert (await refused(client.chat_postMessage(channel=DATA_OPS, text="hi")))["error"] == "is_archived"
    assert (await refused(client.chat_update(channel=DATA_OPS, ts=ts, text="hi")))["error"] == "is_inactive"
    await session.patch(address, json={"is_archived": False})
    assert (await client.chat_update(channel=DATA_OPS, ts=ts, text="hi"))["ok"]


async def test_a_message_must_say_something_and_not_too_much(client: AsyncWebClient) -> None:
    """no_text, msg_too_long, too many attachments, metadata of the wrong form, a thread that is not there."""
    post = client.chat_postMessage
    assert (await refused(client.api_call("chat.postMessage", json={"channel": DATA_OPS})))[
        "error"
    ] == "no_text"
    assert (await refused(post(channel=DATA_OPS, text="x" * 40_001)))["error"] == "msg_too_long"
    assert (await post(channel=DATA_OPS, text="x" * 40_000))["ok"]
    many = [{"text": "a"}] * 101
    assert (await refused(post(channel=DATA_OPS, text="a", attachments=many)))[
        "error"
    ] == "too_many_attachments"
    odd = {"event_type": "x"}
    assert (await refused(post(channel=DATA_OPS, text="a", metadata=odd)))[
        "error"
    ] == "invalid_metadata_format"
    assert (await refused(post(channel=DATA_OPS, text="a", thread_ts="1.000001")))[
        "error"
    ] == "thread_not_found"
    both = post(channel=DATA_OPS, text="a", markdown_text="**b**")
    assert (await refused(both))["error"] == "markdown_text_conflict"


async def test_wrong_blocks_are_refused_with_the_place(client: AsyncWebClient) -> None:
    """The answer points at what is wrong, in Slack's form, so that a log is enough to find it."""
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    answer = await refused(client.chat_postMessage(channel=DATA_OPS, text="a", blocks=[SECTION, long]))
    assert answer["error"] == "invalid_blocks"
    words = "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {words}"]
    assert answer["errors"] == [words]
    inside = {"text": "a", "blocks": [long]}
    answer = await refused(client.chat_postMessage(channel=DATA_OPS, text="a", attachments=[inside]))
    assert answer["error"] == "invalid_attachments"


async def test_an_edit_keeps_what_was_not_sent(client: AsyncWebClient) -> None:
    """Slack's rule: attachments and metadata stay, blocks go when only text comes, and [] takes away."""
    metadata = {"event_type": "setup", "event_payload": {"id": "7"}}
    posted = await client.chat_postMessage(
        channel=DATA_OPS, text="one", blocks=[SECTION], attachments=[{"text": "note"}], metadata=metadata
    )
    place: dict[str, Any] = {"channel": DATA_OPS, "ts": posted["ts"]}
    edited = (await client.api_call("chat.update", json={**place, "blocks": [{"type": "divider"}]}))[
        "message"
    ]
    assert (edited["text"], edited["metadata"], edited["attachments"][0]["text"]) == ("one", metadata, "note")
    assert "edited" not in edited
    edited = (await client.chat_update(**place, text="two"))["message"]
    assert "blocks" not in edited
    assert edited["attachments"][0]["text"] == "note"
    assert edited["edited"]["user"] == BOT
    edited = (await client.chat_update(**place, text="three", attachments=[]))["message"]
    assert "attachments" not in edited
    assert (await refused(client.api_call("chat.update", json={**place, "text": ""})))["error"] == "no_text"
    assert (await refused(client.chat_update(channel=DATA_OPS, ts="1.000001", text="x")))[
        "error"
    ] == "message_not_found"


async def test_only_the_bots_own_messages_can_be_changed(
    client: AsyncWebClient, ada: Person, sandbox: Running
) -> None:
    """Neither a person's message nor an ephemeral can be edited or deleted by the app."""
    theirs = (await ada.type("mine"))["ts"]
    place: dict[str, Any] = {"channel": DATA_OPS, "ts": theirs}
    assert (await refused(client.chat_update(**place, text="x")))["error"] == "cant_update_message"
    assert (await refused(client.chat_delete(**place)))["error"] == "cant_delete_message"
    quiet = (await client.chat_postEphemeral(channel=DATA_OPS, user=ADA, text="psst"))["message_ts"]
    place = {"channel": DATA_OPS, "ts": quiet}
    assert (await refused(client.chat_update(**place, text="x")))["error"] == "message_not_found"
    own = (await client.chat_postMessage(channel=DATA_OPS, text="ours"))["ts"]
    assert (await client.chat_delete(channel=DATA_OPS, ts=own))["ok"]
    assert (await ada.hears("message_deleted"))["ts"] == own
    assert own not in sandbox.workspace.channels[DATA_OPS].messages


async def test_an_ephemeral_is_for_one_person_in_the_channel(
    client: AsyncWebClient, ada: Person, ben: Person
) -> None:
    """It never reaches anybody else, and only members of the channel can get one."""
    await client.chat_postEphemeral(channel=DATA_OPS, user=ADA, text="psst")
    heard = (await ada.hears("ephemeral"))["message"]
    assert (heard["text"], heard["is_ephemeral"]) == ("psst", True)
    await client.chat_postMessage(channel=DATA_OPS, text="loud")
    await ben.hears("message")
    assert [item["type"] for item in ben.news] == []
    assert [item["text"] for item in (await ben.see("history", channel=DATA_OPS))["messages"]] == ["loud"]
    assert len((await ada.see("history", channel=DATA_OPS))["messages"]) == 2
    answer = await refused(client.chat_postEphemeral(channel=DATA_OPS, user="U404", text="x"))
    assert answer["error"] == "user_not_in_channel"


async def test_a_direct_message_opens_by_user_id_and_is_named_by_its_own(
    client: AsyncWebClient, ada: Person
) -> None:
    """The answer carries the D id, which alone works for edits and threads."""
    posted = await client.chat_postMessage(channel=ADA, text="hello")
    direct = posted["channel"]
    assert direct.startswith("D")
    assert (await ada.hears("channel"))["channel"]["id"] == direct
    assert (await client.conversations_open(users=ADA))["channel"]["id"] == direct
    by_user = client.chat_update(channel=ADA, ts=posted["ts"], text="x")
    assert (await refused(by_user))["error"] == "channel_not_found"
    reply = await client.chat_postMessage(channel=direct, text="more", thread_ts=posted["ts"])
    assert reply["message"]["thread_ts"] == posted["ts"]
    changed = await ada.hears("message_changed")
    assert changed["message"]["reply_count"] == 1
    assert (await refused(client.chat_postMessage(channel="U404", text="x")))["error"] == "channel_not_found"
    assert (await refused(client.conversations_open(users="U404")))["error"] == "user_not_found"


async def test_a_reply_to_a_reply_stays_in_the_thread(client: AsyncWebClient) -> None:
    """Naming a reply as thread_ts leads to its thread; a deleted first message leaves a tombstone."""
    first = (await client.chat_postMessage(channel=DATA_OPS, text="first"))["ts"]
    reply = (await client.chat_postMessage(channel=DATA_OPS, text="reply", thread_ts=first))["ts"]
    answer = await client.chat_postMessage(channel=DATA_OPS, text="again", thread_ts=reply)
    assert answer["message"]["thread_ts"] == first
    await client.chat_delete(channel=DATA_OPS, ts=first)
    assert (await refused(client.chat_update(channel=DATA_OPS, ts=first, text="x")))[
        "error"
    ] == "cant_update_message"


async def test_a_permalink_leads_the_browser_to_the_message(
    client: AsyncWebClient, session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """What the bot puts under a link must open the page at that message."""
    ts = (await client.chat_postMessage(channel=DATA_OPS, text="here"))["ts"]
    link = (await client.chat_getPermalink(channel=DATA_OPS, message_ts=ts))["permalink"]
    assert link == f"{sandbox.url}/archives/{DATA_OPS}/p{ts.replace('.', '')}"
    async with session.get(link, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, f"/#/{DATA_OPS}/{ts}")
    bad = client.chat_getPermalink(channel=DATA_OPS, message_ts="1.000001")
    assert (await refused(bad))["error"] == "message_not_found"


async def test_blocks_can_be_validated_without_a_token(
    session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """blocks.validate is open to everybody, as at Slack."""
    good = await call(session, sandbox, "blocks.validate", json={"blocks": [SECTION]})
    assert good["ok"]
    bad = await call(
        session, sandbox, "blocks.validate", json={"view": {"type": "modal", "title": plain("x")}}
    )
    assert bad["errors"] == ["missing required field: blocks [json-pointer:/view]"]
