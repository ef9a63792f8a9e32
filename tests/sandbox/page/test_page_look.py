from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_app import PageApp, field, modal, mrkdwn, option, plain
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Visit = Callable[..., Awaitable[Page]]

pytestmark = pytest.mark.asyncio(loop_scope="session")

OPS = "C0DATAOPS02"
PHONE = {"width": 360, "height": 700}
LONG = "a_name_without_any_place_to_break_it_that_goes_on_and_on_and_on_beyond_every_phone"

WIDE = """() => {
    const parts = "body, .main, .scroller, .thread, .dialog-body, .header, .composer";
    const nodes = [...document.querySelectorAll(parts)];
    const wide = nodes.filter((node) => node.scrollWidth > node.clientWidth + 1);
    return wide.map((node) => node.className || node.tagName);
}"""

CONTRAST = """() => {
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        paint.clearRect(0, 0, 1, 1);
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
        return [...paint.getImageData(0, 0, 1, 1).data];
    };
    const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255, 255];
    };
    const poor = [];
    for (const node of document.querySelectorAll("body *")) {
        const texts = [...node.childNodes].filter((one) => one.nodeType === 3);
        const words = texts.map((one) => one.data.trim()).join("");
        const hidden = node.closest(".unseen, :disabled, [inert]") || node.getClientRects().length === 0;
        const style = getComputedStyle(node);
        if (!words || hidden || style.opacity === "0") continue;
        const [a, b] = [light(rgba(style.color)), light(ground(node))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) poor.push(`${node.className} ${words.slice(0, 30)} ${ratio.toFixed(2)}`);
    }
    return poor;
}"""


def everything() -> list[dict[str, Any]]:
    """Make a message with every block and element, and words too long for a phone."""
    words = [option("One"), option("Two")]
    elements: list[dict[str, Any]] = [
        {"type": "button", "action_id": "b1", "text": plain("Run now"), "style": "primary"},
        {"type": "button", "action_id": "b2", "text": plain("Stop"), "style": "danger"},
        {"type": "static_select", "action_id": "s", "options": words},
        {"type": "multi_users_select", "action_id": "m"},
        {"type": "datepicker", "action_id": "d"},
        {"type": "radio_buttons", "action_id": "r", "options": words},
    ]
    rows = [[{"type": "raw_text", "text": f"{LONG} {i}"} for i in range(4)] for _ in range(3)]
    marked = f"*bold* `{LONG}` <https://x.example/{LONG}> <@U0ADA000001> <#{OPS}>\n> quoted\n```{LONG * 3}```"
    return [
        {"type": "header", "text": plain(f"Salesforce → {LONG}")},
        {
            "type": "section",
            "text": mrkdwn(marked),
            "fields": [mrkdwn(f"*Mode*\n{LONG}"), mrkdwn("*Into*\nx")],
        },
        {
            "type": "section",
            "text": mrkdwn(LONG),
            "accessory": {"type": "overflow", "action_id": "o", "options": words},
        },
        {"type": "divider"},
        *(
            {"type": "alert", "level": level, "text": mrkdwn(f"{level} words")}
            for level in ("info", "warning", "error", "success")
        ),
        {"type": "context", "elements": [mrkdwn(f"id `{LONG}`"), plain("small print")]},
        {"type": "actions", "elements": elements},
        {"type": "table", "rows": rows},
        {"type": "markdown", "text": f"# Title\n**bold** `code`\n\n- {LONG}"},
    ]


async def show_everything(page: Page, app: PageApp) -> None:
    """Fill the open channel with all that can be drawn."""
    await app.client.chat_postMessage(channel=OPS, text="All", blocks=everything())
    await app.client.chat_postEphemeral(channel=OPS, user="U0ADA000001", text=f"for you {LONG}")
    await expect(page.locator("[data-ts]")).to_have_count(2)


async def open_form(page: Page, app: PageApp) -> None:
    """Open a form with errors in it."""
    menu = {
        "type": "multi_static_select",
        "options": [option("One"), option("Two")],
        "initial_options": [option("One")],
    }
    app.form = modal(
        {"type": "section", "text": mrkdwn(f"`{LONG}`")},
        field("name", {"type": "plain_text_input"}, hint=plain("As people will read it")),
        field("menu", menu),
        field("boxes", {"type": "checkboxes", "options": [option("One")]}, optional=True),
    )
    await page.locator("#composer").fill("/polytomic")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(page.locator(".field-error")).to_be_visible()


async def test_nothing_is_wider_than_a_phone(app: PageApp, visit: Visit) -> None:
    """At phone width nothing scrolls sideways, whatever is written; the modal takes the whole screen."""
    page = await visit(viewport=PHONE)
    await show_everything(page, app)
    assert await page.evaluate(WIDE) == []
    await open_form(page, app)
    assert await page.evaluate(WIDE) == []
    box = await page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["height"]) == (0, PHONE["width"], PHONE["height"])


async def test_the_sidebar_is_a_drawer_on_a_phone(visit: Visit) -> None:
    """On a phone the sidebar comes at a button, goes at a choice, and is out of the Tab order meanwhile."""
    page = await visit(viewport=PHONE)
    general = page.get_by_role("navigation", name="Workspace").get_by_role("link", name="general")
    await expect(general).to_have_count(0)
    await page.get_by_role("button", name="Open the sidebar").click()
    await general.click()
    await expect(page.get_by_role("heading", name="general")).to_be_visible()
    await expect(general).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_can_be_read_in_both_themes(scheme: str, app: PageApp, visit: Visit) -> None:
    """Every word on the page and in a form stands out from its ground by at least 4.5 to 1."""
    page = await visit(color_scheme=scheme, reduced_motion="reduce")
    await expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    await show_everything(page, app)
    assert await page.evaluate(CONTRAST) == []
    await open_form(page, app)
    assert await page.evaluate(CONTRAST) == []


async def test_the_chosen_theme_is_remembered(page: Page) -> None:
    """The person's choice of theme outlives the visit."""
    await page.get_by_role("button", name="Use the dark theme").click()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("button", name="Use the light theme")).to_be_visible()


async def test_the_whole_way_by_keyboard(app: PageApp, visit: Visit) -> None:
    """Command, form, choice, submission, message button and menu need no mouse."""
    page = await visit()
    menu = {"type": "static_select", "options": [option("One"), option("Two")]}
    app.form = modal(field("name", {"type": "plain_text_input"}), field("menu", menu))
    await page.keyboard.press("Tab")
    await page.keyboard.type("/pol")
    await page.locator("#skip").press("Enter")
    await page.keyboard.type("/pol")
    for key in ("Tab", "n", "e", "w", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.keyboard.type("by keyboard")
    for key in ("Tab", "ArrowDown", "ArrowDown", "Enter", "Tab", "Tab", "Enter"):
        await page.keyboard.press(key)
    held = (await app.came("view_submission"))["view"]["state"]["values"]
    assert held["name"]["it"]["value"] == "by keyboard"
    assert held["menu"]["it"]["selected_option"]["value"] == "two"
    await expect(page.locator("#composer")).to_be_focused()


async def test_a_button_keeps_the_focus_when_its_message_changes(app: PageApp, page: Page) -> None:
    """An update of the message under one's hands does not throw the keyboard out of it."""
    row = {
        "type": "actions",
        "block_id": "row",
        "elements": [{"type": "button", "action_id": "go", "text": plain("Go")}],
    }
    sent = await app.client.chat_postMessage(channel=OPS, text="x", blocks=[row])
    await page.get_by_role("button", name="Go").focus()
    await page.keyboard.press("Enter")
    assert (await app.action())["action_id"] == "go"
    title = {"type": "header", "text": plain("Changed")}
    await app.client.chat_update(channel=OPS, ts=sent["ts"], text="x", blocks=[title, row])
    await expect(page.get_by_role("heading", name="Changed")).to_be_visible()
    await expect(page.get_by_role("button", name="Go")).to_be_focused()
