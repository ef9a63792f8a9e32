from typing import Any

import pytest
from slack_driver import DATA_OPS, FINANCE, TEXT, Person, Recorder, field, modal, options, refused
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running

TROUBLE = "We had some trouble connecting. Try again?"


async def opened(
    client: AsyncWebClient, recorder: Recorder, ada: Person, view: dict[str, Any]
) -> dict[str, Any]:
    """Open a modal and wait until Ada sees it."""
    await client.views_open(trigger_id=await recorder.trigger(ada), view=view)
    return await ada.modal()


def typed(value: str | None, kind: str = "plain_text_input") -> dict[str, Any]:
    """Write the state of a form with the one input `name`."""
    return {"values": {"name": {"it": {"type": kind, "value": value}}}}


async def test_a_required_input_is_asked_for_before_the_app_hears(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """Slack itself marks the empty field; filled in, the form goes through."""
    view = await opened(client, recorder, ada, modal("1", field("name", TEXT)))
    answer = await ada.ask("submit", view_id=view["id"], state=typed(None))
    assert answer["errors"] == {"name": "Please complete this required field."}
    assert (await ada.ask("submit", view_id=view["id"], state=typed("")))["error"] == "validation"
    assert (await ada.ask("submit", view_id=view["id"], state=typed("Tea")))["result"] == "close"
    body = await recorder.gets("view_submission")
    assert body["view"]["state"] == typed("Tea")


@pytest.mark.parametrize(
    ("element", "bad", "good"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "abc"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "abc"),
        ({"type": "email_text_input"}, "ada", "ada@larkspur.example"),
        ({"type": "url_text_input"}, "larkspur", "https://larkspur.example/"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "1"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "1.5"),
        ({"type": "number_input", "is_decimal_allowed": True}, "NaN", "0"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "1", "2"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "2"}, "3", "2"),
    ],
)
async def test_typed_inputs_are_checked_as_slack_checks_them(
    client: AsyncWebClient, recorder: Recorder, ada: Person, element: dict[str, Any], bad: str, good: str
) -> None:
    """The app never sees a value that its own element forbids."""
    view = await opened(client, recorder, ada, modal("1", field("name", element)))
    answer = await ada.ask("submit", view_id=view["id"], state=typed(bad, element["type"]))
    assert set(answer["errors"]) == {"name"}
    answer = await ada.ask("submit", view_id=view["id"], state=typed(good, element["type"]))
    assert answer["result"] == "close"


async def test_initial_values_are_part_of_the_state(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """What a person leaves as it was arrives as if it had been typed, in Slack's own form."""
    [first, second, *_] = options("a", "b")
    view = modal(
        "1",
        field("text", {**TEXT, "initial_value": "Tea"}),
        field("one", {"type": "static_select", "options": options("a", "b"), "initial_option": second}),
        field("many", {"type": "checkboxes", "options": options("a", "b"), "initial_options": [first]}),
        field("none", {"type": "multi_static_select", "options": options("a")}, optional=True),
        field("who", {"type": "users_select", "initial_user": ada.user}),
        field("where", {"type": "conversations_select", "default_to_current_conversation": True}),
        field("when", {"type": "timepicker", "initial_time": "09:30"}),
        {"type": "actions", "block_id": "row", "elements": [{"type": "datepicker", "action_id": "day"}]},
    )
    shown = await opened(client, recorder, ada, view)
    assert (await ada.ask("submit", view_id=shown["id"], state={"values": {}}))["result"] == "close"
    values = (await recorder.gets("view_submission"))["view"]["state"]["values"]
    assert values["text"]["it"] == {"type": "plain_text_input", "value": "Tea"}
    label = {"type": "plain_text", "text": "b", "emoji": True}
    assert values["one"]["it"]["selected_option"] == {"text": label, "value": "b"}
    assert [option["value"] for option in values["many"]["it"]["selected_options"]] == ["a"]
    assert values["none"]["it"] == {"type": "multi_static_select", "selected_options": []}
    assert values["who"]["it"]["selected_user"] == ada.user
    assert values["where"]["it"]["selected_conversation"] == DATA_OPS
    assert values["when"]["it"]["selected_time"] == "09:30"
    assert values["row"]["day"] == {"type": "datepicker", "selected_date": None}


async def test_what_cannot_be_chosen_is_refused(
    client: AsyncWebClient, recorder: Recorder, ben: Person
) -> None:
    """An option not offered, a channel not seen, a date of the wrong form: none reaches the app."""
    view = modal(
        "1",
        field("one", {"type": "static_select", "options": options("a")}, optional=True),
        field("where", {"type": "conversations_select"}, optional=True),
        field("day", {"type": "datepicker"}, optional=True),
        field("few", {"type": "multi_static_select", "options": options("a", "b"), "max_selected_items": 1}),
    )
    shown = await opened(client, recorder, ben, view)
    chosen = {"type": "multi_static_select", "selected_options": [{"value": "a"}]}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("one", {"type": "static_select", "selected_option": {"value": "z"}}),
        ("where", {"type": "conversations_select", "selected_conversation": FINANCE}),
        ("day", {"type": "datepicker", "selected_date": "tomorrow"}),
        ("few", {"type": "multi_static_select", "selected_options": options("a", "b")}),
    ]
    for block_id, held in wrong:
        state = {"values": {"few": {"it": chosen}, block_id: {"it": held}}}
        assert (await ben.ask("submit", view_id=shown["id"], state=state))["error"] == "invalid_choice"
    state = {"values": {"few": {"it": chosen}}}
    assert (await ben.ask("submit", view_id=shown["id"], state=state))["result"] == "close"


async def test_the_four_answers(
    client: AsyncWebClient, recorder: Recorder, ada: Person, sandbox: Running
) -> None:
    """Errors under a field, then update, push and clear."""
    view = await opened(client, recorder, ada, modal("1", field("name", TEXT)))
    answers = recorder.answers
    answers["view_submission"] = {"response_action": "errors", "errors": {"name": "Taken."}}
    answer = await ada.ask("submit", view_id=view["id"], state=typed("Tea"))
    assert (answer["error"], answer["errors"]) == ("validation", {"name": "Taken."})
    answers["view_submission"] = {"response_action": "update", "view": modal("2", field("name", TEXT))}
    assert (await ada.ask("submit", view_id=view["id"], state=typed("Tea")))["result"] == "update"
    assert (await ada.modal("2"))["id"] == view["id"]
    answers["view_submission"] = {"response_action": "push", "view": modal("3")}
    assert (await ada.ask("submit", view_id=view["id"], state=typed("Tea")))["result"] == "push"
    top = await ada.modal("3")
    assert top["previous_view_id"] == view["id"]
    answers["view_submission"] = {"response_action": "clear"}
    assert (await ada.ask("submit", view_id=top["id"], state={"values": {}}))["result"] == "clear"
    assert sandbox.workspace.views.stack(ada.user) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No such block."}},
        {"response_action": "update", "view": modal("x" * 25)},
        {"response_action": "update"},
        {"response_action": "dance"},
    ],
)
async def test_an_answer_that_makes_no_sense_is_trouble_connecting(
    client: AsyncWebClient, recorder: Recorder, ada: Person, answer: dict[str, Any]
) -> None:
    """The person sees Slack's banner and can submit again."""
    view = await opened(client, recorder, ada, modal("1", field("name", TEXT)))
    recorder.answers["view_submission"] = answer
    told = await ada.ask("submit", view_id=view["id"], state=typed("Tea"))
    assert (told["error"], told["message"]) == ("dispatch_failed", TROUBLE)
    recorder.answers.clear()
    assert (await ada.ask("submit", view_id=view["id"], state=typed("Tea")))["result"] == "close"


async def test_a_late_acknowledgement_is_trouble_connecting(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """The modal stays open with what was typed in it."""
    view = await opened(client, recorder, ada, modal("1", field("name", TEXT)))
    recorder.silent.add("view_submission")
    told = await ada.ask("submit", view_id=view["id"], state=typed("Tea"))
    assert (told["error"], told["message"]) == ("operation_timeout", TROUBLE)
    recorder.silent.clear()
    assert (await ada.ask("submit", view_id=view["id"], state={"values": {}}))["result"] == "close"
    first, second = await recorder.gets("view_submission"), await recorder.gets("view_submission")
    assert first["view"]["state"] == second["view"]["state"] == typed("Tea")


async def test_the_app_hears_of_a_closed_view_if_it_asked(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """notify_on_close for one view; clear_on_close and the page's own clear for all of them."""
    quiet = await opened(client, recorder, ada, modal("1"))
    await ada.ask("close", view_id=quiet["id"])
    heard = await opened(client, recorder, ada, modal("2", notify_on_close=True))
    await ada.ask("close", view_id=heard["id"])
    body = await recorder.gets("view_closed")
    assert (body["view"]["id"], body["is_cleared"]) == (heard["id"], False)
    whole = await opened(client, recorder, ada, modal("3", notify_on_close=True, clear_on_close=True))
    await ada.ask("close", view_id=whole["id"])
    assert (await recorder.gets("view_closed"))["is_cleared"] is True


async def test_a_chosen_conversation_can_be_answered(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """response_url_enabled gives the app an address in the channel that was chosen."""
    select = {"type": "conversations_select", "response_url_enabled": True}
    view = await opened(client, recorder, ada, modal("1", field("where", select)))
    held = {"it": {"type": "conversations_select", "selected_conversation": DATA_OPS}}
    await ada.ask("submit", view_id=view["id"], state={"values": {"where": held}})
    [url] = (await recorder.gets("view_submission"))["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "it", DATA_OPS)
    assert "/response/" in url["response_url"]
    misplaced = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "x"},
        "accessory": {**select, "action_id": "it"},
    }
    trigger = await recorder.trigger(ada)
    answer = await refused(client.views_open(trigger_id=trigger, view=modal("1", misplaced)))
    assert answer["error"] == "invalid_arguments"
