from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_app import PageApp, field, modal, mrkdwn, option, plain
from playwright.async_api import Locator, Page, expect

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINE = {"type": "plain_text_input"}


async def open_form(page: Page, app: PageApp, *blocks: dict[str, Any], **more: Any) -> Locator:
    """Open a form by its command, and return its dialog."""
    app.form = modal(*blocks, **more)
    await page.locator("#composer").fill("/polytomic")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=app.form["title"]["text"])
    await expect(dialog).to_be_visible()
    return dialog


async def view_id(app: PageApp) -> str:
    """Return the id of the only open modal."""
    body = await app.came("block_actions")
    return str(body["view"]["id"])


def button(action_id: str = "press") -> dict[str, Any]:
    """Make a block with one button, by which a test gets hold of the view."""
    return {
        "type": "actions",
        "elements": [{"type": "button", "action_id": action_id, "text": plain("Press")}],
    }


async def test_the_apps_errors_stand_under_their_fields(app: PageApp, page: Page) -> None:
    """An app's error takes the focus to its field; what was typed stays, and a correction goes through."""
    dialog = await open_form(page, app, field("account", LINE), field("password", LINE))
    await dialog.get_by_label("Account").fill("acme")
    await dialog.get_by_label("Password").fill("wrong")
    app.answer = {"response_action": "errors", "errors": {"password": "Snowflake refused this password."}}
    await dialog.get_by_role("button", name="Send").click()
    password = dialog.get_by_role("textbox", name="Password")
    await expect(password).to_have_accessible_description("Snowflake refused this password.")
    await expect(password).to_be_focused()
    await expect(password).to_have_attribute("aria-invalid", "true")
    await expect(dialog.get_by_label("Account")).to_have_value("acme")
    await password.fill("right")
    await expect(dialog.get_by_text("Snowflake refused")).to_have_count(0)
    app.answer = {}
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_required_fields_are_asked_for_before_the_app_hears(app: PageApp, page: Page) -> None:
    """An empty required field is refused with Slack's words; an optional one is marked and may stay empty."""
    dialog = await open_form(
        page, app, field("name", LINE), field("note", LINE, optional=True, hint=plain("For you"))
    )
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.locator(".field-error")).to_have_text(["Please complete this required field."])
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await expect(dialog.get_by_label("Note (optional)")).to_have_accessible_description("For you")
    await dialog.get_by_label("Name").fill("x")
    await dialog.get_by_role("button", name="Send").click()
    held = (await app.came("view_submission"))["view"]["state"]["values"]
    assert (held["name"]["it"]["value"], held["note"]["it"]["value"]) == ("x", None)


WRONG = [
    ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3", "abc"),
    ({"type": "plain_text_input", "max_length": 5}, "abcdefg", "at most 5 characters (2 too many)", "abcde"),
    ({"type": "email_text_input"}, "nobody", "valid email", "a@b.example"),
    ({"type": "url_text_input"}, "javascript:alert(1)", "valid URL", "https://a.example/"),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number", "2"),
    ({"type": "number_input", "is_decimal_allowed": True, "max_value": "10"}, "11", "10 or less", "9.5"),
]


@pytest.mark.parametrize(("element", "wrong", "words", "right"), WRONG)
async def test_wrong_values_are_told_and_corrected(
    element: dict[str, Any], wrong: str, words: str, right: str, app: PageApp, page: Page
) -> None:
    """A value that an input cannot take is explained under it; nothing typed is cut off or lost."""
    dialog = await open_form(page, app, field("value", element))
    box = dialog.get_by_label("Value")
    await box.fill(wrong)
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.locator(".field-error")).to_contain_text(words)
    await expect(box).to_have_value(wrong)
    await box.fill(right)
    await dialog.get_by_role("button", name="Send").click()
    assert (await app.came("view_submission"))["view"]["state"]["values"]["value"]["it"]["value"] == right


async def test_an_update_keeps_what_was_typed(app: PageApp, page: Page) -> None:
    """An update leaves text, focus and caret where block, action and type stay; other inputs start afresh."""
    dialog = await open_form(page, app, field("kept", LINE), field("fresh", LINE), button())
    await dialog.get_by_label("Fresh").fill("gone")
    await dialog.get_by_role("button", name="Press").click()
    held = await view_id(app)
    await dialog.get_by_label("Kept").fill("half a word")
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowRight")
    changed = modal(
        field("kept", LINE), field("fresh2", {**LINE, "initial_value": "new"}), title="Another form"
    )
    await app.client.views_update(view_id=held, view=changed)
    updated = page.get_by_role("dialog", name="Another form")
    await expect(updated.get_by_label("Kept")).to_have_value("half a word")
    await expect(updated.get_by_label("Kept")).to_be_focused()
    await page.keyboard.type("X")
    await expect(updated.get_by_label("Kept")).to_have_value("hXalf a word")
    await expect(updated.get_by_label("Fresh2")).to_have_value("new")


async def test_a_choice_that_is_gone_after_an_update_is_not_kept(app: PageApp, page: Page) -> None:
    """An option that the updated menu no longer offers cannot stay chosen."""
    menu = {"type": "static_select", "options": [option("One"), option("Two")]}
    dialog = await open_form(page, app, field("menu", menu), button())
    await dialog.get_by_label("Menu").click()
    await page.get_by_role("option", name="Two").click()
    await dialog.get_by_role("button", name="Press").click()
    held = await view_id(app)
    await app.client.views_update(
        view_id=held, view=modal(field("menu", {**menu, "options": [option("Three")]}))
    )
    await expect(dialog.get_by_role("button", name="Press")).to_have_count(0)
    await expect(dialog.get_by_label("Menu")).to_have_value("")


async def test_the_checking_view_gives_way_to_the_form_again(app: PageApp, page: Page) -> None:
    """A form that answers with "Checking…" and then comes back takes the focus to its first field."""
    dialog = await open_form(page, app, field("name", LINE))
    await dialog.get_by_label("Name").fill("x")
    checking = {
        **modal({"type": "section", "text": mrkdwn("Checking…")}, title="Checking"),
        "callback_id": "c",
    }
    del checking["submit"]
    app.answer = {"response_action": "update", "view": checking}
    await dialog.get_by_role("button", name="Send").click()
    body = await app.came("view_submission")
    waiting = page.get_by_role("dialog", name="Checking")
    await expect(waiting).to_be_visible()
    await expect(waiting.get_by_role("button", name="Send")).to_have_count(0)
    again = modal(field("name", {**LINE, "initial_value": "x"}), title="Try again")
    await app.client.views_update(view_id=body["view"]["id"], view=again)
    await expect(page.get_by_role("dialog", name="Try again").get_by_label("Name")).to_be_focused()
    await expect(page.get_by_label("Name")).to_have_value("x")


async def test_a_form_that_is_not_acknowledged_can_be_sent_again(app: PageApp, page: Page) -> None:
    """A time-out shows Slack's banner, keeps the form, and the next try goes through."""
    dialog = await open_form(page, app, field("name", LINE))
    await dialog.get_by_label("Name").fill("x")
    app.deaf.add("submit")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("button", name="Send")).to_be_disabled()
    await expect(dialog.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")
    await expect(dialog.get_by_label("Name")).to_have_value("x")
    app.deaf.clear()
    await dialog.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def open_pushed(page: Page, app: PageApp) -> tuple[Locator, Locator]:
    """Open a form and push another one on it."""
    first = await open_form(page, app, field("name", LINE), title="First")
    await first.get_by_label("Name").fill("kept")
    app.answer = {
        "response_action": "push",
        "view": modal(field("more", LINE), title="Second", notify_on_close=True),
    }
    await first.get_by_role("button", name="Send").click()
    second = page.get_by_role("dialog", name="Second")
    await expect(second.get_by_label("More")).to_be_focused()
    return first, second


async def test_back_goes_one_form_back(app: PageApp, page: Page) -> None:
    """A pushed form has a way back, and the one below still holds what was typed."""
    first, second = await open_pushed(page, app)
    await second.get_by_role("button", name="Back").click()
    await expect(first.get_by_label("Name")).to_have_value("kept")
    assert (await app.came("view_closed"))["is_cleared"] is False


async def test_escape_closes_everything(app: PageApp, page: Page) -> None:
    """Escape and the cross leave the whole stack, and the app is told so."""
    await open_pushed(page, app)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert (await app.came("view_closed"))["is_cleared"] is True


async def test_escape_in_a_menu_leaves_the_form_open(app: PageApp, page: Page) -> None:
    """The first Escape closes the open menu only."""
    dialog = await open_form(page, app, field("menu", {"type": "static_select", "options": [option("One")]}))
    await dialog.get_by_label("Menu").click()
    await expect(page.get_by_role("option", name="One")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option", name="One")).to_be_hidden()
    await expect(dialog).to_be_visible()


async def test_tab_stays_in_the_form(app: PageApp, page: Page) -> None:
    """The Tab key walks round inside the dialog."""
    dialog = await open_form(page, app, field("name", LINE))
    for _ in range(6):
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("node => node.contains(document.activeElement)")
    await page.keyboard.press("Shift+Tab")
    assert await dialog.evaluate("node => node.contains(document.activeElement)")


@pytest.mark.parametrize(
    ("when", "typed", "value"),
    [("on_enter_pressed", ["a", "b", "Enter"], "ab"), ("on_character_entered", ["a"], "a")],
)
async def test_inputs_can_act_while_one_types(
    when: str, typed: list[str], value: str, app: PageApp, page: Page
) -> None:
    """dispatch_action sends the text at Enter or at each letter, without submitting the form."""
    element = {**LINE, "dispatch_action_config": {"trigger_actions_on": [when]}}
    dialog = await open_form(page, app, field("find", element, dispatch_action=True))
    await dialog.get_by_label("Find").focus()
    for key in typed:
        await page.keyboard.press(key)
    body = await app.came("block_actions")
    assert body["actions"][0]["value"] == value
    assert body["view"]["state"]["values"]["find"]["it"]["value"] == value
    await expect(dialog).to_be_visible()


async def test_a_form_survives_a_reload(app: PageApp, page: Page) -> None:
    """The modal is the workspace's, not the tab's: reloading the page shows it again."""
    await open_form(page, app, field("name", LINE))
    await page.reload()
    await expect(page.get_by_role("dialog", name="A form").get_by_label("Name")).to_be_focused()


async def test_the_home_tab_acts_and_follows_its_app(app: PageApp, page: Page) -> None:
    """The Home tab tells the app it was opened, shows each publication at once, and its buttons act on it."""
    await page.get_by_role("link", name="Polytomic").click()
    user = (await app.came("app_home_opened"))["user"]
    await expect(page.get_by_text("Polytomic has nothing here for you yet.")).to_be_visible()
    await publish(app.client, user, "Nothing runs")
    await expect(page.get_by_role("heading", name="Nothing runs")).to_be_visible()
    await page.get_by_role("button", name="Press").click()
    body = await app.came("block_actions")
    assert (body["container"]["type"], body["view"]["type"]) == ("view", "home")
    await publish(app.client, user, "Two syncs run")
    await expect(page.get_by_role("heading", name="Two syncs run")).to_be_visible()


async def publish(client: AsyncWebClient, user: str, title: str) -> None:
    """Publish a Home with a title and a button."""
    blocks = [{"type": "header", "text": plain(title)}, button()]
    await client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})
