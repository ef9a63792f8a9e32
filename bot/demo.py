"""The whole product on this machine: both stand-ins on one port, a throw-away database, and the bot."""

from __future__ import annotations

import shutil
import tempfile
import threading
import webbrowser
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.panel import Panel

from bot import postgres, web
from bot.app import App
from bot.manifest import manifest
from bot.sandbox import polytomic, slack
from bot.sandbox.slack.config import AppConfig
from bot.settings import GivenSettings, LogLevel, Settings

if TYPE_CHECKING:
    import asyncio

    from aiohttp.web import Application
    from rich.console import Console

HOST = "127.0.0.1"
POLYTOMIC = "/polytomic"
BEAT_SECONDS = 1.0
FOLDERS = "polytomic-demo-"

HINT = """\
*Set up Salesforce → Snowflake, as a data team would*
1. In *#data-ops* type `/polytomic new salesforce snowflake`.
2. Salesforce: domain `acme.my.salesforce.com`.
3. Snowflake: take the secure page and follow the link in the message, or choose *Fill in here*. Account \
`acme-eu1`, any user, password and database. The password `wrong` shows a refusal.
4. Follow the link in the message from *Polytomic*, and allow it. Then *#data-ops* hears of the sync.
5. There press *Run now*, and read on in the thread.
*Live with it*
6. `/polytomic syncs` shows what this organization has had for a while; `/polytomic history orders` draws \
how it went.
7. `/polytomic watch customers`, then `/polytomic run customers`: the run is one card, and *Home* follows."""


async def run(*, port: int, opens_browser: bool, stop: asyncio.Event, console: Console) -> None:
    """Serve until `stop`; raises CannotListen when the port is taken."""
    _clear_killed()
    with tempfile.TemporaryDirectory(prefix=FOLDERS) as folder, web.listen(HOST, port) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        console.print("Starting Slack, Polytomic, PostgreSQL and the bot on this machine …")
        async with web.serving(site(address), listener), App.start(settings(address, Path(folder))) as app:
            await app.serve_until(stop, when_ready=partial(_welcome, address, console, opens_browser))
        console.print("Stopped; nothing is left behind.")


def _clear_killed() -> None:
    """Remove what killed demos left; PostgreSQL ends by itself when its folder is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"):
        if postgres.is_left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)


def site(address: str) -> Application:
    """Put the local Slack at the root of one server, and the local Polytomic below it."""
    application = slack.build_app(
        slack.Config(app=AppConfig(manifest=manifest()), hint=HINT, public_url=address)
    )
    stand_in = polytomic.build_app(polytomic.Config(public_url=f"{address}{POLYTOMIC}", is_furnished=True))
    application.add_subapp(f"{POLYTOMIC}/", stand_in)
    return application


def settings(address: str, folder: Path) -> Settings:
    """Point the bot at the stand-ins, whatever the environment says."""
    in_slack, in_polytomic = AppConfig(), polytomic.Config()
    return GivenSettings.load(
        slack_bot_token=in_slack.bot_token,
        slack_app_token=in_slack.app_token,
        slack_api_url=f"{address}/api/",
        polytomic_api_key=in_polytomic.token,
        polytomic_api_url=f"{address}{POLYTOMIC}",
        bot_data_dir=folder,
        port=0,
        poll_interval_seconds=BEAT_SECONDS,
        log_level=LogLevel.WARNING,
    )


def _welcome(address: str, console: Console, opens_browser: bool) -> None:  # noqa: FBT001 - bound by partial
    """Say where everything is, and open the page."""
    words = (
        f"Slack is here:  [bold]{address}[/bold]\n"
        "Type there:     [bold]/polytomic new salesforce snowflake[/bold]\n"
        f"Polytomic:      {address}{POLYTOMIC}/\n"
        "Stop with Ctrl+C."
    )
    console.print(Panel(words, title="Polytomic in Slack, without any account", expand=False))
    if opens_browser:  # some browsers keep whoever opened them waiting
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
