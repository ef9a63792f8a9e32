"""The command line: polytomic-bot serve | demo | doctor | manifest | settings | migrate | ….

Each command loads what it needs: `serve` has a database to start while the rest of the program is loaded.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import SecretStr
from rich.console import Console

from bot import logs, postgres
from bot.errors import BotError
from bot.settings import CommandName, Settings, markdown_table

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from aiohttp.web import Application

    from bot.app import App
    from bot.doctor import Finding

END_WITHIN_SECONDS = 9
LOOPBACK = "127.0.0.1"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

cli = typer.Typer(
    help="Set up, run and watch Polytomic syncs without leaving Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # its tracebacks show local variables, tokens among them
    add_completion=False,
)
sandbox = typer.Typer(help="Serve one of the stand-ins alone.", no_args_is_help=True)
cli.add_typer(sandbox, name="sandbox")

Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes any free one.", min=0, max=65535)]


@cli.command()
def serve() -> None:
    """Run the bot with the settings of the environment, until SIGTERM."""
    settings = Settings.load()
    logs.configure(settings.log_level, settings.log_format)

    async def work(stop: asyncio.Event) -> None:
        await _serve(settings, stop)

    asyncio.run(_until_stopped(work))


@cli.command()
def demo(
    port: Port = 8321,
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
) -> None:
    """Try everything on this machine: a local Slack, a local Polytomic, a database and the bot."""
    from bot import demo as demonstration

    logs.configure("WARNING")
    console = Console()

    async def work(stop: asyncio.Event) -> None:
        await demonstration.run(port=port, opens_browser=not no_browser, stop=stop, console=console)

    asyncio.run(_until_stopped(work))


@cli.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False
) -> None:
    """Check every setting against the live services, and say what to do; exits with 1 if one is wrong."""
    settings = Settings.load()
    logs.configure("ERROR")
    if not asyncio.run(_report(settings, as_json=as_json)):
        raise typer.Exit(1)


@cli.command()
def manifest(
    http: Annotated[str | None, typer.Option(help="Public address for HTTP, instead of Socket Mode.")] = None,
    command: Annotated[str | None, typer.Option(help="Name of the slash command.")] = None,
    *,
    unfurl_links: Annotated[bool, typer.Option(help="Ask for the scopes that UNFURL_LINKS needs.")] = False,
) -> None:
    """Print the Slack app's manifest, ready to paste."""
    from bot import manifest as app_manifest

    settings = CommandName.load()
    unfurl = settings.polytomic_domain if unfurl_links else None
    sys.stdout.write(app_manifest.text(command or settings.slash_command, http, unfurl=unfurl))


@cli.command("settings")
def list_settings() -> None:
    """Print every setting, its meaning and its default, as a table in Markdown."""
    sys.stdout.write(markdown_table())


@cli.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    settings = Settings.load()
    logs.configure(settings.log_level, settings.log_format)
    asyncio.run(_migrate(settings))
    Console().print("The database is up to date.")


@cli.command()
def webhook(
    address: Annotated[str, typer.Argument(metavar="URL", help="The bot's public address.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Take it from where it points now.")] = False,
) -> None:
    """Let Polytomic tell this bot at once what happens: point the organization's one webhook at it."""
    settings = Settings.load()
    logs.configure("ERROR")
    endpoint = asyncio.run(_point_webhook(settings, address, replace=replace))
    Console().print(f"Polytomic sends its events to {endpoint}", highlight=False, soft_wrap=True)


@sandbox.command("polytomic")
def sandbox_polytomic(
    port: Port = 8322,
    token: Annotated[str, typer.Option(help="The API key to accept.")] = "sandbox-key",  # noqa: S107 - opens nothing else
) -> None:
    """Serve the local Polytomic alone."""
    from bot.sandbox import polytomic

    def build(address: str) -> Application:
        return polytomic.build_app(polytomic.Config(token=token, public_url=address))

    asyncio.run(_serve_alone("Polytomic", build, port))


@sandbox.command("slack")
def sandbox_slack(
    port: Port = 8323,
    config: Annotated[Path | None, typer.Option(exists=True, help="The workspace, as JSON or YAML.")] = None,
) -> None:
    """Serve the local Slack alone."""
    from bot.sandbox import slack

    given = slack.Config.load(config) if config else slack.Config()

    def build(address: str) -> Application:
        return slack.build_app(given.model_copy(update={"public_url": given.public_url or address}))

    asyncio.run(_serve_alone("Slack", build, port))


async def _serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve; PostgreSQL takes about as long to start for the first time as the program to be loaded."""
    async with AsyncExitStack() as stack:
        loading = asyncio.create_task(asyncio.to_thread(_load_app))
        url = await stack.enter_async_context(postgres.address(settings.database_url, settings.bot_data_dir))
        there = settings.model_copy(update={"database_url": SecretStr(url)})
        app = await stack.enter_async_context((await loading).start(there))
        await app.serve_until(stop)


def _load_app() -> type[App]:
    """Load the rest of the program: none of it is ever garbage, so nobody looks for any, now or later."""
    gc.disable()
    from bot.app import App

    gc.freeze()
    gc.enable()
    return App


async def _report(settings: Settings, *, as_json: bool) -> bool:
    """Print what each check finds; False when one failed."""
    from bot import doctor as checks

    found, console = [], Console()
    async for finding in checks.examine(settings):
        found.append(finding)
        if not as_json:
            _print(finding, console)
    if as_json:
        sys.stdout.write(json.dumps([finding._asdict() for finding in found], indent=2) + "\n")
    return all(finding.is_well for finding in found)


def _print(finding: Finding, console: Console) -> None:
    console.print("[green]ok  [/green]" if finding.is_well else "[red]FAIL[/red]", end=" ")
    for line in (
        f"{finding.name}: {finding.says}",
        *([f"     {finding.guidance}"] if finding.guidance else []),
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


async def _point_webhook(settings: Settings, address: str, *, replace: bool) -> str:
    from bot.handlers import webhooks
    from bot.polytomic import Polytomic

    async with Polytomic(
        url=settings.polytomic_api_url,
        key=settings.polytomic_api_key,
        version=settings.polytomic_api_version,
    ) as polytomic:
        return await webhooks.point_webhook(
            polytomic, address, settings.polytomic_webhook_secret, replace=replace
        )


async def _migrate(settings: Settings) -> None:
    from bot.store import Database

    async with (
        postgres.address(settings.database_url, settings.bot_data_dir) as url,
        await Database.open(url) as database,
    ):
        await database.migrate()


async def _serve_alone(name: str, build: Callable[[str], Application], port: int) -> None:
    from bot import web

    async def work(stop: asyncio.Event) -> None:
        with web.listen(LOOPBACK, port) as listener:
            address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
            async with web.serving(build(address), listener):
                Console().print(f"The local {name} is at {address}. Stop with Ctrl+C.")
                await stop.wait()

    await _until_stopped(work)


async def _until_stopped(work: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    """Run `work` until a signal sets its event; then it has a few seconds to finish what it holds."""
    stop = asyncio.Event()
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    working = asyncio.create_task(work(stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    done, _ = await asyncio.wait({working}, timeout=END_WITHIN_SECONDS)
    if not done:
        sys.stderr.write("Something did not end in time; the next start goes on with it.\n")
        os._exit(1)
    await working


def main() -> None:
    """Run the command line; a bot error becomes its words, without a traceback."""
    try:
        cli()
    except BotError as error:
        sys.stderr.write(f"{logs.redact(error.message)}\n{logs.redact(error.guidance)}\n")
        sys.exit(1)
