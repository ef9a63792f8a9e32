from __future__ import annotations

from typing import Any

import pytest
from page_app import PageApp, option, plain
from playwright.async_api import Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHANNEL = "C0DATAOPS02"
WORDS = [option("Alpha"), option("Beta"), option("Gamma")]


async def post(app: PageApp, *blocks: dict[str, Any]) -> None:
    """Post blocks into the open channel."""
    await app.client.chat_postMessage(channel=CHANNEL, text="A message", blocks=list(blocks))


async def test_external_selects_ask_the_app(app: PageApp, page: Page) -> None:
    """An external select shows what the app offers for what was typed: groups, or that there is nothing."""
    groups = [
        {"label": plain("Standard"), "options": [option("Account")]},
        {"label": plain("Custom"), "options": [option("Invoice")]},
    ]
    app.offer = lambda typed: {"option_groups": groups} if typed == "" else {"options": []}
    element = {
        "type": "external_select",
        "action_id": "it",
        "min_query_length": 0,
        "placeholder": plain("Objects"),
    }
    await post(app, {"type": "actions", "elements": [element]})
    menu = page.get_by_role("combobox", name="Objects")
    await menu.click()
    await expect(page.get_by_role("group", name="Custom").get_by_role("option")).to_have_text(["Invoice"])
    await menu.press_sequentially("zz")
    await expect(page.get_by_text("No results")).to_be_visible()
    await menu.fill("")
    await page.get_by_role("option", name="Invoice").click()
    assert (await app.action())["selected_option"]["value"] == "invoice"
    await expect(menu).to_have_value("Invoice")


async def test_external_selects_wait_for_enough_letters(app: PageApp, page: Page) -> None:
    """Below min_query_length the app is not asked, and the person is told why nothing shows."""
    app.offer = lambda typed: {"options": [option(f"Found {typed}")]}
    await post(
        app,
        {
            "type": "actions",
            "elements": [
                {
                    "type": "external_select",
                    "action_id": "it",
                    "min_query_length": 2,
                    "placeholder": plain("Objects"),
                }
            ],
        },
    )
    menu = page.get_by_role("combobox", name="Objects")
    await menu.press_sequentially("a")
    await expect(page.get_by_text("at least 2 characters")).to_be_visible()
    await menu.press_sequentially("c")
    await expect(page.get_by_role("option", name="Found ac")).to_be_visible()
    assert (await app.came("block_suggestion"))["value"] == "ac"


async def test_typing_in_a_menu_replaces_its_choice(app: PageApp, page: Page) -> None:
    """The shown choice gives way to what is typed; leaving the menu brings the choice back."""
    menu = {"type": "static_select", "action_id": "it", "options": WORDS, "initial_option": WORDS[1]}
    await post(app, {"type": "actions", "elements": [menu]})
    box = page.locator("[data-action-id=it]")
    await box.focus()
    await page.keyboard.type("ga")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(["Gamma"])
    await page.keyboard.press("Escape")
    await expect(box).to_have_value("Beta")
    await box.blur()
    await box.focus()
    await page.keyboard.type("ga")
    await page.keyboard.press("Enter")
    assert (await app.action())["selected_option"]["value"] == "gamma"
