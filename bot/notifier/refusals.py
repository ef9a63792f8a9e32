"""What Slack refuses, in words; and whether, and how soon, asking again helps."""

import random

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import BotError

TRIES = 6
LONGEST_WAIT = 30.0  # seconds that a Retry-After is believed
NOT_IN = (
    "I am not in that channel, so I cannot post there.",
    "Type `/invite @{bot}` in that channel first.",
)
CANNOT_POST = {  # Slack's word: what happened, and what to do
    "not_in_channel": NOT_IN,
    "channel_not_found": NOT_IN,  # a private channel that the bot is not in
    "user_not_in_channel": ("You are not in that channel.", "Join it, or choose another channel."),
    "is_archived": ("That channel is archived.", "Unarchive it, or choose another channel."),
    "restricted_action": (
        "I may not post in that channel.",
        "Let somebody who manages it allow that, or choose another channel.",
    ),
    "thread_not_found": (
        "The message whose thread this belongs in was deleted.",
        "The run goes on at Polytomic all the same.",
    ),
}
CANNOT_UPLOAD = (
    "I may not upload files here, because this workspace has not allowed it yet.",
    "Ask whoever manages me in Slack to reinstall the app with the scope files:write, then try again.",
)
NO_HOME = {"user_not_found", "user_is_deactivated", "users_not_found", "not_enabled", "access_denied"}
CANNOT_EDIT = {  # a post in its place says why, where that cannot be done either
    "message_not_found",
    "cant_update_message",
    "channel_not_found",
    "edit_window_closed",
    "is_inactive",
    "is_archived",
    "not_in_channel",
}
HTTP_TOO_MANY, HTTP_SERVER_ERROR = 429, 500
UNREADABLE = ""  # in place of a word: a page, nothing, half an answer. The call may have been done or not
LOST = (aiohttp.ClientError, TimeoutError, ConnectionError)  # no answer: the call may have arrived or not
NOT_TAKEN = (SlackRequestError,)  # the bytes of a file did not arrive whole


class CannotPost(BotError):  # noqa: N818 - what it says to the person
    """The bot may not write in a channel; `code` is Slack's word for why."""

    def __init__(self, message: str, guidance: str, code: str = "") -> None:
        super().__init__(message, guidance)
        self.code = code


class SlackDown(BotError):  # noqa: N818 - what it says to the person
    """Slack does not answer; safe to repeat."""

    default_guidance = "Try again in a minute. Nothing was lost."

    def __init__(self) -> None:
        super().__init__("Slack does not answer me right now.")


def slack_trouble(error: Exception) -> SlackDown | None:
    """Tell whether an error only means that Slack is limiting, failing or out of reach for a while."""
    if isinstance(error, SlackApiError):
        return None if wait_after(error, 0) is None else SlackDown()
    return SlackDown() if isinstance(error, (*LOST, *NOT_TAKEN)) else None


def slack_word(error: SlackApiError) -> str:
    """Return Slack's word for why it refuses a call, UNREADABLE where the answer is none of Slack's."""
    answer = error.response
    said = answer.data if isinstance(answer, AsyncSlackResponse) else None  # the SDK also raises bare answers
    return str(said.get("error") or UNREADABLE) if isinstance(said, dict) else UNREADABLE


def wait_after(error: SlackApiError, attempt: int) -> float | None:
    """Return the seconds to wait before a repeat, or None if a repeat gives the same answer."""
    answer = error.response
    status = answer.status_code if isinstance(answer, AsyncSlackResponse) else answer.status
    if status == HTTP_TOO_MANY:
        return _asked_wait(answer.headers.get("Retry-After"), attempt)
    is_passing = status >= HTTP_SERVER_ERROR or slack_word(error) == UNREADABLE
    return back_off(attempt) if is_passing else None


def _asked_wait(seconds: str | None, attempt: int) -> float:
    """Read a Retry-After; one that is missing, or no number, leaves the wait to us."""
    return min(float(seconds), LONGEST_WAIT) if seconds and seconds.isdecimal() else back_off(attempt)


def back_off(attempt: int) -> float:
    """Return the seconds to wait before a repeat: longer each time, and not the same for all."""
    return float(min(2**attempt, LONGEST_WAIT)) * random.uniform(0.25, 0.5)  # noqa: S311 - spreads load, hides nothing
