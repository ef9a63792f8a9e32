from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_app import MANIFEST, PageApp, mrkdwn, plain
from playwright.async_api import Page, expect

from bot.sandbox.slack import Config, Running, serve

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Visit = Callable[..., Awaitable[Page]]

pytestmark = pytest.mark.asyncio(loop_scope="session")

OPS, GENERAL = "C0DATAOPS02", "C0GENERAL01"
BEN_AT_GENERAL = f"/?as=U0BEN000002#/{GENERAL}"


async def send(page: Page, text: str) -> None:
    """Type and send."""
    await page.locator("#composer").fill(text)
    await page.keyboard.press("Enter")


async def test_messages_arrive_without_reload(page: Page, visit: Visit) -> None:
    """What one member writes, another sees at once; Shift+Enter makes a second line."""
    ben = await visit(f"/?as=U0BEN000002#/{OPS}")
    await expect(ben.locator("#composer")).to_be_visible()
    await page.locator("#composer").press_sequentially("hello")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("Ben")
    await page.keyboard.press("Enter")
    await expect(ben.locator("[data-ts] .text")).to_have_text("hello\nBen")
    await expect(page.locator("#composer")).to_have_value("")
    await expect(ben.locator("[aria-live=polite] [data-ts]")).to_have_count(1)


async def test_unread_messages_are_counted_until_seen(app: PageApp, visit: Visit) -> None:
    """A message elsewhere raises the channel's badge; opening the channel takes it away for good."""
    ben = await visit(BEN_AT_GENERAL)
    entry = ben.get_by_role("navigation", name="Workspace").get_by_role("link", name="data-ops")
    await expect(entry).to_be_visible()
    await app.client.chat_postMessage(channel=OPS, text="one")
    await app.client.chat_postMessage(channel=OPS, text="two")
    await expect(entry.locator(".unread")).to_have_text("unread: 2")
    await entry.click()
    await expect(ben.locator("[data-ts] .text")).to_have_text(["one", "two"])
    await expect(entry.locator(".unread")).to_have_count(0)
    await ben.reload()
    await expect(ben.locator("[data-ts]")).to_have_count(2)
    await expect(entry.locator(".unread")).to_have_count(0)


async def test_an_edit_replaces_the_message_in_place(app: PageApp, page: Page) -> None:
    """chat.update changes the message where it stands and marks it; chat.delete takes it away."""
    sent = await app.client.chat_postMessage(channel=OPS, text="running")
    message = page.locator(f"[data-ts='{sent['ts']}']")
    await expect(message).to_contain_text("running")
    await app.client.chat_update(channel=OPS, ts=sent["ts"], text="finished :white_check_mark:")
    await expect(message).to_contain_text("finished ✅")
    await app.client.chat_delete(channel=OPS, ts=sent["ts"])
    await expect(message).to_have_count(0)


async def test_an_edit_under_the_mouse_loses_no_click(app: PageApp, page: Page) -> None:
    """A card that changes between press and release takes the click all the same, and changes after it."""
    go = {"type": "button", "action_id": "go", "text": plain("Go")}
    row = {"type": "actions", "block_id": "row", "elements": [go]}
    async with page.expect_websocket() as opening:
        await page.reload()
    stream = await opening.value
    sent = await app.client.chat_postMessage(channel=OPS, text="running", blocks=[row])
    message = page.locator(f"[data-ts='{sent['ts']}']")
    await message.get_by_role("button", name="Go").hover()
    await page.mouse.down()
    async with stream.expect_event("framereceived", lambda frame: "message_changed" in frame):
        changed = [{"type": "section", "text": mrkdwn("finished")}, row]
        await app.client.chat_update(channel=OPS, ts=sent["ts"], text="finished", blocks=changed)
    await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    await page.mouse.up()
    assert (await app.action())["action_id"] == "go"
    await expect(message).to_contain_text("finished")


async def test_whoever_reads_the_newest_message_stays_with_it(app: PageApp, page: Page) -> None:
    """A message that grows once it is there, as with a picture, leaves the next ones in view."""
    for number in range(30):
        sent = await app.client.chat_postMessage(channel=OPS, text=f"message {number}")
    grown = page.locator(f"[data-ts='{sent['ts']}']")
    await expect(grown).to_be_in_viewport()
    await grown.evaluate("node => { node.style.paddingBottom = '600px' }")
    await app.client.chat_postMessage(channel=OPS, text="after the picture")
    await expect(page.get_by_text("after the picture")).to_be_in_viewport()
    await page.get_by_text("message 0", exact=True).scroll_into_view_if_needed()
    await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    await app.client.chat_postMessage(channel=OPS, text="while somebody reads above")
    await expect(page.get_by_text("while somebody reads above")).to_be_attached()
    await expect(page.get_by_text("message 0", exact=True)).to_be_in_viewport()


async def test_threads_open_at_the_side(app: PageApp, page: Page) -> None:
    """Replies are counted at their root and read, and written, in the thread panel; Escape closes it."""
    root = await app.client.chat_postMessage(channel=OPS, text="the root")
    for text in ("first reply", "second reply"):
        await app.client.chat_postMessage(channel=OPS, text=text, thread_ts=root["ts"])
    await page.get_by_role("link", name="2 replies").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.locator("[data-ts] .text")).to_have_text(["the root", "first reply", "second reply"])
    await thread.get_by_role("textbox", name="Reply in this thread").fill("mine")
    await page.keyboard.press("Enter")
    await expect(thread.locator("[data-ts] .text").last).to_have_text("mine")
    await expect(page.get_by_role("main").locator("[data-ts] .text")).to_have_text(["the root"])
    await expect(page.get_by_role("link", name="3 replies")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def test_ephemerals_are_for_one_person(app: PageApp, page: Page, visit: Visit) -> None:
    """An ephemeral message says so, and nobody else sees it."""
    ben = await visit(f"/?as=U0BEN000002#/{OPS}")
    await app.client.chat_postEphemeral(channel=OPS, user="U0ADA000001", text="between us")
    await app.client.chat_postMessage(channel=OPS, text="for all")
    await expect(page.locator(".ephemeral")).to_contain_text("Only visible to you")
    await expect(page.locator(".ephemeral")).to_contain_text("between us")
    await expect(ben.get_by_text("for all")).to_be_visible()
    await expect(ben.get_by_text("between us")).to_have_count(0)


async def test_acting_as_another_member(page: Page) -> None:
    """The switch changes who one is, what one sees, and the address; Back returns."""
    sidebar = page.get_by_role("navigation", name="Workspace")
    await expect(sidebar.get_by_role("link", name="finance-data")).to_be_visible()
    await page.get_by_label("Acting as").select_option("Ben Okafor")
    await expect(sidebar.get_by_role("link", name="finance-data")).to_have_count(0)
    assert "as=U0BEN000002" in page.url
    await send(page, "I am Ben")
    await expect(page.locator("[data-ts]").last).to_contain_text("Ben Okafor")
    await page.go_back()
    await expect(sidebar.get_by_role("link", name="finance-data")).to_be_visible()


async def test_direct_messages_open(page: Page, visit: Visit) -> None:
    """A click on a person opens the conversation; the other one gets a badge and can answer."""
    ben = await visit(BEN_AT_GENERAL)
    await page.get_by_role("navigation", name="Workspace").get_by_role("link", name="Ben Okafor").click()
    await expect(page.get_by_role("textbox", name="Message Ben Okafor")).to_be_visible()
    await send(page, "psst")
    entry = ben.get_by_role("navigation", name="Workspace").get_by_role("link", name="Ada Moreau")
    await expect(entry.locator(".unread")).to_have_text("unread: 1")
    await entry.click()
    await expect(ben.get_by_text("psst")).to_be_visible()


async def test_commands_are_completed_from_the_manifest(app: PageApp, page: Page) -> None:
    """A slash opens the list of commands with their usage; arrows and Tab choose, Enter sends."""
    composer = page.locator("#composer")
    await composer.press_sequentially("/")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(options.first).to_contain_text("/polytomic new [source]")
    await expect(options.filter(has_text="/invite")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await expect(composer).to_have_value("/polytomic ")
    await page.keyboard.type("new x")
    await page.keyboard.press("Enter")
    assert (await app.came("/polytomic"))["text"] == "new x"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("/nonsense", "/nonsense is not a valid command"), ("/slow", "operation_timeout")],
)
async def test_commands_that_fail_say_so(typed: str, words: str, app: PageApp, page: Page) -> None:
    """An unknown command, or one that the app does not answer, is told to its writer only."""
    assert app.deaf == set()
    await send(page, typed)
    await expect(page.locator(".ephemeral")).to_contain_text(words)


async def test_joining_a_channel(page: Page) -> None:
    """Leaving takes the message field away and offers to join; joining gives it back."""
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_visible()
    await send(page, "/leave")
    await page.get_by_role("main").get_by_role("button", name="Join").click()
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_visible()


async def test_shortcuts_are_offered(app: PageApp, page: Page) -> None:
    """Global shortcuts stand beside the message field, message shortcuts at each message."""
    await app.client.chat_postMessage(channel=OPS, text="what is this")
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="New sync").click()
    assert (await app.came("shortcut"))["callback_id"] == "new"
    await page.locator("[data-ts]").hover()
    await page.locator("[data-ts]").get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Explain this").click()
    assert (await app.came("message_action"))["message"]["text"] == "what is this"


async def test_the_hint_can_be_tried_and_put_away(page: Page) -> None:
    """A code in the guided hint goes into the message field; a dismissed hint stays away."""
    await page.get_by_role("button", name="/polytomic new").click()
    await expect(page.locator("#composer")).to_have_value("/polytomic new")
    await page.get_by_role("button", name="Dismiss the hint").click()
    await page.reload()
    await expect(page.locator("#composer")).to_be_visible()
    await expect(page.get_by_role("region", name="Where to start")).to_have_count(0)


async def test_a_place_that_is_not_there_says_so(visit: Visit) -> None:
    """An unknown or private conversation explains itself and offers a way on."""
    page = await visit("/?as=U0BEN000002#/C0FINANCE04")
    await expect(page.get_by_text("does not exist, or you are not in it")).to_be_visible()
    await page.get_by_role("button", name="Go to a channel").click()
    await expect(page.get_by_role("textbox", name="Message #data-ops")).to_be_visible()


async def test_the_page_comes_back_after_a_restart(visit: Visit) -> None:
    """A lost connection is said; when the workspace is there again, the page shows it anew by itself."""
    config = Config.model_validate({"app": {"manifest": MANIFEST}})
    first = await serve(config)
    page = await visit(f"{first.url}/?as=U0ADA000001#/{OPS}")
    await send(page, "before")
    await expect(page.get_by_text("before")).to_be_visible()
    await first.stop()
    await expect(page.get_by_text("Connection lost")).to_be_visible()
    again: Running = await serve(config, port=first.port)
    try:
        await expect(page.get_by_text("Connection lost")).to_be_hidden()
        await expect(page.get_by_text("before")).to_have_count(0)
        await send(page, "after")
        await expect(page.locator("[data-ts]").get_by_text("after")).to_be_visible()
    finally:
        await page.close()
        await again.stop()
