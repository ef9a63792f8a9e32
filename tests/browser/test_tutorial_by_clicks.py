from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from hands import Hands

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Salesforce to Snowflake"


async def connect_salesforce(ada: Hands) -> None:
    """Type the command and fill in the source's form."""
    await ada.type("/polytomic new salesforce snowflake")
    await ada.fill(Domain="acme.my.salesforce.com")
    await ada.submit("Check and continue")
    await ada.fill_in_here()


async def connect_snowflake(ada: Hands, password: str) -> None:
    """Fill in the destination's form."""
    await ada.fill(Account_identifier="acme-eu1", Username="loader", Password=password, Database="ANALYTICS")
    await ada.submit("Check and continue")


async def plan(ada: Hands) -> None:
    """Fill in the last form, look at the summary, and say yes."""
    await ada.modal.get_by_label("Only these").click()
    await ada.fill(Names_of_the_objects="Account, Contact")
    await ada.submit("Review")
    await expect(ada.modal).to_contain_text("2 objects: Account, Contact")
    await ada.submit("Create sync")
    await expect(ada.modal).to_contain_text("sign in to Salesforce")
    await ada.submit("Close")
    await expect(ada.modal).to_have_count(0)


async def sign_in(ada: Hands, decision: str) -> None:
    """Follow the link of the direct message, and decide."""
    await ada.go_to("Polytomic")
    await ada.page.get_by_role("navigation", name="Polytomic").get_by_role("link", name="Messages").click()
    tab = await ada.follow(ada.message(NAME), "Sign in")
    await tab.get_by_role("button", name=decision).click()
    await ada.leave(tab)


async def test_the_whole_tutorial_by_clicks(ada: Hands) -> None:
    """Command, three forms, link, Allow, announcement, Run now, finished: all of it on the page."""
    await connect_salesforce(ada)
    await connect_snowflake(ada, "a-good-one")
    await plan(ada)
    await sign_in(ada, "Allow")
    await expect(ada.message(NAME)).to_contain_text("The bulk sync exists")

    await ada.go_to("data-ops")
    announcement = ada.message("created the bulk sync")
    await ada.press(announcement, "Run now")
    await announcement.get_by_role("button", name="repl").click()
    await expect(ada.page.get_by_role("complementary")).to_contain_text(f"{NAME} finished")


async def test_a_denied_sign_in_can_be_allowed_later(ada: Hands) -> None:
    """Deny, read why it does not go on, ask for a new link, allow."""
    await connect_salesforce(ada)
    await connect_snowflake(ada, "a-good-one")
    await plan(ada)
    await sign_in(ada, "Deny")
    await expect(ada.message(NAME)).to_contain_text("denied")
    await ada.press(ada.message(NAME), "Send a new link")
    await expect(ada.message(NAME).get_by_text("denied")).to_have_count(0)
    await sign_in(ada, "Allow")
    await expect(ada.message(NAME)).to_contain_text("The bulk sync exists")


async def test_a_wrong_password_is_told_in_the_form(ada: Hands) -> None:
    """The reason stands in the form, all but the password is kept, and the corrected form goes on."""
    await connect_salesforce(ada)
    await connect_snowflake(ada, "wrong")
    await expect(ada.modal).to_contain_text("Incorrect username or password")
    for label, kept in {
        "Account identifier": "acme-eu1",
        "Username": "loader",
        "Database": "ANALYTICS",
    }.items():
        await expect(ada.modal.get_by_label(label)).to_have_value(kept)
    await expect(ada.modal.get_by_label("Password")).to_have_value("")
    await ada.fill(Password="a-good-one")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("Name of the sync")
