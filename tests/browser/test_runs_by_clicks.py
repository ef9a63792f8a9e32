"""Runs as a person sees them on the page: live, to the end, cut off by a pause, and read back in a log."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bulk_syncs import both_ends, make_sync, runs_at
from playwright.async_api import expect

if TYPE_CHECKING:
    from hands import Hands
    from playwright.async_api import Locator
    from world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def run(ada: Hands) -> Locator:
    """Run the sync by its form; returns its card in the channel."""
    await ada.type("/polytomic run orders")
    await ada.submit("Run")
    await expect(ada.modal).to_contain_text("is starting")
    await ada.submit("Close")
    return ada.message("runs Orders.")


async def thread_of(ada: Hands, card: Locator) -> Locator:
    """Open a card's thread."""
    await card.get_by_role("button", name="repl").click()
    return ada.page.get_by_role("complementary")


async def test_a_run_is_watched_to_its_end_and_its_log_is_read(ada: Hands, world: World) -> None:
    """The bar grows in one card; it fails, the reply says why; Logs brings the file by direct message."""
    await world.at_polytomic("config", execution_seconds=600)
    await world.at_polytomic("executions/next", outcome="failed", message="The warehouse is full.")
    await make_sync(world, "Orders", await both_ends(world))
    card = await run(ada)
    await expect(card).to_contain_text("execution")
    await world.at_polytomic("clock", advance_seconds=90)
    await expect(card).to_contain_text("░░░░░░░░░░░░ 0 of 2 objects")
    await world.at_polytomic("clock", advance_seconds=400)
    await expect(card).to_contain_text("Failed after")
    await expect(card.get_by_role("button", name="Cancel the run")).to_have_count(0)
    thread = await thread_of(ada, card)
    await expect(thread).to_contain_text("The warehouse is full. Object that failed: Account.")

    await thread.get_by_role("button", name="Logs").click()
    await expect(ada.page.get_by_text("I send you the log by direct message.").first).to_be_visible()
    await ada.open_messages()
    log = ada.message("Orders failed after", "The last errors in the log:")
    await log.get_by_role("button", name="repl").click()
    file = ada.page.get_by_role("complementary").get_by_role("link", name="Log of Orders")
    await expect(file).to_contain_text(re.compile(r"\d+ (B|bytes|KB)"))
    async with ada.page.expect_download() as begun:
        await file.click()
    saved = await begun.value
    assert saved.suggested_filename.endswith(".log")
    content = await asyncio.to_thread(Path(await saved.path()).read_text)
    assert "The warehouse is full." in content


async def test_a_pause_during_a_run_asks_and_the_card_says_who_cut_it_off(ada: Hands, world: World) -> None:
    """The bar has moved; a pause asks first; after the yes the card is cancelled, by whoever paused."""
    await world.at_polytomic("config", execution_seconds=600, cancel_seconds=0.2)
    await make_sync(world, "Orders", await both_ends(world))
    card = await run(ada)
    await expect(card).to_contain_text("execution")
    await world.at_polytomic("clock", advance_seconds=470)
    await expect(card).to_contain_text("██████░░░░░░ 1 of 2 objects")
    await ada.type("/polytomic pause orders")
    await expect(ada.modal).to_contain_text("Polytomic cancels that run when the sync is paused.")
    assert [one["status"] for one in await runs_at(world)] != ["canceled"]
    await ada.submit("Pause and cancel run")
    await expect(ada.modal).to_contain_text("Paused “Orders”")
    await ada.submit("Close")
    await expect(card).to_contain_text("Cancelled by")
    thread = await thread_of(ada, card)
    await expect(thread).to_contain_text("was cancelled by")
    await expect(thread.get_by_role("button", name="Run again")).to_be_visible()
