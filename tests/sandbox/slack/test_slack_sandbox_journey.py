from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_driver import DATA_OPS, Person, connected, plain
from slack_sdk.web.async_client import AsyncWebClient

MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "only for the app",
    "title": {"type": "plain_text", "text": "First"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "typed", "initial_value": "Tea"},
        }
    ],
}


class Kept(dict[str, dict[str, Any]]):
    """What the app got, by kind."""


def listeners(bolt: AsyncApp, kept: Kept) -> None:
    """Give the app one listener for each step of the round."""

    @bolt.command("/try")
    async def open_modal(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        kept["command"] = body
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @bolt.view("form")
    async def submitted(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        kept["submission"] = body
        name = body["view"]["state"]["values"]["name"]["typed"]["value"]
        button = {"type": "button", "text": plain("Press"), "action_id": "press", "value": "7"}
        row = {"type": "actions", "elements": [button]}
        await client.chat_postMessage(channel=DATA_OPS, text=f"Made {name}", blocks=[row])

    @bolt.action("press")
    async def pressed(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        kept["action"] = body
        await respond(text="Pressed", replace_original=True)


async def test_a_command_opens_a_modal_whose_submission_ends_in_a_message(
    bolt: AsyncApp, ada: Person
) -> None:
    """The whole round: command, trigger, modal, submission, post, button, response_url."""
    kept = Kept()
    listeners(bolt, kept)
    async with connected(bolt):
        assert (await ada.type("/try now @ben in #general"))["ok"]
        view = await ada.modal("First")
        assert "private_metadata" not in view
        assert view["state"]["values"]["name"]["typed"]["value"] == "Tea"
        state = {"values": {"name": {"typed": {"type": "plain_text_input", "value": "Coffee"}}}}
        answer = await ada.ask("submit", view_id=view["id"], state=state)
        assert answer == {"ok": True, "result": "close"}
        message = (await ada.hears("message"))["message"]
        [row] = message["blocks"]
        assert message["text"] == "Made Coffee"
        container = {"type": "message", "channel": DATA_OPS, "message_ts": message["ts"]}
        used = {
            "container": container,
            "block_id": row["block_id"],
            "action_id": "press",
            "element": "button",
        }
        assert await ada.ask("action", **used) == {"ok": True}
        changed = (await ada.hears("message_changed"))["message"]
        assert (changed["text"], "blocks" in changed) == ("Pressed", False)
    assert kept["command"]["text"] == "now <@U0BEN000002|ben> in <#C0GENERAL01|general>"
    assert kept["submission"]["view"]["private_metadata"] == "only for the app"
    assert kept["action"]["actions"][0]["value"] == "7"
