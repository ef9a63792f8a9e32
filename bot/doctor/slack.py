"""Slack: the bot token and its scopes, and the app-level token of Socket Mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor import channels, clocks
from bot.doctor.findings import Finding, Seen, well, wrong
from bot.manifest import LINK_SCOPES, SCOPES
from bot.notifier import UNREADABLE, slack_word

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.settings import Settings

SECONDS = 10
TOKEN_OF = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")  # an app-level token names its app
_Answer = TypeVar("_Answer")

# Slack's names of what is wrong with a token, and what to do about it.
_COPY = "Copy the token again from the app's page at api.slack.com/apps."
_ADVICE = {
    "invalid_auth": _COPY,
    "not_authed": _COPY,
    "token_revoked": "Install the app again, and copy the new token.",
    "token_expired": "Switch token rotation off in the app's settings, install it again, and copy the token.",
    "account_inactive": "The app was removed from the workspace: install it again, and copy the new token.",
    "not_allowed_token_type": "SLACK_BOT_TOKEN takes the xoxb- token and SLACK_APP_TOKEN the xapp- one.",
    "missing_scope": "Give the app-level token the scope connections:write, or make a new one that has it.",
    "ratelimited": "Slack wants a pause: try again in a minute.",
}


async def examine(settings: Settings, seen: Seen) -> AsyncIterator[Finding]:
    """Try both tokens, and what they may do."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session:
        bot = _client(settings, settings.slack_bot_token.get_secret_value(), session)
        me = await _ask("Slack", "SLACK_BOT_TOKEN", bot.auth_test)
        if isinstance(me, Finding):
            yield me
        else:
            async for finding in _bot(settings, bot, me, seen):
                yield finding
        if settings.slack_app_token is not None:
            app = _client(settings, settings.slack_app_token.get_secret_value(), session)
            yield await _socket_mode(app, seen)


def _client(settings: Settings, token: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=settings.slack_api_url, session=session, timeout=SECONDS)


async def _bot(
    settings: Settings, bot: AsyncWebClient, me: AsyncSlackResponse, seen: Seen
) -> AsyncIterator[Finding]:
    yield well("Slack", f"The bot is {me.get('user')} in the workspace {me.get('team')}.")
    ahead = clocks.ahead_of_header(me.headers.get("date"))
    if ahead is not None:
        seen.clocks["Slack"] = ahead
    scopes = _scopes(me, [*SCOPES, *(LINK_SCOPES if settings.unfurl_links else ())])
    yield scopes
    if scopes.is_well:
        async for finding in channels.examine(bot, me, seen):
            yield finding


def _scopes(me: AsyncSlackResponse, wanted: Sequence[str]) -> Finding:
    name, header = "Slack scopes", me.headers.get("x-oauth-scopes")
    if header is None:
        return well(name, "Slack did not say which scopes the token has.")
    missing = [scope for scope in wanted if scope not in {given.strip() for given in header.split(",")}]
    if missing:
        guidance = (
            "Add them under OAuth & Permissions, or paste what `polytomic-bot manifest` prints, and "
            "reinstall the app. What UNFURL_LINKS needs, it prints with --unfurl-links."
        )
        return wrong(name, f"The token has not the scopes {', '.join(missing)}.", guidance)
    return well(name, f"The token has {', '.join(wanted)}.")


async def _socket_mode(app: AsyncWebClient, seen: Seen) -> Finding:
    name, token = "Socket Mode", app.token or ""
    # It only asks for an address: to open it would take requests away from a bot that runs.
    answer = await _ask(name, "SLACK_APP_TOKEN", lambda: app.apps_connections_open(app_token=token))
    if isinstance(answer, Finding):
        return answer
    of_app = await _app_of(app, token)
    if seen.app_id is None or of_app is None:
        which = f" of the app {of_app}" if of_app else ""
        says = (
            f"SLACK_APP_TOKEN{which} opens a connection; whether SLACK_BOT_TOKEN is of the same app, Slack "
            "shows once the bot is in a channel that it needs."
        )
        return well(name, says)
    if seen.app_id != of_app:
        says = f"SLACK_APP_TOKEN is of the app {of_app}, but SLACK_BOT_TOKEN of {seen.app_id}."
        guidance = f"Copy both from the same page: https://api.slack.com/apps/{seen.app_id}."
        return wrong(name, says, guidance)
    return well(name, f"SLACK_APP_TOKEN opens a connection, and is of the bot's own app {of_app}.")


async def _app_of(app: AsyncWebClient, token: str) -> str | None:
    """Ask which app an app-level token is of; if Slack does not say, the token itself does."""
    answer = await _ask("", "", app.auth_test)
    told = None if isinstance(answer, Finding) else answer.get("app_id")
    written = TOKEN_OF.match(token)
    return told or (written.group(1) if written else None)


async def _ask(name: str, variable: str, call: Callable[[], Awaitable[_Answer]]) -> _Answer | Finding:
    try:
        return await call()
    except SlackApiError as error:
        reason = slack_word(error)
        if reason == UNREADABLE:
            return wrong(
                name, "What answers is not Slack's API.", "Check SLACK_API_URL, and any proxy on the way."
            )
        guidance = _ADVICE.get(reason, f"Look up {reason} in Slack's documentation.")
        return wrong(name, f"Slack refuses {variable}: {reason}.", guidance)
    except (aiohttp.ClientError, TimeoutError, OSError):
        return wrong(name, "Slack does not answer.", "Check SLACK_API_URL and that this machine reaches it.")
