"""What people look at every day, in a real browser: the Home tab, a digest, and a link that unfolds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from bulk_syncs import both_ends, make_sync
from days import rows, until
from digests import come_due, watched
from playwright.async_api import expect
from world import World, bot_in, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from hands import Hands

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def world(database_url: str) -> AsyncIterator[World]:
    """Serve both stand-ins and a bot that unfolds links."""
    async with stand_ins(database_url, unfurl_links=True) as made, bot_in(made):
        yield made


async def test_home_digest_and_card_by_clicks(ada: Hands, world: World) -> None:
    """A failure is seen on the Home tab, summed up in the digest, and looked at below a link."""
    orders = await make_sync(world, "Orders", await both_ends(world))
    await world.at_polytomic("executions/next", outcome="failed", message="The table is locked.")
    await world.at_polytomic(f"syncs/{orders}/run")
    await world.at_polytomic("clock", advance_seconds=60)
    await ada.go_to("Polytomic")
    home = ada.page.get_by_role("region", name="Polytomic, home")
    await expect(home).to_contain_text("1 failed in its last run")
    await expect(home).to_contain_text("The table is locked.")
    await home.get_by_role("button", name="Status").click()
    await expect(ada.modal).to_contain_text("Sales prod → Warehouse")
    await ada.submit("Close")

    await ada.go_to("data-ops")
    await ada.type("/polytomic digest")
    await ada.submit("Save")
    await expect(ada.modal).to_contain_text("gets a digest every day at 09:00 (UTC)")
    await ada.submit("Close")
    heard = [{"sync_name": "Orders", "status": "failed", "reason": "The table is locked."}]
    await watched(world, world.channel("data-ops"), heard)
    await come_due(world)
    digest = ada.message("Daily digest")
    await expect(digest).to_contain_text("1 run of 1 sync moved 100 rows. 1 went wrong, in 1 sync.")
    await expect(digest).to_contain_text(
        "Orders went wrong once, and has not recovered: The table is locked."
    )
    await ada.press(digest, "Digest …")
    await expect(ada.modal).to_contain_text("The next one comes")
    await ada.submit("Cancel")

    await ada.type(f"Look at {world.polytomic.url}/syncs/{orders}")
    card = ada.message("Look at").locator(".attachment")
    await expect(card).to_contain_text("Last run failed")
    await card.get_by_role("button", name="Status").click()
    await expect(ada.modal).to_contain_text(orders)

    async def is_told_once() -> bool:
        return len(await rows(world, "SELECT 1 FROM posts WHERE key LIKE 'digest-%%'")) == 1

    await until(is_told_once, "one digest")
