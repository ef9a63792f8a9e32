from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_driver import DATA_OPS, Person, connected
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


async def test_a_command_opens_a_modal_whose_submission_ends_in_a_message(
    bolt: AsyncApp, ada: Person
) -> None:
    """The whole round: command, trigger, modal, submission, post, button, response_url."""
    seen: dict[str, Any] = {}

    @bolt.command("/try")
    async def open_modal(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        seen["command"] = body
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @bolt.view("form")
    async def submitted(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        seen["submission"] = body
        name = body["view"]["state"]["values"]["name"]["typed"]["value"]
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Press"},
            "action_id": "press",
            "value": "7",
        }
        await client.chat_postMessage(
            channel=DATA_OPS, text=f"Made {name}", blocks=[{"type": "actions", "elements": [button]}]
        )

    @bolt.action("press")
    async def pressed(ack: AsyncAck, body: dict[str, Any], respond: Any) -> None:
        await ack()
        seen["action"] = body
        await respond(text="Pressed", replace_original=True)

    async with connected(bolt):
        assert (await ada.type("/try now @ben in #general"))["ok"]
        view = await ada.modal("First")
        assert "private_metadata" not in view
        assert view["state"]["values"]["name"]["typed"]["value"] == "Tea"
        state = {"values": {"name": {"typed": {"type": "plain_text_input", "value": "Coffee"}}}}
        answer = await ada.ask("submit", view_id=view["id"], state=state)
        assert answer == {"ok": True, "result": "close"}
        message = (await ada.hears("message"))["message"]
        block = message["blocks"][0]
        assert message["text"] == "Made Coffee"
        container = {"type": "message", "channel": DATA_OPS, "message_ts": message["ts"]}
        used = {
            "container": container,
            "block_id": block["block_id"],
            "action_id": "press",
            "element": "button",
        }
        assert await ada.ask("action", **used) == {"ok": True}
        changed = (await ada.hears("message_changed"))["message"]
        assert changed["text"] == "Pressed"
        assert "blocks" not in changed
    assert seen["command"]["text"] == "now <@U0BEN000002|ben> in <#C0GENERAL01|general>"
    assert seen["submission"]["view"]["private_metadata"] == "only for the app"
    assert seen["action"]["actions"][0]["value"] == "7"
