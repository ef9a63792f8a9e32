from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keys import SERVICE_ACCOUNT, pem
from playwright.async_api import expect
from steps import card_of
from world import button_of

if TYPE_CHECKING:
    from hands import Hands
    from playwright.async_api import Page
    from world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORKS = "The connection exists and works"


async def open_secure_page(ada: Hands, name: str) -> Page:
    """Take the recommended way, and follow the link of the direct message."""
    await ada.submit("Continue")
    await expect(ada.modal).to_contain_text("I sent you the link as a direct message")
    await ada.submit("Close")
    await ada.open_messages()
    return await ada.follow(ada.message(name), "Open the secure page")


async def test_postgresql_over_ssh_by_form(ada: Hands) -> None:
    """The tunnel's questions come with its box, and what was typed before, the password too, is kept."""
    await ada.type("/polytomic connect postgresql")
    await ada.fill_in_here()
    await ada.fill(Hostname="db.internal", Username="loader", Password="a-good-one", Database="shop")
    await expect(ada.modal.get_by_label("SSH host")).to_have_count(0)
    await ada.tick("Connect over SSH tunnel")
    await ada.fill(SSH_host="bastion.example.com")
    await expect(ada.modal.get_by_label("Password")).to_have_value("a-good-one")
    await ada.modal.get_by_label("Private key").fill(pem("OPENSSH PRIVATE KEY"))
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text(WORKS)


async def test_snowflake_by_key_pair(ada: Hands) -> None:
    """The box swaps the password for a key; a key that lost its line breaks on the way is mended."""
    await ada.type("/polytomic connect snowflake")
    await ada.fill_in_here()
    await ada.fill(Account_identifier="acme-eu1", Username="loader", Database="ANALYTICS")
    await ada.tick("Use key pair authentication")
    await expect(ada.modal.get_by_label("Password", exact=True)).to_have_count(0)
    await expect(ada.modal.get_by_label("Account identifier")).to_have_value("acme-eu1")
    await ada.modal.get_by_label("Private key", exact=True).fill(pem().replace("\n", " "))
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text(WORKS)


async def test_bigquery_on_the_secure_page(ada: Hands) -> None:
    """The service account's key is pasted at Polytomic; the card in Slack says that it works."""
    await ada.type("/polytomic connect bigquery")
    page = await open_secure_page(ada, "New Google BigQuery connection")
    await page.get_by_label("Service account key").fill(SERVICE_ACCOUNT)
    await page.get_by_role("button", name="Save").click()
    await ada.leave(page)
    await expect(ada.message("New Google BigQuery connection")).to_contain_text(WORKS)


async def test_s3_on_the_secure_page_while_the_window_waits(world: World, ada: Hands) -> None:
    """Left open, the window goes on by itself."""
    eyes = await world.member()
    await ada.type("/polytomic connect s3")
    await ada.submit("Continue")
    await expect(ada.modal).to_contain_text("I sent you the link as a direct message")
    card = await card_of(world, eyes, "Open the secure page")
    page = await ada.page.context.new_page()
    await page.goto(button_of(card, "sign_in")["url"])
    await page.get_by_label("AWS Access Key ID").fill("AKIAEXAMPLE")
    await page.get_by_label("AWS Secret Access Key").fill("a-good-one")
    await page.get_by_label("S3 Bucket Region").fill("us-east-1")
    await page.get_by_label("S3 Bucket Name").fill("s3://acme/raw")
    await page.get_by_role("button", name="Save").click()
    await ada.leave(page)
    await expect(ada.modal).to_contain_text(WORKS)
