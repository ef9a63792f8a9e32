from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bulk_syncs import both_ends, make_sync
from playwright.async_api import expect
from watching import all_told, listening, runs

if TYPE_CHECKING:
    from hands import Hands
    from world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_watch_with_a_threshold_of_two(world: World, ada: Hands) -> None:
    """The first failure is silent, the second alerts, its thread goes on, and the recovery edits it."""
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ada.type("/polytomic watch orders")
    await expect(ada.modal).to_contain_text("Watch Orders in")
    await ada.fill(Failures_in_a_row="2")
    await ada.submit("Watch")
    await expect(ada.modal).to_contain_text("now follows Orders")
    await ada.submit("Close")
    await expect(ada.message("lets this channel follow Orders")).to_contain_text("after 2 failures in a row")
    await listening(world)

    await runs(world, orders, "failed")
    await all_told(world)
    await expect(ada.message("failed 2 times")).to_have_count(0)
    await runs(world, orders, "failed", "The token was revoked.")
    alert = ada.message("Orders failed 2 times in a row")
    await expect(alert).to_contain_text("The token was revoked.")
    await runs(world, orders, "failed")
    await expect(ada.message("Orders failed 3 times in a row")).to_be_visible()
    await ada.message("Orders failed 3 times").get_by_role("button", name="repl").click()
    thread = ada.page.get_by_role("complementary")
    await expect(thread).to_contain_text("failed again")

    await runs(world, orders)
    await expect(thread).to_contain_text(re.compile(r"Orders works again after .*3 failures"))
    over = ada.page.get_by_role("main").locator("[data-ts]").filter(has_text="Orders works again").first
    await expect(over.locator("del, s")).to_contain_text("Orders failed 3 times in a row")
    await expect(over.get_by_role("button", name="Run again")).to_have_count(0)


async def test_a_message_is_where_its_sync_is_watched_from(world: World, ada: Hands) -> None:
    """The message's menu offers it, and what is changed there shows in the list."""
    await make_sync(world, "Orders", await both_ends(world))
    await ada.type("/polytomic watch orders")
    await ada.submit("Watch")
    await ada.submit("Close")
    begun = ada.message("lets this channel follow Orders")
    await begun.hover()
    await begun.get_by_role("button", name="More actions").click()
    await ada.page.get_by_role("menuitem", name="Watch this sync").click()
    await expect(ada.modal).to_contain_text("How Orders is watched")
    await ada.modal.get_by_label("Mute").click()
    await ada.page.get_by_role("option", name="1 week").click()
    await ada.submit("Save")
    await expect(ada.modal).to_contain_text("muted until")
    await ada.submit("Close")
    await ada.type("/polytomic watch")
    await expect(ada.modal).to_contain_text("watches this:")
    await ada.submit("Close")
