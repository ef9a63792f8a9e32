"""This machine: the port to listen on, what Slack signs with, and the command's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aiohttp

from bot import web
from bot.doctor.findings import Finding, well, wrong
from bot.manifest import EVENTS_PATH

if TYPE_CHECKING:
    from bot.settings import Settings

SECONDS = 3
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what one listens on, and where one asks


def signing_secret(settings: Settings) -> Finding:
    """Look at its form: whether it is the right one, only a request that Slack signed can show."""
    name, secret = "Signing secret", settings.slack_signing_secret
    if secret is None or not re.fullmatch("[0-9a-f]{32}", secret.get_secret_value()):
        guidance = (
            "Copy it again: Basic Information, App Credentials, Signing Secret (no token, no client secret)."
        )
        return wrong(
            name, "SLACK_SIGNING_SECRET has not the form of one: 32 digits and letters a to f.", guidance
        )
    says = (
        "SLACK_SIGNING_SECRET has the form of one; whether it is this app's, only Slack's first call shows: "
        "with a wrong one each is answered with 401."
    )
    return well(name, says)


async def port(settings: Settings) -> Finding:
    """Try to listen where `serve` will; a bot that runs there already is no obstacle to itself."""
    where = f"{settings.host}:{settings.port}"
    try:
        web.listen(settings.host, settings.port).close()
    except web.CannotListen as error:
        if await _is_ours(settings):
            return well("Port", f"A bot runs at {where} already.")
        return wrong("Port", error.message, "Stop the other program, or set HOST and PORT to another place.")
    if settings.uses_socket_mode:
        return well("Port", f"{where} is free for /healthz, /readyz and /metrics.")
    says = (
        f"{where} is free; Slack must reach {EVENTS_PATH} there under the public address that "
        "`polytomic-bot manifest --http URL` was given, which shows at its first call."
    )
    return well("Port", says)


async def _is_ours(settings: Settings) -> bool:
    host = EVERYWHERE.get(settings.host, settings.host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/readyz"
    timeout = aiohttp.ClientTimeout(total=web.READY_WITHIN_SECONDS + SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            checks = await answer.json()
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return False
    return isinstance(checks, dict) and {"database", "polytomic"} <= checks.keys()


def command(settings: Settings) -> Finding:
    """Say what cannot be seen from here."""
    says = (
        f"The bot answers {settings.slash_command}; `polytomic-bot manifest` prints the manifest with that "
        "name, and only the app's own page shows whether it is the one in use."
    )
    return well("Slash command", says)
