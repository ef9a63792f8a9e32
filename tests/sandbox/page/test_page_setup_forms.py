"""What a long setup form asks of the page: dispatching inputs, grouped searches, menus, updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_app import PageApp, field, modal, mrkdwn, option, plain
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from playwright.async_api import Locator

pytestmark = pytest.mark.asyncio(loop_scope="session")

AREA = {"type": "plain_text_input", "multiline": True}
WORDS = [option("One"), option("Two")]
MENU = {
    "type": "section",
    "block_id": "menu",
    "text": mrkdwn("A connection"),
    "accessory": {"type": "overflow", "action_id": "more", "options": WORDS},
}


async def opened(page: Page, app: PageApp, *blocks: dict[str, Any]) -> Locator:
    """Open a form by its command."""
    app.form = modal(*blocks)
    await page.locator("#composer").fill("/polytomic")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="A form")
    await expect(dialog).to_be_visible()
    return dialog


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons", "checkboxes"])
async def test_a_dispatching_choice_tells_the_app_with_the_whole_state(
    kind: str, app: PageApp, page: Page
) -> None:
    """A toggle redraws the form in place, for which the app needs what else was typed by then."""
    choice = field("way", {"type": kind, "options": WORDS}, dispatch_action=True)
    dialog = await opened(page, app, field("key", AREA), choice)
    await dialog.get_by_label("Key").fill("two\nlines")
    if kind == "static_select":
        await dialog.get_by_label("Way").click()
        await page.get_by_role("option", name="Two").click()
    else:
        await dialog.get_by_label("Two").check()
    body = await app.came("block_actions")
    values = body["view"]["state"]["values"]
    chosen = values["way"]["it"].get("selected_option") or values["way"]["it"]["selected_options"][0]
    assert (chosen["value"], values["key"]["it"]["value"]) == ("two", "two\nlines")


async def test_a_background_update_leaves_several_lines_as_they_are_being_typed(
    app: PageApp, page: Page
) -> None:
    """The poller redraws a form by its id alone, while somebody pastes a key into it."""
    dialog = await opened(page, app, field("key", AREA), MENU)
    await dialog.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Two").click()
    body = await app.came("block_actions")
    assert body["actions"][0]["selected_option"]["value"] == "two"
    area = dialog.get_by_label("Key")
    await area.focus()
    await page.keyboard.type("first")
    await page.keyboard.press("Enter")
    changed = modal(field("key", AREA), field("new", AREA), title="A form")
    await app.client.views_update(view_id=body["view"]["id"], view=changed)
    await expect(dialog.get_by_label("New")).to_be_visible()
    await expect(area).to_be_focused()
    await page.keyboard.type("second")
    await expect(area).to_have_value("first\nsecond")


async def test_several_are_found_in_groups_inside_a_form(app: PageApp, page: Page) -> None:
    """Objects are picked by search, under their headings, and all of them are submitted."""
    app.offer = lambda _typed: {"option_groups": [{"label": plain("Custom"), "options": WORDS}]}
    search = {"type": "multi_external_select", "min_query_length": 0}
    dialog = await opened(page, app, field("objects", search))
    for name in ("One", "Two"):
        await dialog.get_by_label("Objects").click()
        await page.get_by_role("group", name="Custom").get_by_role("option", name=name).click()
    await page.keyboard.press("Escape")
    await dialog.get_by_role("button", name="Send").click()
    values = (await app.came("view_submission"))["view"]["state"]["values"]
    assert [each["value"] for each in values["objects"]["it"]["selected_options"]] == ["one", "two"]
