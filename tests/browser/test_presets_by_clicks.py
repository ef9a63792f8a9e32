from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from days import connection_at, look
from playwright.async_api import expect

if TYPE_CHECKING:
    from hands import Hands
    from world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def create(ada: Hands, *said: str) -> None:
    """Take all objects, look the summary over, and create the sync."""
    await ada.modal.get_by_label("All objects").click()
    await ada.submit("Review")
    for words in ("All objects", *said):
        await expect(ada.modal).to_contain_text(words)
    await ada.submit("Create sync")
    await expect(ada.modal).to_contain_text("One thing is left for you")
    await ada.submit("Close")


async def sign_in(ada: Hands, name: str) -> None:
    """Allow access, and wait until the sync exists."""
    await ada.open_messages()
    tab = await ada.follow(ada.message(name), "Sign in")
    await tab.get_by_role("button", name="Allow").click()
    await ada.leave(tab)
    await expect(ada.message(name)).to_contain_text("The bulk sync exists")


async def run(ada: Hands, name: str) -> None:
    """Run the sync from its announcement to the end."""
    await ada.go_to("data-ops")
    announcement = ada.message("created the bulk sync", name)
    await ada.press(announcement, "Run now")
    await announcement.get_by_role("button", name="repl").click()
    await expect(ada.page.get_by_role("complementary")).to_contain_text(f"{name} finished")


async def test_hubspot_to_postgresql(ada: Hands) -> None:
    """The second tutorial: a sign-in, a database by form, and the first finished run."""
    await ada.type("/polytomic new hubspot postgresql")
    await ada.submit("Check and continue")
    await ada.fill_in_here()
    await ada.fill(Hostname="db.internal", Username="loader", Password="a-good-one", Database="dw")
    await ada.submit("Check and continue")
    await expect(ada.modal.get_by_label("Schema")).to_have_value("hubspot_connection")
    await create(ada, "schema hubspot_connection")
    await sign_in(ada, "HubSpot to PostgreSQL")
    await run(ada, "HubSpot to PostgreSQL")


async def test_salesforce_to_s3(ada: Hands) -> None:
    """The third tutorial: a bucket by keys, a file format and a folder, and the first finished run."""
    await ada.type("/polytomic new salesforce s3")
    await ada.fill(Domain="acme.my.salesforce.com")
    await ada.submit("Check and continue")
    await ada.fill_in_here()
    await ada.fill(AWS_Access_Key_ID="AKIAEXAMPLE", AWS_Secret_Access_Key="a-good-one")
    await ada.fill(S3_Bucket_Region="us-east-1", S3_Bucket_Name="s3://acme/raw")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("File format")
    await create(ada, "folder salesforce_connection as CSV")
    await sign_in(ada, "Salesforce to S3")
    await run(ada, "Salesforce to S3")


async def test_a_broken_connection_its_alert_and_the_recovery(world: World, ada: Hands) -> None:
    """Whoever made it hears once that it broke, reconnects from there, and hears once that it works."""
    await ada.type("/polytomic connect snowflake")
    await ada.fill_in_here()
    await ada.fill(Account_identifier="acme-eu1", Username="loader", Password="a-good-one")
    await ada.fill(Database="ANALYTICS")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("exists and works")
    await ada.submit("Close")
    made = (await connection_at(world, "snowflake"))["id"]
    await ada.open_messages()
    await look(world)
    broken = {"status": "unhealthy", "status_error": "The password has expired."}
    await world.at_polytomic(f"connections/{made}", **broken)
    alert = ada.message("stopped working", "The password has expired")
    await ada.press(alert, "Reconnect")
    await ada.fill_in_here()
    await ada.fill(Password="a-new-one")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("has new credentials and works")
    await ada.submit("Close")
    await expect(ada.message("stopped working")).to_contain_text("works again")
