from typing import Any

import aiohttp
from slack_driver import ADA, DATA_OPS, DATA_TEAM, Person, Recorder, modal, plain
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running

BUTTON = {"type": "button", "text": plain("Press"), "action_id": "it", "value": "7"}
ROW = {"type": "actions", "block_id": "row", "elements": [BUTTON]}


async def press(person: Person, message_ts: str) -> None:
    """Press the button of a message."""
    container = {"type": "message", "channel": DATA_OPS, "message_ts": message_ts}
    wish = {"container": container, "block_id": "row", "action_id": "it", "element": "button"}
    assert (await person.ask("action", **wish))["ok"]


async def test_a_response_url_serves_five_times_for_half_an_hour(
    recorder: Recorder, ada: Person, ben: Person, session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """Ephemeral by default, also where the bot is absent; in_channel for everybody; then it is over."""
    await ada.type("/try", channel=DATA_TEAM)
    url = (await recorder.gets("command"))["response_url"]
    assert await answer_at(session, url, text="quiet") == 200
    assert (await ada.hears("ephemeral"))["message"]["text"] == "quiet"
    assert await answer_at(session, url, text="loud", response_type="in_channel") == 200
    assert (await ben.hears("message"))["message"]["text"] == "loud"
    assert [await answer_at(session, url, text="x") for _ in range(4)] == [200, 200, 200, 404]
    await ada.type("/try")
    url = (await recorder.gets("command"))["response_url"]
    assert await answer_at(session, url, text="") == 400
    sandbox.workspace.clock.advance(30 * 60 + 1)
    assert await answer_at(session, url, text="late") == 404


async def answer_at(session: aiohttp.ClientSession, url: str, **body: Any) -> int:
    """Post to a response URL."""
    async with session.post(url, json=body) as answer:
        return answer.status


async def test_a_response_url_replaces_and_deletes_what_was_clicked(
    client: AsyncWebClient, recorder: Recorder, ada: Person, ben: Person, session: aiohttp.ClientSession
) -> None:
    """A replacement leaves nothing of the old message; an ephemeral can be replaced and deleted too."""
    note = [{"text": "note", "fallback": "note"}]
    ts = (await client.chat_postMessage(channel=DATA_OPS, text="x", blocks=[ROW], attachments=note))["ts"]
    await press(ada, ts)
    url = (await recorder.gets("block_actions"))["response_url"]
    assert await answer_at(session, url, text="done", replace_original=True) == 200
    changed = (await ada.hears("message_changed"))["message"]
    assert (changed["text"], "blocks" in changed, "attachments" in changed) == ("done", False, False)
    assert await answer_at(session, url, delete_original=True) == 200
    assert (await ada.hears("message_deleted"))["ts"] == ts
    quiet = await client.chat_postEphemeral(channel=DATA_OPS, user=ADA, text="q", blocks=[ROW])
    await press(ada, quiet["message_ts"])
    body = await recorder.gets("block_actions")
    assert (body["container"]["is_ephemeral"], "message" in body) == (True, False)
    assert await answer_at(session, body["response_url"], text="new", replace_original=True) == 200
    assert (await ada.hears("ephemeral_changed"))["message"]["text"] == "new"
    assert await answer_at(session, body["response_url"], delete_original=True) == 200
    assert (await ada.hears("ephemeral_deleted"))["ts"] == quiet["message_ts"]
    await ada.type("over")
    await ben.hears("message", lambda item: item["message"]["text"] == "over")
    assert [item for item in ben.news if "ephemeral" in item["type"]] == []


async def test_shortcuts_reach_the_app(client: AsyncWebClient, recorder: Recorder, ada: Person) -> None:
    """A global one without a place, a message's with its message; each only as its own kind."""
    assert (await ada.ask("shortcut", callback_id="new"))["ok"]
    body = await recorder.gets("shortcut")
    assert (body["callback_id"], body["user"]["username"], "channel" in body) == ("new", "ada", False)
    assert (await client.views_open(trigger_id=body["trigger_id"], view=modal("1")))["ok"]
    ts = (await ada.type("explain me"))["ts"]
    assert (await ada.ask("shortcut", callback_id="about", channel=DATA_OPS, message_ts=ts))["ok"]
    body = await recorder.gets("message_action")
    assert (body["message"]["text"], body["message_ts"], body["channel"]["id"]) == (
        "explain me",
        ts,
        DATA_OPS,
    )
    assert "/response/" in body["response_url"]
    assert (await ada.ask("shortcut", callback_id="about"))["error"] == "unknown_shortcut"
    assert (await ada.ask("shortcut", callback_id="gone"))["error"] == "unknown_shortcut"
