"""chat.*: posting, changing and deleting the app's messages."""

from typing import Any

from bot.sandbox.slack import messages
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.people import Channel, Message
from bot.sandbox.slack.web_api.call import Call, Entry

Json = dict[str, Any]
MOST_MARKDOWN = 12_000


def place(call: Call) -> Channel:
    """Return the channel to post in: by id, by name, or a direct message by user id."""
    workspace, wanted = call.workspace, call.get("channel")
    if not isinstance(wanted, str) or not wanted:
        raise SlackError("channel_not_found")
    if wanted in workspace.members:
        return workspace.direct(workspace.bot, wanted)
    named = workspace.named(wanted)
    return workspace.seen_by(workspace.bot, named.id if named else wanted)


def may_post(call: Call, channel: Channel) -> None:
    """Require that the app is there, or may post unasked; private channels it does not see at all."""
    workspace = call.workspace
    if channel.is_archived:
        raise SlackError("is_archived")
    unasked = "chat:write.public" in workspace.manifest.scopes
    if workspace.bot not in channel.members and not unasked:
        raise SlackError("not_in_channel")


def read_content(call: Call) -> Json:
    """Return the message's content, whichever of the arguments gave it."""
    markdown = call.get("markdown_text")
    given: Json = {
        "text": call.get("text"),
        "blocks": call.parsed("blocks", "invalid_blocks_format"),
        "attachments": call.parsed("attachments", "invalid_attachments"),
        "metadata": call.parsed("metadata", "invalid_metadata_format"),
    }
    if given["blocks"] is not None and not isinstance(given["blocks"], list):
        raise SlackError("invalid_blocks_format")
    if markdown:
        if given["text"] or given["blocks"]:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MOST_MARKDOWN:
            raise SlackError("msg_too_long")
        given |= {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}
    return messages.checked_content(given)


def _repeated(channel: Channel, content: Json) -> Message | None:
    """Find the message that an earlier call with the same client_msg_id has posted."""
    wanted = content.get("client_msg_id")
    if wanted is None:
        return None
    written = (message for message in channel.messages.values() if message.by_app)
    return next((message for message in written if message.body.get("client_msg_id") == wanted), None)


def _not_too_fast(call: Call, channel: Channel) -> None:
    """Hold the limit per channel and second, when the configuration sets one."""
    limit = call.workspace.config.messages_per_second
    now = call.workspace.clock.now()
    recent = [at for at in call.workspace.last_post.get(channel.id, []) if now - at < 1]
    if limit and len(recent) >= limit:
        raise SlackError("ratelimited")
    call.workspace.last_post[channel.id] = [*recent, now]


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = place(call)
    may_post(call, channel)
    content = read_content(call)
    if call.get("client_msg_id"):
        content["client_msg_id"] = str(call.get("client_msg_id"))
    messages.needs_words(content)
    _not_too_fast(call, channel)
    author = messages.app_author(call.workspace)
    message = _repeated(channel, content) or messages.post(
        call.workspace, channel, author, content, call.get("thread_ts") or None
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.body}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    channel = place(call)
    user = call.need("user")
    may_post(call, channel)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(call)
    messages.needs_words(content)
    thread_ts = call.get("thread_ts")
    fields = {"thread_ts": str(thread_ts)} if thread_ts else {}
    author = messages.app_author(call.workspace)
    message = messages.post_ephemeral(call.workspace, channel, user, content, author, **fields)
    return {"message_ts": message.ts}


def _own_message(call: Call, forbidden: str, ts_argument: str = "ts") -> tuple[Channel, Message]:
    """Return a message that the app itself wrote, and that everybody sees; ephemerals cannot be named."""
    channel = call.workspace.seen_by(call.workspace.bot, call.get("channel"))
    message = channel.messages.get(str(call.need(ts_argument)))
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    if not message.by_app or message.body.get("subtype") == "tombstone":
        raise SlackError(forbidden)
    return channel, message


def update(call: Call) -> Json:
    """chat.update."""
    channel, message = _own_message(call, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    content = read_content(call)
    if not content:
        raise SlackError("no_text")
    messages.needs_words({**_kept(message, content), **content})
    messages.update(call.workspace, channel, message, content)
    return {"channel": channel.id, "ts": message.ts, "text": message.body["text"], "message": message.body}


def _kept(message: Message, content: Json) -> Json:
    """Return what of the old message outlives the change."""
    kept = dict(message.body)
    if "text" in content and "blocks" not in content:
        kept.pop("blocks", None)
    return kept


def delete(call: Call) -> Json:
    """chat.delete."""
    channel, message = _own_message(call, "cant_delete_message")
    messages.delete(call.workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    workspace = call.workspace
    channel = workspace.seen_by(workspace.bot, call.get("channel"))
    ts = str(call.need("message_ts"))
    message = channel.messages.get(ts)
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    query = f"?thread_ts={message.root}&cid={channel.id}" if message.root not in (None, ts) else ""
    permalink = f"{workspace.origin}/archives/{channel.id}/p{ts.replace('.', '')}{query}"
    return {"channel": channel.id, "permalink": permalink}


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Entry(post_message, scopes=_WRITE),
    "chat.postEphemeral": Entry(post_ephemeral, scopes=_WRITE),
    "chat.update": Entry(update, scopes=_WRITE),
    "chat.delete": Entry(delete, scopes=_WRITE),
    "chat.getPermalink": Entry(get_permalink),
}
