"""Channels: whether the bot may post where its rows say that something is to be told.

No call of Slack's tells that to an app with chat:write alone, but scheduling a message is refused where
posting is. So one is scheduled for months ahead, and taken back at once: nobody sees it.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.doctor.findings import Finding, Seen, well, wrong
from bot.notifier import UNREADABLE, slack_word

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.store.places import Place

NAME = "Channels"
MOST = 40  # Slack allows some fifty a minute
FAR_AHEAD = timedelta(days=119)  # Slack's limit is 120
TRIAL = "A trial of `polytomic-bot doctor`, which should have taken this back. Please ignore it."
LOST = (aiohttp.ClientError, TimeoutError, OSError)

_INVITE = "Type /invite @{bot} there, or end what it tells there in the Home tab."
_REASONS = {  # Slack's word: what is wrong with a place, and what to do
    "not_in_channel": ("The bot is not in", _INVITE),
    "channel_not_found": ("The bot is not in, or cannot see,", _INVITE),
    "is_archived": ("Archived is", "Unarchive it, or end what the bot tells there in the Home tab."),
}
_MAY_NOT = ("The bot may not post in", "Let whoever manages the channel allow it to post.")


async def examine(bot: AsyncWebClient, me: AsyncSlackResponse, seen: Seen) -> AsyncIterator[Finding]:
    """Try every channel of this workspace, and learn the bot token's app on the way."""
    places = [place for place in seen.places if place.team_id == me.get("team_id")]
    if not places:
        yield well(NAME, "Nothing is to be told in a channel yet.")
        return
    with suppress(SlackApiError, *LOST):
        await _sweep(bot)
    try:
        tried = [await _try(bot, place, me, seen) for place in places[:MOST]]
    except LOST:
        yield wrong(NAME, "Slack stopped answering while I tried the channels.", "Try again in a minute.")
        return
    lost = [finding for finding in tried if finding is not None]
    for finding in lost or [well(NAME, _all_well(places))]:
        yield finding


async def _try(bot: AsyncWebClient, place: Place, me: AsyncSlackResponse, seen: Seen) -> Finding | None:
    """Schedule a message, and take it back; None if both went well."""
    post_at = int(time.time() + FAR_AHEAD.total_seconds())
    try:
        made = await bot.chat_scheduleMessage(channel=place.channel_id, post_at=post_at, text=TRIAL)
    except SlackApiError as error:
        return _refused(place, slack_word(error), me)
    message: dict[str, Any] = made.get("message") or {}
    seen.app_id = message.get("app_id") or (message.get("bot_profile") or {}).get("app_id") or seen.app_id
    try:
        await _take_back(bot, place.channel_id, str(made["scheduled_message_id"]))
    except (SlackApiError, *LOST):
        says = f"A trial stays scheduled in {_named(place, me)}, to be posted in {FAR_AHEAD.days} days."
        return wrong(NAME, says, "Run this again, which takes it back; it says of itself what it is.")
    return None


async def _sweep(bot: AsyncWebClient) -> None:
    """Take back what an earlier trial left that was cut off."""
    for one in (await bot.chat_scheduledMessages_list(limit=100)).get("scheduled_messages") or ():
        if one.get("text") == TRIAL:
            await _take_back(bot, one["channel_id"], str(one["id"]))


async def _take_back(bot: AsyncWebClient, channel_id: str, message_id: str) -> None:
    await bot.chat_deleteScheduledMessage(channel=channel_id, scheduled_message_id=message_id)


def _refused(place: Place, reason: str, me: AsyncSlackResponse) -> Finding:
    if reason in {"ratelimited", UNREADABLE}:
        return wrong(
            NAME,
            f"Slack gave no answer about {_named(place, me)} ({reason or 'unreadable'}).",
            "Wait for a minute.",
        )
    wrongness, guidance = _REASONS.get(reason, _MAY_NOT)
    says = f"{wrongness} {_named(place, me)} ({reason}), where {' and '.join(place.tells)} is told."
    return wrong(NAME, says, guidance.format(bot=me.get("user")))


def _named(place: Place, me: AsyncSlackResponse) -> str:
    """Return an address that opens the channel: its name is not for an app with so few scopes."""
    return f"{str(me.get('url', '')).rstrip('/')}/archives/{place.channel_id}"


def _all_well(places: Sequence[Place]) -> str:
    tried = min(len(places), MOST)
    if tried < len(places):
        return f"The bot may post in the first {MOST} of {len(places)} channels; I tried no more."
    return (
        f"The bot may post in {'the one channel' if tried == 1 else f'all {tried} channels'} that it needs."
    )
