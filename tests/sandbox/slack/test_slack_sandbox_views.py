from typing import Any

import pytest
from slack_driver import ADA, BEN, TEXT, Person, Recorder, field, modal, options, plain, refused
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running

HOME: dict[str, Any] = {"type": "home", "blocks": [{"type": "header", "text": plain("Home")}]}


async def test_a_trigger_lives_three_seconds(
    client: AsyncWebClient, recorder: Recorder, ada: Person, sandbox: Running
) -> None:
    """Slow work before views.open must fail here as it does at Slack; a new click helps."""
    late = await recorder.trigger(ada)
    sandbox.workspace.clock.advance(3.1)
    answer = await refused(client.views_open(trigger_id=late, view=modal("Late")))
    assert answer["error"] == "expired_trigger_id"
    assert (await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("In time")))["ok"]


async def test_a_trigger_opens_one_view(client: AsyncWebClient, recorder: Recorder, ada: Person) -> None:
    """A bad view leaves the trigger usable; a good one uses it up; a made-up one is told apart."""
    trigger = await recorder.trigger(ada)
    untitled = modal("x") | {"title": None}
    assert (await refused(client.views_open(trigger_id=trigger, view=untitled)))[
        "error"
    ] == "invalid_arguments"
    assert (await client.views_open(trigger_id=trigger, view=modal("One")))["ok"]
    assert (await refused(client.views_open(trigger_id=trigger, view=modal("Two"))))[
        "error"
    ] == "exchanged_trigger_id"
    assert (await refused(client.views_open(trigger_id="1.2.x", view=modal("Two"))))[
        "error"
    ] == "invalid_trigger_id"


async def press(person: Person, recorder: Recorder, view_id: str) -> str:
    """Press the button `it` in a view; the trigger that the app got."""
    container = {"type": "view", "view_id": view_id}
    await person.ask("action", container=container, block_id="row", action_id="it", element="button")
    trigger: str = (await recorder.gets("block_actions"))["trigger_id"]
    return trigger


ROW = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "text": plain("Next"), "action_id": "it"}],
}


async def test_at_most_three_modals_lie_on_each_other(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """The fourth push is refused, closing goes back one by one, and ids say what lies where."""
    first = (await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("1", ROW)))["view"]
    stack = [first]
    for title in ("2", "3"):
        trigger = await press(ada, recorder, stack[-1]["id"])
        stack.append((await client.views_push(trigger_id=trigger, view=modal(title, ROW)))["view"])
    assert [view["previous_view_id"] for view in stack] == [None, stack[0]["id"], stack[1]["id"]]
    assert {view["root_view_id"] for view in stack} == {first["id"]}
    trigger = await press(ada, recorder, stack[-1]["id"])
    answer = await refused(client.views_push(trigger_id=trigger, view=modal("4")))
    assert answer["error"] == "push_limit_reached"
    await ada.modal("3")
    await ada.ask("close", view_id=stack[-1]["id"])
    await ada.modal("2")
    trigger = await press(ada, recorder, stack[1]["id"])
    assert (await client.views_push(trigger_id=trigger, view=modal("3 again")))["ok"]


async def test_only_a_trigger_from_a_modal_can_push(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """A command's trigger opens a stack, it does not push onto one."""
    await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("1"))
    answer = await refused(client.views_push(trigger_id=await recorder.trigger(ada), view=modal("2")))
    assert answer["error"] == "invalid_trigger_id"


async def test_a_person_has_one_stack(
    client: AsyncWebClient, recorder: Recorder, ada: Person, ben: Person, sandbox: Running
) -> None:
    """A new modal takes the place of the old stack, and other people's stacks are their own."""
    await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("Ada 1"))
    await client.views_open(trigger_id=await recorder.trigger(ben), view=modal("Ben"))
    await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("Ada 2"))
    titles = {
        user: [view.body["title"]["text"] for view in sandbox.workspace.views.stack(user)]
        for user in (ADA, BEN)
    }
    assert titles == {ADA: ["Ada 2"], BEN: ["Ben"]}


async def test_a_stale_hash_changes_nothing(client: AsyncWebClient, recorder: Recorder, ada: Person) -> None:
    """Two updates that race: the second one with the old hash is refused, with the new one taken."""
    view = (await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("1")))["view"]
    update = client.views_update
    fresh = (await update(view_id=view["id"], view=modal("2"), hash=view["hash"]))["view"]
    stale = update(view_id=view["id"], view=modal("3"), hash=view["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    assert (await update(view_id=view["id"], view=modal("3"), hash=fresh["hash"]))["ok"]


async def test_a_closed_view_cannot_be_updated(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """The person may close a modal while the app still works on it."""
    view = (await client.views_open(trigger_id=await recorder.trigger(ada), view=modal("1")))["view"]
    await ada.ask("close", view_id=view["id"])
    assert (await refused(client.views_update(view_id=view["id"], view=modal("2"))))["error"] == "not_found"
    answer = await ada.ask("submit", view_id=view["id"], state={"values": {}})
    assert answer["error"] == "view_not_found"


async def test_an_external_id_names_one_view(client: AsyncWebClient, recorder: Recorder, ada: Person) -> None:
    """It is unique while the view is open, and free again once it closed."""
    named = modal("1", external_id="mine")
    view = (await client.views_open(trigger_id=await recorder.trigger(ada), view=named))["view"]
    changed = await client.views_update(external_id="mine", view=modal("2", external_id="mine"))
    assert changed["view"]["id"] == view["id"]
    answer = await refused(client.views_publish(user_id=ADA, view={**HOME, "external_id": "mine"}))
    assert answer["error"] == "duplicate_external_id"
    await ada.ask("close", view_id=view["id"])
    assert (await client.views_publish(user_id=ADA, view={**HOME, "external_id": "mine"}))["ok"]


async def test_a_view_has_a_size(client: AsyncWebClient, recorder: Recorder, ada: Person) -> None:
    """250 KB is the end, also when every block is good in itself."""
    big = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    trigger = await recorder.trigger(ada)
    answer = await refused(client.views_open(trigger_id=trigger, view=modal("Big", *[big] * 90)))
    assert answer["error"] == "view_too_large"
    assert (await client.views_open(trigger_id=trigger, view=modal("Fits", *[big] * 80)))["ok"]


async def test_what_was_typed_stays_through_an_update(
    client: AsyncWebClient, recorder: Recorder, ada: Person
) -> None:
    """Same block_id, action_id and type keep the value; anything else starts anew; a gone option is gone."""
    choice = {"type": "static_select", "options": options("a", "b")}
    before = modal("1", field("name", TEXT), field("pick", choice), field("other", TEXT))
    view = (await client.views_open(trigger_id=await recorder.trigger(ada), view=before))["view"]
    typed = {
        "name": {"it": {"type": "plain_text_input", "value": "Tea"}},
        "pick": {"it": {"type": "static_select", "selected_option": {"value": "a"}}},
        "other": {"it": {"type": "plain_text_input", "value": "x"}},
    }
    recorder.answers["view_submission"] = {
        "response_action": "update",
        "view": modal(
            "2",
            field("name", {**TEXT, "initial_value": "Coffee"}),
            field("pick", {"type": "static_select", "options": options("b")}, optional=True),
            field("other", {"type": "email_text_input"}, optional=True),
        ),
    }
    assert (await ada.ask("submit", view_id=view["id"], state={"values": typed}))["result"] == "update"
    state = (await ada.modal("2"))["state"]["values"]
    answered = await client.views_update(view_id=view["id"], view=modal("3", field("name", TEXT)))
    assert answered["view"]["state"] == {"values": {}}
    assert state["name"]["it"]["value"] == "Tea"
    assert state["pick"]["it"]["selected_option"] is None
    assert state["other"]["it"] == {"type": "email_text_input", "value": None}


async def test_a_home_is_one_persons_and_told_about_when_opened(
    client: AsyncWebClient, recorder: Recorder, ada: Person, ben: Person
) -> None:
    """Opening it tells the app; publishing shows it live, to that person alone."""
    assert (await ada.ask("home"))["view"] is None
    event = (await recorder.gets("event_callback"))["event"]
    assert (event["type"], event["user"], event["tab"]) == ("app_home_opened", ADA, "home")
    published = (await client.views_publish(user_id=ADA, view=HOME))["view"]
    assert (await ada.hears("home"))["view"]["id"] == published["id"]
    assert (await ben.ask("home"))["view"] is None
    assert (await ada.ask("home"))["view"]["hash"] == published["hash"]
    stale = client.views_publish(user_id=ADA, view=HOME, hash="1.old")
    assert (await refused(stale))["error"] == "hash_conflict"
    again = (await client.views_publish(user_id=ADA, view=HOME, hash=published["hash"]))["view"]
    assert again["id"] == published["id"]
    assert (await refused(client.views_publish(user_id="U404", view=HOME)))["error"] == "user_not_found"


async def test_a_home_needs_its_tab(client: AsyncWebClient, sandbox: Running) -> None:
    """Without home_tab_enabled in the manifest, publishing is not_enabled."""
    sandbox.workspace.manifest.features.app_home.home_tab_enabled = False
    assert (await refused(client.views_publish(user_id=ADA, view=HOME)))["error"] == "not_enabled"


@pytest.mark.parametrize("kind", ["home", "workflow_step"])
async def test_only_modals_are_opened(
    client: AsyncWebClient, recorder: Recorder, ada: Person, kind: str
) -> None:
    """A Home is published, not opened."""
    trigger = await recorder.trigger(ada)
    answer = await refused(client.views_open(trigger_id=trigger, view={**HOME, "type": kind}))
    assert answer["error"] == "invalid_arguments"
    assert answer["errors"] == [f"unsupported type: {kind} [json-pointer:/view/type]"]
