"""chat.scheduleMessage and what belongs to it: the sandbox keeps what is scheduled, and posts none of it."""

from datetime import timedelta
from typing import Any

from bot.sandbox.slack import messages
from bot.sandbox.slack.clock import new_id
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.web_api.call import Call, Entry
from bot.sandbox.slack.web_api.chat import may_post, place, read_content

Json = dict[str, Any]
FARTHEST = timedelta(days=120).total_seconds()
WINDOW = timedelta(minutes=5).total_seconds()
MOST_IN_WINDOW = 30


def schedule(call: Call) -> Json:
    """chat.scheduleMessage: refused where chat.postMessage would be."""
    channel = place(call)
    may_post(call, channel)
    post_at = _moment(call)
    content = read_content(call)
    messages.needs_words(content)
    near = [one for one in _waiting(call, channel.id) if abs(one["post_at"] - post_at) < WINDOW]
    if len(near) >= MOST_IN_WINDOW:
        raise SlackError("restricted_too_many")
    message_id = new_id("Q")
    call.workspace.scheduled[message_id] = {
        "id": message_id,
        "channel_id": channel.id,
        "post_at": post_at,
        "date_created": int(call.workspace.clock.now()),
        "text": content.get("text", ""),
    }
    message = {"type": "delayed_message", **messages.app_author(call.workspace), **content}
    return {
        "channel": channel.id,
        "scheduled_message_id": message_id,
        "post_at": post_at,
        "message": message,
    }


def _moment(call: Call) -> int:
    try:
        post_at = int(call.need("post_at"))
    except (TypeError, ValueError):
        raise SlackError("invalid_time") from None
    ahead = post_at - call.workspace.clock.now()
    if ahead <= 0:
        raise SlackError("time_in_past")
    if ahead > FARTHEST:
        raise SlackError("time_too_far")
    return post_at


def _waiting(call: Call, channel_id: str | None = None) -> list[Json]:
    """List what is scheduled, in one channel or in all."""
    kept = call.workspace.scheduled.values()
    return [one for one in kept if channel_id in (None, one["channel_id"])]


def delete(call: Call) -> Json:
    """chat.deleteScheduledMessage."""
    channel = call.workspace.seen_by(call.workspace.bot, call.need("channel"))
    found = call.workspace.scheduled.get(str(call.need("scheduled_message_id")))
    if found is None or found["channel_id"] != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    del call.workspace.scheduled[found["id"]]
    return {}


def list_all(call: Call) -> Json:
    """chat.scheduledMessages.list."""
    page, cursor = call.page_of(_waiting(call, call.get("channel") or None))
    return {"scheduled_messages": page, "response_metadata": {"next_cursor": cursor}}


_WRITE = ("chat:write",)
METHODS = {
    "chat.scheduleMessage": Entry(schedule, scopes=_WRITE),
    "chat.deleteScheduledMessage": Entry(delete, scopes=_WRITE),
    "chat.scheduledMessages.list": Entry(list_all),
}
