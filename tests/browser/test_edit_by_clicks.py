from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bulk_syncs import both_ends, make_sync
from editing import save_elsewhere, sync_at
from playwright.async_api import expect

if TYPE_CHECKING:
    from hands import Hands
    from world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def choose_schedule(ada: Hands, frequency: str) -> None:
    """Choose how often the sync runs, in the open form."""
    await ada.modal.get_by_label("Schedule").first.click()
    await ada.page.get_by_role("option", name=frequency).first.click()


async def test_the_schedule_is_edited_although_somebody_else_saves_meanwhile(
    world: World, ada: Hands
) -> None:
    """Theirs is shown and stays, what was chosen is kept, and the second try is saved."""
    orders = await make_sync(world, "Orders", await both_ends(world))
    await ada.type("/polytomic edit orders")
    await expect(ada.modal).to_contain_text("Sales prod → Warehouse")
    await choose_schedule(ada, "Hourly")
    await ada.fill(Minute="15")
    await save_elsewhere(world, orders, name="Orders of today")
    await ada.submit("Review")
    await expect(ada.modal).to_contain_text("Grace Hopper saved this sync")
    await expect(ada.modal).to_contain_text("Name: Orders → Orders of today")
    await expect(ada.modal.get_by_label("Minute")).to_have_value("15")
    await expect(ada.modal.get_by_label("Name of the sync")).to_have_value("Orders of today")

    await ada.submit("Review")
    await expect(ada.modal).to_contain_text("Only when someone runs it → Every hour, 15 minutes past")
    await ada.submit("Back")
    await expect(ada.modal.get_by_label("Minute")).to_have_value("15")
    await ada.submit("Review")
    await ada.submit("Save")
    await expect(ada.modal).to_contain_text("Saved “Orders of today”: schedule.")
    assert (await sync_at(world, orders))["schedule"]["minute"] == "15"
