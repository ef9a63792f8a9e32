from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from folders import README_PICTURE
from page_app import PageApp, mrkdwn, plain
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHANNEL = "C0DATAOPS02"


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """Make a rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def section(*parts: dict[str, Any]) -> dict[str, Any]:
    """Make a rich_text section."""
    return {"type": "rich_text_section", "elements": list(parts)}


SHOWN: dict[str, tuple[dict[str, Any], Sequence[tuple[str, str]]]] = {
    "header": ({"type": "header", "text": plain("Done :tada:")}, [("h3", "Done 🎉")]),
    "section": (
        {"type": "section", "text": mrkdwn("*a*"), "fields": [mrkdwn("b"), plain("*c*")]},
        [("strong", "a"), (".section-field >> nth=0", "b"), (".section-field >> nth=1", "*c*")],
    ),
    "context": (
        {"type": "context", "elements": [mrkdwn("_i_"), plain("p")]},
        [("em", "i"), (".text >> nth=1", "p")],
    ),
    "divider": ({"type": "divider"}, [("hr", "")]),
    "markdown": ({"type": "markdown", "text": "**b**"}, [("strong", "b")]),
    "alert": (
        {"type": "alert", "level": "error", "text": mrkdwn("*No* sign-in")},
        [(".alert-error strong", "No"), (".alert-error .unseen", "Error: ")],
    ),
    "card": (
        {"type": "card", "title": mrkdwn("T"), "subtitle": mrkdwn("S"), "body": mrkdwn("B")},
        [(".card-title", "T"), (".card-subtitle", "S"), (".card-body", "B")],
    ),
    "table": (
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "Name"}], [{"type": "raw_text", "text": "<b>"}]],
        },
        [("th", "Name"), ("td", "<b>")],
    ),
    "rich text": (
        rich(
            section(
                {"type": "text", "text": "x", "style": {"bold": True, "code": True}},
                {"type": "user", "user_id": "U0BEN000002"},
                {"type": "emoji", "name": "rocket"},
            ),
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [section({"type": "text", "text": "one"})],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a < b"}]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
        ),
        [
            ("strong > code", "x"),
            (".mention", "@Ben Okafor"),
            (".emoji", "🚀"),
            ("ol > li", "one"),
            ("pre", "a < b"),
            ("blockquote", "said"),
        ],
    ),
}


@pytest.mark.parametrize("name", SHOWN)
async def test_every_block_shows_what_it_says(name: str, app: PageApp, page: Page) -> None:
    """Each kind of block is drawn with all of its parts, and its words stay words."""
    block, parts = SHOWN[name]
    sent = await app.client.chat_postMessage(channel=CHANNEL, text="x", blocks=[{"block_id": "it", **block}])
    drawn = page.locator(f"[data-ts='{sent['ts']}'] .block[data-block-id=it]")
    for at, words in parts:
        await expect(drawn.locator(at)).to_have_text(words)
    await expect(page.locator(".unsupported")).to_have_count(0)


async def test_pictures_say_what_they_show(app: PageApp, page: Page) -> None:
    """A picture carries its alternative text, which stays readable when the picture does not load."""
    broken = {
        "type": "image",
        "image_url": "http://127.0.0.1:9/no.png",
        "alt_text": "A chart",
        "title": plain("Rows"),
    }
    await app.client.chat_postMessage(channel=CHANNEL, text="x", blocks=[broken])
    await expect(page.get_by_role("figure")).to_contain_text("Rows")
    await expect(page.get_by_role("img", name="A chart")).to_have_class("broken")


async def test_files_can_be_opened(app: PageApp, page: Page) -> None:
    """An uploaded file is a link by its title, and the member who sees it gets its content."""
    await app.client.files_upload_v2(channel=CHANNEL, content="a,b", filename="log.csv", title="Run log")
    link = page.get_by_role("link", name="Run log")
    answer = await page.request.get(str(await link.get_attribute("href")))
    assert (answer.status, await answer.text()) == (200, "a,b")
    assert await link.get_attribute("download") == "log.csv"
    await expect(link).to_contain_text("3 B")


async def test_a_picture_is_shown_in_its_message(app: PageApp, page: Page) -> None:
    """As itself, under its title, with its words for those who cannot see it; a click opens it alone."""
    await app.client.files_upload_v2(
        channel=CHANNEL,
        file=str(README_PICTURE),
        filename="run.png",
        title="Runs",
        alt_txt="Five runs, all well",
    )
    picture = page.get_by_role("img", name="Five runs, all well")
    await expect(picture).to_be_visible()
    await expect(page.get_by_role("figure")).to_contain_text("Runs")
    assert await picture.evaluate("node => node.decode().then(() => node.naturalWidth)") > 0
    async with page.context.expect_page() as opened:
        await picture.click()
    assert (await opened.value).url.partition("?")[0].endswith("/run.png")
