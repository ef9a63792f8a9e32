from typing import Any

import pytest
from slack_driver import ADA, DATA_OPS, DATA_TEAM, TEXT, Person, Recorder, field, modal, options, plain
from slack_sdk.web.async_client import AsyncWebClient

BUTTON = {
    "type": "button",
    "text": plain("Press"),
    "action_id": "it",
    "value": "7",
    "url": "https://larkspur.example",
}
COMMON = {
    "type",
    "user",
    "api_app_id",
    "token",
    "team",
    "enterprise",
    "is_enterprise_install",
    "container",
    "trigger_id",
    "actions",
}


def row(*elements: dict[str, Any]) -> dict[str, Any]:
    """Write an actions block called `row`."""
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


async def posted(client: AsyncWebClient, *blocks: dict[str, Any]) -> dict[str, Any]:
    """Post blocks; the container that the page would send for them."""
    ts = (await client.chat_postMessage(channel=DATA_OPS, text="x", blocks=list(blocks)))["ts"]
    return {"type": "message", "channel": DATA_OPS, "message_ts": ts}


async def use(
    person: Person, container: dict[str, Any], kind: str, payload: dict[str, Any], **more: Any
) -> Any:
    """Use the element `it` in the block `row`."""
    wish = {"container": container, "block_id": "row", "action_id": "it", "element": kind, "payload": payload}
    return await person.ask("action", **(wish | more))


async def test_a_button_in_a_message_sends_slacks_payload(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """Every field that apps read, in its place; a link button sends its action too."""
    container = await posted(client, row(BUTTON))
    assert await use(ada, container, "button", {}) == {"ok": True}
    body = await recorder.gets("block_actions")
    assert set(body) == COMMON | {"channel", "message", "state", "response_url"}
    assert body["user"] == {"id": ADA, "username": "ada", "name": "ada", "team_id": "T0SANDBOX01"}
    assert body["team"] == {"id": "T0SANDBOX01", "domain": "larkspur"}
    assert body["container"] == {
        "type": "message",
        "message_ts": container["message_ts"],
        "channel_id": DATA_OPS,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": DATA_OPS, "name": "data-ops"}
    [action] = body["actions"]
    assert action.pop("action_ts")
    assert action == {
        "action_id": "it",
        "block_id": "row",
        "type": "button",
        "text": {"type": "plain_text", "text": "Press", "emoji": True},
        "value": "7",
        "url": "https://larkspur.example",
    }


async def test_an_element_of_a_modal_or_a_home_sends_its_view(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """A view's container, its whole state with the choice in it, and no response_url."""
    select = {"type": "static_select", "action_id": "it", "options": options("a", "b")}
    blocks = [row(select), field("name", TEXT)]
    opened = (await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("1", *blocks)))[
        "view"
    ]
    typed = {"name": {"it": {"type": "plain_text_input", "value": "Tea"}}}
    container = {"type": "view", "view_id": opened["id"]}
    chosen = {"selected_option": {"value": "b"}}
    assert (await use(ada, container, "static_select", chosen, state={"values": typed}))["ok"]
    body = await recorder.gets("block_actions")
    assert set(body) == COMMON | {"view"}
    assert body["container"] == container
    values = body["view"]["state"]["values"]
    assert values["name"]["it"]["value"] == "Tea"
    assert values["row"]["it"]["selected_option"]["text"]["text"] == "b"
    assert body["actions"][0]["selected_option"] == values["row"]["it"]["selected_option"]
    home = (await client.views_publish(user_id=ADA, view={"type": "home", "blocks": blocks}))["view"]
    assert (await use(ada, {"type": "view", "view_id": home["id"]}, "static_select", chosen))["ok"]
    assert (await recorder.gets("block_actions"))["view"]["type"] == "home"


ELEMENTS: list[tuple[dict[str, Any], dict[str, Any], str, Any]] = [
    (
        {"type": "static_select", "options": options("a")},
        {"selected_option": {"value": "a"}},
        "selected_option",
        "a",
    ),
    (
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": options("a")}]},
        {"selected_option": {"value": "a"}},
        "selected_option",
        "a",
    ),
    (
        {"type": "radio_buttons", "options": options("a")},
        {"selected_option": {"value": "a"}},
        "selected_option",
        "a",
    ),
    (
        {"type": "overflow", "options": options("a")},
        {"selected_option": {"value": "a"}},
        "selected_option",
        "a",
    ),
    (
        {"type": "checkboxes", "options": options("a", "b")},
        {"selected_options": [{"value": "b"}]},
        "selected_options",
        ["b"],
    ),
    (
        {"type": "multi_static_select", "options": options("a")},
        {"selected_options": [{"value": "a"}]},
        "selected_options",
        ["a"],
    ),
    ({"type": "users_select"}, {"selected_user": ADA}, "selected_user", ADA),
    ({"type": "multi_users_select"}, {"selected_users": [ADA]}, "selected_users", [ADA]),
    (
        {"type": "conversations_select"},
        {"selected_conversation": DATA_OPS},
        "selected_conversation",
        DATA_OPS,
    ),
    ({"type": "channels_select"}, {"selected_channel": DATA_TEAM}, "selected_channel", DATA_TEAM),
    ({"type": "datepicker"}, {"selected_date": "2026-11-23"}, "selected_date", "2026-11-23"),
    ({"type": "timepicker"}, {"selected_time": "23:59"}, "selected_time", "23:59"),
]


@pytest.mark.parametrize(("element", "payload", "key", "expected"), ELEMENTS, ids=lambda it: str(it)[:40])
async def test_each_element_sends_its_own_kind_of_value(
    client: AsyncWebClient,
    recorder: Recorder,
    ada: Person,
    element: dict[str, Any],
    payload: dict[str, Any],
    key: str,
    expected: Any,
) -> None:
    """Options come back whole; users, channels, dates and times as Slack writes them."""
    container = await posted(client, row({**element, "action_id": "it"}))
    assert (await use(ada, container, element["type"], payload))["ok"]
    body = await recorder.gets("block_actions")
    value = body["actions"][0][key]
    if "option" in key:
        whole = value if isinstance(value, list) else [value]
        assert all(option["text"]["text"] == option["value"] for option in whole)
        value = [option["value"] for option in whole]
        expected = expected if isinstance(expected, list) else [expected]
    assert value == expected
    if element["type"] != "overflow":
        assert body["state"]["values"]["row"]["it"][key] == body["actions"][0][key]


async def test_what_is_not_there_cannot_be_used(
    client: AsyncWebClient, recorder: Recorder, ada: Person, ben: Person
) -> None:
    """Gone elements, other people's views and made-up options never reach the app."""
    container = await posted(
        client, row({"type": "static_select", "action_id": "it", "options": options("a")})
    )
    wrong = {"selected_option": {"value": "z"}}
    assert (await use(ada, container, "static_select", wrong))["error"] == "invalid_choice"
    assert (await use(ada, container, "button", {}, action_id="gone"))["error"] == "element_not_found"
    nowhere = {**container, "message_ts": "1.000001"}
    assert (await use(ada, nowhere, "button", {}))["error"] == "message_not_found"
    view = (await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("1", row(BUTTON))))[
        "view"
    ]
    theirs = {"type": "view", "view_id": view["id"]}
    assert (await use(ben, theirs, "button", {}))["error"] == "view_not_found"
    assert (await use(ada, theirs, "button", {}))["ok"]


async def test_a_click_that_is_not_acknowledged_is_marked(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """The page shows its warning sign; a second click that is acknowledged passes."""
    container = await posted(client, row(BUTTON))
    recorder.silent.add("block_actions")
    assert (await use(ada, container, "button", {}))["error"] == "operation_timeout"
    recorder.silent.clear()
    assert (await use(ada, container, "button", {}))["ok"]


async def test_external_selects_ask_the_app(client: AsyncWebClient, recorder: Recorder, ada: Person) -> None:
    """What it offers can be chosen and arrives whole; what it never offered cannot."""
    select = {"type": "external_select", "min_query_length": 0}
    typed = {"type": "plain_text_input", "initial_value": "typed"}
    view = modal("1", field("row", select), field("other", typed))
    opened = (await client.views_open(trigger_id=await recorder.trigger(ada), view=view))["view"]
    container = {"type": "view", "view_id": opened["id"]}
    place: dict[str, Any] = {"container": container, "block_id": "row", "action_id": "it"}
    recorder.answers["block_suggestion"] = {"options": options("tea", "teapot")}
    answer = await ada.ask("options", **place, value="te")
    assert [option["value"] for option in answer["options"]] == ["tea", "teapot"]
    body = await recorder.gets("block_suggestion")
    assert (body["value"], body["block_id"], body["action_id"]) == ("te", "row", "it")
    assert (body["container"], body["view"]["id"]) == (container, opened["id"])
    assert body["view"]["state"]["values"] == {}  # nothing that an app could filter by
    recorder.answers["block_suggestion"] = {
        "option_groups": [{"label": plain("Hot"), "options": options("cocoa")}]
    }
    assert (await ada.ask("options", **place, value="c"))["option_groups"][0]["options"][0][
        "value"
    ] == "cocoa"
    for value, ok in (("gin", False), ("cocoa", True)):
        held = {"type": "external_select", "selected_option": {"value": value}}
        answer = await ada.ask("submit", view_id=opened["id"], state={"values": {"row": {"it": held}}})
        assert answer["ok"] is ok
    values = (await recorder.gets("view_submission"))["view"]["state"]["values"]
    assert values["row"]["it"]["selected_option"] == options("cocoa")[0]


@pytest.mark.parametrize(
    "answer", [{"options": options(*map(str, range(101)))}, {"options": options("x" * 76)}, {}]
)
async def test_suggestions_that_slack_would_not_show_fail(
    client: AsyncWebClient, recorder: Recorder, ada: Person, answer: dict[str, Any]
) -> None:
    """A hundred options of 75 characters are the limit; none at all is fine."""
    container = await posted(client, row({"type": "external_select", "action_id": "it"}))
    place: dict[str, Any] = {"container": container, "block_id": "row", "action_id": "it", "value": ""}
    recorder.answers["block_suggestion"] = answer
    assert (await ada.ask("options", **place))["error"] in {"dispatch_failed", "operation_timeout"}
    recorder.answers["block_suggestion"] = {"options": []}
    assert (await ada.ask("options", **place)) == {"ok": True, "options": []}
