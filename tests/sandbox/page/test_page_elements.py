from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_app import PageApp, field, modal, mrkdwn, option, plain
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHANNEL = "C0DATAOPS02"
WORDS = [option("Alpha"), option("Beta"), option("Gamma")]


async def post(app: PageApp, *blocks: dict[str, Any]) -> str:
    """Post blocks into the open channel."""
    answer = await app.client.chat_postMessage(channel=CHANNEL, text="A message", blocks=list(blocks))
    return str(answer["ts"])


async def click(page: Page) -> None:
    """Press the element."""
    await page.locator("[data-action-id=it]").click()


def choose(*names: str) -> Callable[[Page], Awaitable[None]]:
    """Open a menu and choose from it, then leave it."""

    async def use(page: Page) -> None:
        await page.locator("[data-action-id=it]").click()
        for name in names:
            await page.get_by_role("listbox").get_by_role("option", name=name).click()
        await page.keyboard.press("Tab")

    return use


def from_menu(name: str) -> Callable[[Page], Awaitable[None]]:
    """Open an overflow menu and take one of its entries."""

    async def use(page: Page) -> None:
        await page.locator("[data-action-id=it]").click()
        await page.get_by_role("menuitem", name=name).click()

    return use


def check(name: str) -> Callable[[Page], Awaitable[None]]:
    """Check one choice."""

    async def use(page: Page) -> None:
        await page.get_by_label(name).check()

    return use


def fill(text: str) -> Callable[[Page], Awaitable[None]]:
    """Write into the field."""

    async def use(page: Page) -> None:
        await page.locator("[data-action-id=it]").fill(text)

    return use


ACTIONS = {
    "button": ({"type": "button", "text": plain("Go"), "value": "7"}, click, {"value": "7"}),
    "url button": (
        {"type": "button", "text": plain("Open"), "url": "http://127.0.0.1:9/"},
        click,
        {"url": "http://127.0.0.1:9/"},
    ),
    "overflow": (
        {"type": "overflow", "options": WORDS},
        from_menu("Beta"),
        {"selected_option": {"text": {**plain("Beta"), "emoji": True}, "value": "beta"}},
    ),
    "static_select": (
        {"type": "static_select", "options": WORDS},
        choose("Gamma"),
        {"selected_option": {"text": {**plain("Gamma"), "emoji": True}, "value": "gamma"}},
    ),
    "multi_static_select": (
        {"type": "multi_static_select", "options": WORDS},
        choose("Alpha", "Gamma"),
        {"selected_options": ["alpha", "gamma"]},
    ),
    "users_select": ({"type": "users_select"}, choose("Ben Okafor"), {"selected_user": "U0BEN000002"}),
    "multi_users_select": (
        {"type": "multi_users_select"},
        choose("Ben Okafor", "Ada Moreau"),
        {"selected_users": ["U0BEN000002", "U0ADA000001"]},
    ),
    "conversations_select": (
        {"type": "conversations_select"},
        choose("finance-data"),
        {"selected_conversation": "C0FINANCE04"},
    ),
    "channels_select": (
        {"type": "channels_select"},
        choose("general"),
        {"selected_channel": "C0GENERAL01"},
    ),
    "radio_buttons": (
        {"type": "radio_buttons", "options": WORDS},
        check("Beta"),
        {"selected_option": {"text": {**plain("Beta"), "emoji": True}, "value": "beta"}},
    ),
    "checkboxes": ({"type": "checkboxes", "options": WORDS}, check("Alpha"), {"selected_options": ["alpha"]}),
    "datepicker": ({"type": "datepicker"}, fill("2026-11-30"), {"selected_date": "2026-11-30"}),
    "timepicker": ({"type": "timepicker"}, fill("06:45"), {"selected_time": "06:45"}),
}


def values_of(action: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Return what the action holds under the expected keys; of lists of options, the values."""
    held = {key: action.get(key) for key in expected}
    return {
        key: [one["value"] if isinstance(one, dict) else one for one in value]
        if isinstance(value, list)
        else value
        for key, value in held.items()
    }


@pytest.mark.parametrize("name", ACTIONS)
async def test_every_element_in_a_message_tells_the_app(name: str, app: PageApp, page: Page) -> None:
    """Using an element sends the app what Slack would: what was pressed or chosen, completed."""
    element, use, expected = ACTIONS[name]
    await post(app, {"type": "actions", "block_id": "row", "elements": [{"action_id": "it", **element}]})
    await use(page)
    action = await app.action()
    assert (action["type"], action["block_id"], action["action_id"]) == (element["type"], "row", "it")
    assert values_of(action, expected) == expected
    await expect(page.locator(".control.is-pending, .control.is-failed")).to_have_count(0)


async def test_a_url_button_opens_a_new_tab_too(app: PageApp, page: Page) -> None:
    """A link button both opens its address and tells the app, and the new tab cannot reach the page."""
    link = {"type": "button", "action_id": "it", "text": plain("Open"), "url": "http://127.0.0.1:9/"}
    await post(app, {"type": "actions", "elements": [link]})
    button = page.get_by_role("link", name="Open")
    assert await button.get_attribute("target") == "_blank"
    assert "noopener" in str(await button.get_attribute("rel"))


async def test_confirm_asks_before_the_app_hears(app: PageApp, page: Page) -> None:
    """An app's question is put first: no means silence, yes means the action."""
    question = {
        "title": plain("Cancel it?"),
        "text": mrkdwn("*All* of it."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    button = {
        "type": "button",
        "action_id": "it",
        "text": plain("Stop"),
        "confirm": question,
        "style": "danger",
    }
    other = {"type": "button", "action_id": "other", "text": plain("Other")}
    await post(app, {"type": "actions", "elements": [button, other]})
    await page.get_by_role("button", name="Stop").click()
    dialog = page.get_by_role("alertdialog", name="Cancel it?")
    await expect(dialog.locator("strong")).to_have_text("All")
    await dialog.get_by_role("button", name="No").click()
    await page.get_by_role("button", name="Other").click()
    assert (await app.action())["action_id"] == "other"
    await page.get_by_role("button", name="Stop").click()
    await dialog.get_by_role("button", name="Yes").click()
    assert (await app.action())["action_id"] == "it"


async def test_an_action_that_is_not_acknowledged_shows_a_warning(app: PageApp, page: Page) -> None:
    """A failed action leaves a warning sign at its element; the next good one takes it away."""
    app.deaf.add("it")
    await post(
        app, {"type": "actions", "elements": [{"type": "button", "action_id": "it", "text": plain("Go")}]}
    )
    await page.get_by_role("button", name="Go").click()
    await expect(page.locator(".control.is-pending")).to_have_count(1)
    await expect(page.get_by_role("img", name="try again", exact=False)).to_be_visible()
    app.deaf.clear()
    await page.get_by_role("button", name="Go").click()
    await expect(page.locator(".control-warning:visible")).to_have_count(0)


async def test_what_the_page_cannot_draw_is_marked(still_page: Page) -> None:
    """A block or element of an unknown kind is said aloud, never left out."""
    drawn = await still_page.evaluate(
        """async () => {
            const { drawBlocks } = await import("/page/js/blocks.js");
            const { Surface } = await import("/page/js/surface.js");
            const dial = { type: "actions", elements: [{ type: "dial", action_id: "d" }] };
            const odd = [{ type: "hologram" }, dial, null];
            return drawBlocks(odd, new Surface({})).map((node) => node.textContent);
        }"""
    )
    assert drawn == ["Unsupported block: hologram", "Unsupported element: dial", "Unsupported block: nothing"]


FORM = {
    "line": ({"type": "plain_text_input"}, fill("words"), {"value": "words"}),
    "lines": ({"type": "plain_text_input", "multiline": True}, fill("a\nb"), {"value": "a\nb"}),
    "email": ({"type": "email_text_input"}, fill("a@b.example"), {"value": "a@b.example"}),
    "url": ({"type": "url_text_input"}, fill("https://b.example"), {"value": "https://b.example"}),
    "number": ({"type": "number_input", "is_decimal_allowed": False}, fill("42"), {"value": "42"}),
    "select": ({"type": "static_select", "options": WORDS}, choose("Beta"), {"selected_option": "beta"}),
    "many": (
        {"type": "multi_static_select", "options": WORDS},
        choose("Beta", "Alpha"),
        {"selected_options": ["beta", "alpha"]},
    ),
    "radio": ({"type": "radio_buttons", "options": WORDS}, check("Gamma"), {"selected_option": "gamma"}),
    "boxes": ({"type": "checkboxes", "options": WORDS}, check("Beta"), {"selected_options": ["beta"]}),
    "people": ({"type": "multi_users_select"}, choose("Ben"), {"selected_users": ["U0BEN000002"]}),
    "channel": (
        {"type": "conversations_select"},
        choose("general"),
        {"selected_conversation": "C0GENERAL01"},
    ),
    "channels": (
        {"type": "multi_channels_select"},
        choose("general"),
        {"selected_channels": ["C0GENERAL01"]},
    ),
    "talks": (
        {"type": "multi_conversations_select", "filter": {"include": ["private"]}},
        choose("finance-data"),
        {"selected_conversations": ["C0FINANCE04"]},
    ),
    "day": ({"type": "datepicker"}, fill("2026-12-01"), {"selected_date": "2026-12-01"}),
    "time": ({"type": "timepicker"}, fill("23:05"), {"selected_time": "23:05"}),
}


def bare(value: Any) -> Any:
    """Return an option's value, a list's values, or anything else as it is."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    return value["value"] if isinstance(value, dict) else value


@pytest.mark.parametrize("name", FORM)
async def test_every_input_is_part_of_the_submitted_state(name: str, app: PageApp, page: Page) -> None:
    """What is typed or chosen in a form reaches the app under its block and action."""
    element, use, expected = FORM[name]
    app.form = modal(field("answer", element))
    await page.locator("#composer").fill("/polytomic")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="A form")).to_be_visible()
    await use(page)
    await page.get_by_role("button", name="Send").click()
    body = await app.came("view_submission")
    held = body["view"]["state"]["values"]["answer"]["it"]
    assert held["type"] == element["type"]
    assert {key: bare(held[key]) for key in expected} == expected
    await expect(page.get_by_role("dialog")).to_have_count(0)
