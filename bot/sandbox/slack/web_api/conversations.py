"""conversations.*: which channels there are, and who is in them."""

from typing import Any

from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.people import Channel
from bot.sandbox.slack.web_api.call import Call, Entry

Json = dict[str, Any]
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def as_slack(call: Call, channel: Channel) -> Json:
    """Return a conversation as Slack describes it to the app."""
    bot = call.workspace.bot
    common = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_private": channel.is_private or channel.is_im,
        "context_team_id": call.workspace.config.team.id,
    }
    if channel.is_im:
        return common | {"user": channel.other_end(bot), "is_user_deleted": False}
    text = {"value": channel.topic, "creator": "", "last_set": 0}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_mpim": False,
        "is_general": channel.name == "general",
        "is_member": bot in channel.members,
        "topic": text,
        "purpose": {**text, "value": ""},
        "num_members": len(channel.members),
    }


def _readable(call: Call) -> Channel:
    """Find the conversation that was asked for; the app needs the scope for its kind."""
    channel = call.workspace.seen_by(call.workspace.bot, call.need("channel"))
    call.workspace.allow(_SCOPES[_kind(channel)])
    return channel


def info(call: Call) -> Json:
    """conversations.info."""
    return {"channel": as_slack(call, _readable(call))}


def members(call: Call) -> Json:
    """conversations.members."""
    page, cursor = call.page_of(_readable(call).members)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def list_all(call: Call) -> Json:
    """conversations.list: public channels, and those private ones that the app is in."""
    kinds = str(call.get("types") or "public_channel").replace(" ", "").split(",")
    if not set(kinds) <= set(_SCOPES):
        raise SlackError("invalid_types")
    for kind in kinds:
        call.workspace.allow(_SCOPES[kind])
    seen = [
        channel
        for channel in call.workspace.channels.values()
        if _kind(channel) in kinds
        and channel.is_open_to(call.workspace.bot)
        and not (call.flag("exclude_archived") and channel.is_archived)
    ]
    page, cursor = call.page_of(seen)
    channels = [as_slack(call, channel) for channel in page]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def open_direct(call: Call) -> Json:
    """conversations.open: a direct conversation with one person."""
    workspace = call.workspace
    if call.get("channel"):
        channel = workspace.seen_by(workspace.bot, call.get("channel"))
    else:
        given = call.get("users")
        users = given if isinstance(given, list) else [user for user in str(given or "").split(",") if user]
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:  # a group conversation, which this workspace does not have
            workspace.allow("mpim:write")
            raise SlackError("method_not_supported_for_channel_type")
        if workspace.member(users[0]).deleted:
            raise SlackError("user_disabled")
        channel = workspace.direct(workspace.bot, users[0])
    whole = as_slack(call, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": whole}


METHODS = {
    "conversations.info": Entry(info, scopes=_READ),
    "conversations.members": Entry(members, scopes=_READ),
    "conversations.list": Entry(list_all, scopes=_READ),
    "conversations.open": Entry(open_direct, scopes=("im:write",)),
}
