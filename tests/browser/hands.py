"""A person at the local Slack's page: eyes and hands through a real browser."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from playwright.async_api import Locator

PATIENCE = 20_000  # milliseconds until something that is waited for counts as missing
CLOSING_SECONDS = 10
expect.set_options(timeout=PATIENCE)


class Hands:
    """What a person does on the page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def arrive(self, user_id: str | None = None) -> None:
        """Open the page."""
        await self.page.goto(f"{self._url}/?as={user_id}" if user_id else self._url)
        await expect(self.page.get_by_role("navigation", name="Workspace")).to_be_visible()

    async def go_to(self, name: str) -> None:
        """Open a channel or a conversation from the sidebar."""
        await (
            self.page.get_by_role("navigation", name="Workspace").get_by_role("link", name=name).first.click()
        )

    async def type(self, text: str) -> None:
        """Type into the message field and send."""
        field = self.page.locator("#composer")
        await field.fill(text)
        await field.press("Enter")

    @property
    def modal(self) -> Locator:
        """The open modal."""
        return self.page.get_by_role("dialog")

    async def fill(self, **answers: str) -> None:
        """Fill fields of the modal by their labels; an underscore stands for a space."""
        for label, answer in answers.items():
            await self.modal.get_by_label(label.replace("_", " "), exact=False).first.fill(answer)

    async def fill_in_here(self) -> None:
        """Choose the form in place of the secure page."""
        await self.modal.get_by_label("Fill in here").click()
        await self.submit("Continue")

    async def tick(self, label: str) -> None:
        """Tick the box of a question of the modal."""
        await self.modal.get_by_role("group", name=label).get_by_role("checkbox").first.check()

    async def submit(self, button: str) -> None:
        """Press the modal's button."""
        await self.modal.get_by_role("button", name=button, exact=True).click()

    async def open_messages(self) -> None:
        """Open the conversation with the bot."""
        await self.go_to("Polytomic")
        await (
            self.page.get_by_role("navigation", name="Polytomic").get_by_role("link", name="Messages").click()
        )

    def message(self, *saying: str) -> Locator:
        """Find the newest message in view that says all of this."""
        found = self.page.locator("[data-ts]")
        for words in saying:
            found = found.filter(has_text=words)
        return found.last

    async def press(self, message: Locator, button: str) -> None:
        """Press a button of a message."""
        await message.get_by_role("button", name=button).click()

    async def follow(self, message: Locator, link: str) -> Page:
        """Follow a link of a message into a new tab."""
        async with self.page.context.expect_page() as opened:
            await (
                message.get_by_role("link", name=link)
                .or_(message.get_by_role("button", name=link))
                .first.click()
            )
        tab = await opened.value
        await tab.wait_for_load_state()
        return tab

    async def leave(self, tab: Page) -> None:
        """Close a tab; Chromium may never answer whoever closes one that is on its way to another page."""
        await tab.wait_for_load_state()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await tab.close()
