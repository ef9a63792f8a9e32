"""The system's own browser, and how the tests start it."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed_browser() -> str:
    """Find the system's own Chromium or Chrome."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or MAC_CHROME


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start a headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()
