from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from page_app import PageApp

    from bot.sandbox.slack import Running

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAW = """async ([module, name, text]) => {
    const draw = (await import(`/page/js/${module}.js`))[name];
    const box = document.createElement("div");
    box.append(...draw(text));
    const bare = box.innerHTML.replaceAll(/ (class|target|rel|tabindex|data-user)="[^"]*"/g, "");
    return bare.replaceAll(/<\\/?span>/g, "");
}"""

MRKDWN = {
    "plain words": "plain words",
    "*bold* _it_ ~gone~ `code`": "<strong>bold</strong> <em>it</em> <s>gone</s> <code>code</code>",
    "*bold _both_*": "<strong>bold <em>both</em></strong>",
    "snake_case_name 2*3*4 a~b~c": "snake_case_name 2*3*4 a~b~c",
    "`*not bold* <https://x.example>`": "<code>*not bold* &lt;https://x.example&gt;</code>",
    "*<https://x.example|a link>*": '<strong><a href="https://x.example">a link</a></strong>',
    "<https://x.example/?a=1&amp;b=2>": '<a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>',
    "see https://x.example/a.": 'see <a href="https://x.example/a">https://x.example/a</a>.',
    "&lt;b&gt; &amp;amp;": "&lt;b&gt; &amp;amp;",
    "> quoted\n&gt; too\nnot": "<blockquote>quoted\ntoo</blockquote>not",
    "• one\n• two": "<ul><li>one</li><li>two</li></ul>",
    "3. three\n4. four": '<ol start="3"><li>three</li><li>four</li></ol>',
    "```\na *b*\n  c\n```": "<pre><code>a *b*\n  c</code></pre>",
    "<!here> <!channel>": "@here @channel",
    "<!date^0^no date|words>": '<time datetime="1970-01-01T00:00:00.000Z">No date</time>',
    "<@UNOBODY>": "@UNOBODY",
    "at 10:30:15": "at 10:30:15",
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<javascript:alert(1)|click>",
    "<data:text/html,<b>x</b>|click>",
    "<https://x.example|<img src=x onerror=alert(1)>>",
    '<https://x.example" onmouseover="alert(1)|x>',
    "*<svg/onload=alert(1)>*",
    "[x](javascript:alert(1))",
    "![x](data:text/html;base64,AAAA)",
]


@pytest.mark.parametrize("text", MRKDWN)
async def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, still_page: Page) -> None:
    """Marks, links, lists, quotes, fences and entities become what they mean, and nothing else does."""
    drawn = await still_page.evaluate(DRAW, ["mrkdwn", "mrkdwn", text])
    assert drawn == MRKDWN[text]


async def test_markdown_blocks_are_drawn(still_page: Page) -> None:
    """A markdown block shows headings, emphasis, links, lists, code, quotes and tables."""
    text = (
        "# Title\n\n**b** *i* ~~s~~ [l](https://x.example)\n- one\n  - two\n1. first\n\n"
        "> q\n\n```\nx < y\n```\n\n|a|b|\n|-|-|\n|1|2|"
    )
    drawn = await still_page.evaluate(DRAW, ["markdown", "markdown", text])
    for part in (
        "Title</p>",
        "<strong>b</strong> <em>i</em> <s>s</s>",
        '<a href="https://x.example">l</a>',
        "<ul><li>one<ul><li>two</li></ul></li></ul>",
        "<blockquote>q</blockquote>",
        "<code>x &lt; y</code>",
        "<th>a</th>",
        "<td>2</td>",
    ):
        assert part in drawn


@pytest.mark.parametrize("module", ["mrkdwn", "markdown"])
@pytest.mark.parametrize("attack", ATTACKS)
async def test_no_text_becomes_markup_or_script(module: str, attack: str, still_page: Page) -> None:
    """Nothing that anybody writes can put an element, a handler or a script address into the page."""
    found = await still_page.evaluate(
        """async ([module, text]) => {
            const box = document.createElement("div");
            box.append(...(await import(`/page/js/${module}.js`))[module](text));
            const nodes = [...box.querySelectorAll("*")];
            const never = ["SCRIPT", "IMG", "SVG", "IFRAME"];
            const bad = nodes.filter((node) => never.includes(node.tagName.toUpperCase())
                || node.getAttributeNames().some((name) => name.startsWith("on"))
                || /^(javascript|data|vbscript):/i.test(node.getAttribute("href") ?? ""));
            return bad.map((node) => node.outerHTML);
        }""",
        [module, attack],
    )
    assert found == []


async def test_a_typed_message_comes_back_as_it_was_typed(page: Page) -> None:
    """Angle brackets and ampersands survive the way through the workspace without being doubled."""
    await page.locator("#composer").fill("if a < b && c > d: <script>x</script> &amp;")
    await page.keyboard.press("Enter")
    message = page.locator("[data-ts] .text").last
    await expect(message).to_have_text("if a < b && c > d: <script>x</script> &amp;")


async def test_names_of_members_and_channels_become_links(page: Page) -> None:
    """Completion writes a name; the message shows who and which channel is meant."""
    composer = page.locator("#composer")
    await composer.press_sequentially("ask @be")
    await page.get_by_role("listbox", name="Suggestions").get_by_role("option", name="Ben Okafor").click()
    await composer.press_sequentially("in #gen")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-ts] .text").last).to_have_text("ask @Ben Okafor in #general")
    await page.locator("[data-ts]").get_by_role("link", name="#general").click()
    await expect(page.get_by_role("heading", name="general")).to_be_visible()


async def test_a_permalink_of_the_workspace_stays_in_the_tab(
    app: PageApp, page: Page, sandbox: Running
) -> None:
    """A link to another message is followed inside the page, as the same member."""
    target = await app.client.chat_postMessage(channel="C0DATAOPS02", text="the one")
    link = await app.client.chat_getPermalink(channel="C0DATAOPS02", message_ts=target["ts"])
    await app.client.chat_postMessage(channel="C0DATAOPS02", text=f"see <{link['permalink']}|this>")
    await page.get_by_role("link", name="this", exact=True).click()
    await expect(page.get_by_role("complementary", name="Thread").get_by_text("the one")).to_be_visible()
    assert page.url == f"{sandbox.url}/?as=U0ADA000001#/C0DATAOPS02/{target['ts']}"
