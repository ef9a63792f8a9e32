from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

import pytest
from bulk_syncs import both_ends, make_sync
from PIL import Image
from playwright.async_api import expect

if TYPE_CHECKING:
    from hands import Hands
    from playwright.async_api import Locator
    from world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_chart_is_seen_in_the_channel_on_light_and_on_dark(world: World, ada: Hands) -> None:
    """The command, the table, and one picture below it that looks the same in either theme."""
    orders = await make_sync(world, "Orders", await both_ends(world))
    for outcome in ("completed", "failed", "completed"):
        await world.at_polytomic("executions/next", outcome=outcome)
        await world.at_polytomic(f"syncs/{orders}/run")
        await world.at_polytomic("clock", advance_seconds=3600)
    await ada.type("/polytomic history orders")
    await expect(ada.modal).to_contain_text("The last 3 runs: 2 finished, 1 failed.")
    await expect(ada.modal).to_contain_text("The chart is in #data-ops.")
    await ada.submit("Close")
    message = ada.message("asked for this")
    await expect(message.locator("pre")).to_contain_text("failed, 1 error")
    picture = message.get_by_role("img", name="The last 3 runs: 2 finished, 1 failed.")
    await picture.scroll_into_view_if_needed()
    assert await picture.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1200
    light = await look(ada, picture, "light")
    dark = await look(ada, picture, "dark")
    assert light.tobytes() == dark.tobytes(), "opaque, so that no theme shines through"
    assert light.width > 450, "large enough to read"


async def look(ada: Hands, picture: Locator, theme: Literal["light", "dark"]) -> Image.Image:
    """Look at a picture in a theme, without its rounded border."""
    await ada.page.emulate_media(color_scheme=theme)
    await expect(ada.page.locator("html")).to_have_css("color-scheme", theme)
    drawn = Image.open(BytesIO(await picture.screenshot(animations="disabled")))
    return drawn.crop((12, 12, drawn.width - 12, drawn.height - 12))
