"""Checks of every setting against the live service behind it, each with what to do when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from bot.manifest import EVENTS_PATH, LINK_SCOPES, SCOPES
from bot.polytomic import Polytomic
from bot.store import Database, ServerFailed, StoreDown, postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.settings import Settings

SLACK_SECONDS = 10
_Answer = TypeVar("_Answer")

# Slack's names of what is wrong with a token, and what to do about it.
_SLACK_ADVICE = {
    "invalid_auth": "Copy the token again from the app's page at api.slack.com/apps.",
    "not_authed": "Copy the token again from the app's page at api.slack.com/apps.",
    "token_revoked": "Install the app again, and copy the new token.",
    "account_inactive": "The app was removed from the workspace: install it again, and copy the new token.",
    "not_allowed_token_type": "SLACK_BOT_TOKEN takes the xoxb- token and SLACK_APP_TOKEN the xapp- one.",
    "missing_scope": "Give the app-level token the scope connections:write, or make a new one that has it.",
}


class Finding(NamedTuple):
    """What one check found; `guidance` only when something is to be done."""

    name: str
    is_well: bool
    says: str
    guidance: str = ""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Check one thing after the other, the local ones first."""
    yield await _database(settings)
    yield await _polytomic(settings)
    timeout = aiohttp.ClientTimeout(total=SLACK_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        bot = _slack(settings, settings.slack_bot_token.get_secret_value(), session)
        scopes = [*SCOPES, *(LINK_SCOPES if settings.unfurl_links else ())]
        async for finding in _slack_token(bot, scopes):
            yield finding
        if settings.slack_app_token is not None:
            app = _slack(settings, settings.slack_app_token.get_secret_value(), session)
            yield await _socket_mode(app)
    if not settings.uses_socket_mode:
        yield _http(settings)
    yield _command(settings)


async def _database(settings: Settings) -> Finding:
    name = "Database"
    try:
        if settings.database_url is not None:
            await _open(settings.database_url.get_secret_value())
            return Finding(name, is_well=True, says="DATABASE_URL answers.")
        async with await postgres.start(settings.bot_data_dir) as server:
            await _open(server.url)
        where = settings.bot_data_dir.resolve()
        return Finding(name, is_well=True, says=f"The embedded PostgreSQL in {where} works.")
    except StoreDown:
        guidance = "Check DATABASE_URL, and that the server lets this machine in."
        return Finding(name, is_well=False, says="PostgreSQL does not answer.", guidance=guidance)
    except ServerFailed as error:
        return Finding(name, is_well=False, says=error.message, guidance=error.guidance)


async def _open(url: str) -> None:
    async with await Database.open(url) as database:
        await database.wait_until_up(seconds=0)


async def _polytomic(settings: Settings) -> Finding:
    url, version = settings.polytomic_api_url, settings.polytomic_api_version
    try:
        async with Polytomic(url=url, key=settings.polytomic_api_key, version=version) as client:
            me = await client.me()
    except BotError as error:
        return Finding("Polytomic", is_well=False, says=error.message, guidance=error.guidance)
    whose = me.organization_name or me.organization_id or "an organization without a name"
    says = f"The key works at {url} for {whose}, API version {version}."
    return Finding("Polytomic", is_well=True, says=says)


def _slack(settings: Settings, token: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=settings.slack_api_url, session=session, timeout=SLACK_SECONDS)


async def _slack_token(bot: AsyncWebClient, wanted: Sequence[str]) -> AsyncIterator[Finding]:
    answer = await _ask("Slack", "SLACK_BOT_TOKEN", bot.auth_test)
    if isinstance(answer, Finding):
        yield answer
        return
    says = f"The bot is {answer.get('user')} in the workspace {answer.get('team')}."
    yield Finding("Slack", is_well=True, says=says)
    yield _scopes(answer, wanted)


def _scopes(answer: AsyncSlackResponse, wanted: Sequence[str]) -> Finding:
    header = answer.headers.get("x-oauth-scopes")
    if header is None:
        return Finding("Slack scopes", is_well=True, says="Slack did not say which scopes the token has.")
    missing = [scope for scope in wanted if scope not in {given.strip() for given in header.split(",")}]
    if missing:
        guidance = (
            "Add them under OAuth & Permissions, or paste what `polytomic-bot manifest` prints, and "
            "reinstall the app. What UNFURL_LINKS needs, it prints with --unfurl-links."
        )
        says = f"The token has not the scopes {', '.join(missing)}."
        return Finding("Slack scopes", is_well=False, says=says, guidance=guidance)
    return Finding("Slack scopes", is_well=True, says=f"The token has {', '.join(wanted)}.")


async def _socket_mode(app: AsyncWebClient) -> Finding:
    token = app.token or ""
    answer = await _ask("Socket Mode", "SLACK_APP_TOKEN", lambda: app.apps_connections_open(app_token=token))
    if isinstance(answer, Finding):
        return answer
    return Finding("Socket Mode", is_well=True, says="SLACK_APP_TOKEN opens a connection.")


async def _ask(name: str, variable: str, call: Callable[[], Awaitable[_Answer]]) -> _Answer | Finding:
    try:
        return await call()
    except SlackApiError as error:
        reason = str(error.response.get("error") or "an answer without a reason")
        guidance = _SLACK_ADVICE.get(reason, f"Look up {reason} in Slack's documentation.")
        return Finding(name, is_well=False, says=f"Slack refuses {variable}: {reason}.", guidance=guidance)
    except (aiohttp.ClientError, TimeoutError, OSError):
        guidance = "Check SLACK_API_URL and that this machine reaches it."
        return Finding(name, is_well=False, says="Slack does not answer.", guidance=guidance)


def _http(settings: Settings) -> Finding:
    says = (
        f"Slack calls the bot: {settings.host}:{settings.port}{EVENTS_PATH} must be reachable under the "
        "public address that `polytomic-bot manifest --http URL` was given. Whether the signing secret is "
        "right shows at the first call."
    )
    return Finding("HTTP", is_well=True, says=says)


def _command(settings: Settings) -> Finding:
    says = (
        f"The bot answers {settings.slash_command}; `polytomic-bot manifest` prints the manifest with that "
        "name, and only the app's own page shows whether it is the one in use."
    )
    return Finding("Slash command", is_well=True, says=says)
