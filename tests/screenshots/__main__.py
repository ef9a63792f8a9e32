"""`make screenshots`, or `python -m tests.screenshots`: the README's picture, and a folder of others."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import open_browser
from folders import README_PICTURE
from hands import Hands
from playwright.async_api import expect

from bot import demo, web
from bot.app import App

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 400, "height": 800}


@asynccontextmanager
async def demo_running() -> AsyncIterator[str]:
    """Run what `make demo` runs, and say where."""
    stop = asyncio.Event()
    with tempfile.TemporaryDirectory() as folder, web.listen("127.0.0.1", 0) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with (
            web.serving(demo.site(address), listener),
            App.start(demo.settings(address, Path(folder))) as app,
        ):
            serving = asyncio.create_task(app.serve_until(stop))
            try:
                yield address
            finally:
                stop.set()
                await serving


async def set_up(ada: Hands, look: Album) -> None:
    """Go through the forms, and sign in."""
    await ada.type("/polytomic new salesforce snowflake")
    await ada.fill(Domain="acme.my.salesforce.com")
    await look.at("salesforce")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("secure page")
    await look.at("way")
    await ada.fill_in_here()
    await ada.fill(Account_identifier="acme-eu1", Username="loader", Password="wrong", Database="ANALYTICS")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("Incorrect username")
    await look.at("refused")
    await ada.fill(Password="a-good-one")
    await ada.submit("Check and continue")
    await ada.modal.get_by_label("Only these").click()
    await ada.fill(Names_of_the_objects="Account, Contact, Opportunity")
    await look.at("plan")
    await ada.submit("Review")
    await expect(ada.modal).to_contain_text("3 objects: Account, Contact, Opportunity")
    await look.at("summary")
    await ada.submit("Create sync")
    await expect(ada.modal).to_contain_text("sign in to Salesforce")
    await look.at("done")
    await ada.submit("Close")
    await ada.go_to("Polytomic")
    await look.at("card")
    tab = await ada.follow(ada.message("Salesforce to Snowflake"), "Sign in")
    await tab.get_by_role("button", name="Allow").click()
    await ada.leave(tab)
    await expect(ada.message("Salesforce to Snowflake")).to_contain_text("The bulk sync exists")
    await look.at("created")


async def run(ada: Hands, look: Album) -> None:
    """Run the sync, and read the thread."""
    await ada.go_to("data-ops")
    announcement = ada.message("created the bulk sync")
    await ada.press(announcement, "Run now")
    await announcement.get_by_role("button", name="repl").click()
    await expect(ada.page.get_by_role("complementary")).to_contain_text("Running")
    await look.at("running")
    await expect(ada.page.get_by_role("complementary")).to_contain_text("finished")
    await look.at("finished")


async def connect(ada: Hands, look: Album) -> None:
    """Make a connection by form, with its tunnel, and begin one on the secure page."""
    await ada.type("/polytomic connect postgresql")
    await ada.fill_in_here()
    await ada.fill(Hostname="db.internal", Username="loader", Password="a-good-one", Database="shop")
    await ada.tick("Connect over SSH tunnel")
    await ada.fill(SSH_host="bastion.example.com", Private_key="-----BEGIN PRIVATE KEY-----")
    await ada.submit("Check and continue")
    await expect(ada.modal).to_contain_text("not whole")
    await look.at("form")
    await ada.submit("Cancel")
    await ada.type("/polytomic connect s3")
    await ada.submit("Continue")
    await expect(ada.modal).to_contain_text("I sent you the link")
    await look.at("waiting")
    await ada.submit("Close")


async def care(ada: Hands, look: Album) -> None:
    """Look at the list of connections, and at what deleting one would break."""
    await ada.type("/polytomic connections")
    await expect(ada.modal).to_contain_text("Used by 1 bulk sync")
    await look.at("connections")
    await ada.submit("Close")
    await ada.type("/polytomic connections salesforce")
    await ada.modal.get_by_role("button", name="More").click()
    await ada.page.get_by_role("menuitem", name="Delete").click()
    await expect(ada.modal).to_contain_text("Salesforce to Snowflake")
    await look.at("delete")
    await ada.submit("Cancel")


class Album:
    """Pictures of one page."""

    def __init__(self, hands: Hands, folder: Path, prefix: str) -> None:
        self._hands = hands
        self._folder = folder
        self._prefix = prefix

    async def at(self, name: str) -> None:
        """Take a picture of what is on the page now."""
        await self._hands.page.screenshot(
            path=self._folder / f"{self._prefix}-{name}.png", animations="disabled"
        )


async def taken(folder: Path) -> None:
    """Walk through the tutorial in light, in dark and on a phone; the README shows the end of the first."""
    async with open_browser() as browser:
        for prefix, size, scheme in (("light", DESKTOP, "light"), ("dark", DESKTOP, "dark")):
            async with demo_running() as address:
                context = await browser.new_context(viewport=size, color_scheme=scheme)
                ada = Hands(await context.new_page(), address)
                await ada.arrive()
                await ada.page.get_by_role("button", name="Dismiss the hint").click()
                await ada.go_to("data-ops")
                look = Album(ada, folder, prefix)
                await set_up(ada, look)
                await run(ada, look)
                if prefix == "light":
                    await ada.page.screenshot(path=README_PICTURE, animations="disabled")
                await connect(ada, look)
                await care(ada, look)
                await ada.page.set_viewport_size(PHONE)
                await look.at("phone")


def main() -> None:
    """Take all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("test-results"), help="for the others")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(taken(folder))


if __name__ == "__main__":
    main()
