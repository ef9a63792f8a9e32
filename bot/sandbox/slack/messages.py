"""Posting, changing and deleting messages, whoever does it."""

from typing import Any

from bot.sandbox.slack.blockkit import check_blocks, stored_blocks
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.people import SLACKBOT, Channel, Message
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
MOST_TEXT = 40_000
MOST_ATTACHMENTS = 100
MOST_METADATA_BYTES = 8_000


def checked_content(given: Json) -> Json:
    """Check what a message consists of: text, blocks, attachments, metadata."""
    content: Json = {}
    if given.get("text") is not None:
        content["text"] = str(given["text"])
        if len(content["text"]) > MOST_TEXT:
            raise SlackError("msg_too_long")
    if given.get("blocks") is not None:
        findings = check_blocks(given["blocks"], "message")
        if any("only_one_table_allowed" in finding for finding in findings):
            raise SlackError("invalid_attachments", findings)
        if findings:
            raise SlackError("invalid_blocks", findings)
        content["blocks"] = stored_blocks(given["blocks"])
    if given.get("attachments") is not None:
        content["attachments"] = _checked_attachments(given["attachments"])
    if given.get("metadata") is not None:
        content["metadata"] = _checked_metadata(given["metadata"])
    return content


def _checked_attachments(attachments: object) -> list[Any]:
    if not isinstance(attachments, list) or not all(isinstance(entry, dict) for entry in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    kept: list[Any] = []
    for number, attachment in enumerate(attachments, start=1):
        blocks = attachment.get("blocks")
        findings = check_blocks(blocks, "message", f"/attachments/{number - 1}/blocks") if blocks else []
        if findings:
            raise SlackError("invalid_attachments", findings)
        filled = {"blocks": stored_blocks(blocks)} if blocks else {}
        kept.append({"id": number, **attachment, **filled})
    return kept


def _checked_metadata(metadata: object) -> Json:
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > MOST_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def needs_words(content: Json) -> None:
    """Raise no_text for a message that shows nothing."""
    if not (content.get("text") or content.get("blocks") or content.get("attachments")):
        raise SlackError("no_text")


def app_author(workspace: Workspace) -> Json:
    """Return the fields by which a message says that the app wrote it."""
    app, team = workspace.app, workspace.config.team
    return {
        "user": app.bot_user_id,
        "bot_id": app.bot_id,
        "app_id": app.id,
        "team": team.id,
        "bot_profile": {
            "id": app.bot_id,
            "app_id": app.id,
            "name": app.name,
            "team_id": team.id,
            "deleted": False,
        },
    }


def _thread_root(channel: Channel, thread_ts: object) -> str:
    """Find the first message of a thread, also when a reply was named; raises thread_not_found."""
    named = channel.messages.get(str(thread_ts))
    if named is None or named.only_for is not None:
        raise SlackError("thread_not_found")
    return named.root or named.ts


def post(
    workspace: Workspace, channel: Channel, author: Json, content: Json, thread_ts: object = None
) -> Message:
    """Put a message into a channel, and before everybody who looks at it."""
    root = None if thread_ts is None else _thread_root(channel, thread_ts)
    shown = {key: value for key, value in content.items() if value or key == "text"}
    body: Json = {"type": "message", "ts": workspace.clock.ts(), **author, "text": "", **shown}
    if root is not None:
        body["thread_ts"] = root
    message = Message(body, by_app="app_id" in author)
    channel.messages[message.ts] = message
    _tell(workspace, channel, "message", message)
    if root is not None:
        _count_replies(workspace, channel, root)
    return message


def _count_replies(workspace: Workspace, channel: Channel, root: str) -> None:
    """Write the number of replies onto the thread's first message."""
    parent = channel.messages[root]
    replies = [item for item in channel.messages.values() if item.root == root and item.ts != root]
    parent.body["thread_ts"] = root
    parent.body["reply_count"] = len(replies)
    parent.body["reply_users"] = list(dict.fromkeys(item.body["user"] for item in replies))
    if replies:
        parent.body["latest_reply"] = replies[-1].ts
    _tell(workspace, channel, "message_changed", parent)


def post_ephemeral(
    workspace: Workspace,
    channel: Channel,
    user: str,
    content: Json,
    author: Json | None = None,
    **fields: Any,
) -> Message:
    """Show a message to one person only, until they reload."""
    writer = author or {"user": SLACKBOT, "team": workspace.config.team.id}
    body: Json = {"type": "message", "ts": workspace.clock.ts(), **writer, "text": "", **content, **fields}
    message = Message(body, by_app="app_id" in writer, only_for=user)
    channel.messages[message.ts] = message
    workspace.hub.tell(user, {"type": "ephemeral", "message": message.page_view(channel.id)})
    return message


def update(workspace: Workspace, channel: Channel, message: Message, content: Json) -> None:
    """Change a message. Slack's rule: new text without blocks drops the blocks; all else not sent stays."""
    changed = dict(content)
    if "text" in changed and "blocks" not in changed:
        message.body.pop("blocks", None)
        message.body["edited"] = {"user": message.body["user"], "ts": workspace.clock.ts()}
    for key in ("blocks", "attachments", "metadata"):
        if key in changed and not changed[key]:  # an empty list or object means: take it away
            message.body.pop(key, None)
            del changed[key]
    message.body.update(changed)
    _tell(workspace, channel, "message_changed", message)


def delete(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Take a message away; the first of a thread with replies leaves a tombstone."""
    if message.root == message.ts and message.body.get("reply_count"):
        kept = {key: message.body[key] for key in ("type", "ts", "thread_ts", "reply_count", "reply_users")}
        message.body = {**kept, "user": SLACKBOT, "subtype": "tombstone", "text": "This message was deleted."}
        _tell(workspace, channel, "message_changed", message)
        return
    del channel.messages[message.ts]
    kind = "message_deleted" if message.only_for is None else "ephemeral_deleted"
    _tell_users(workspace, channel, message, {"type": kind, "channel": channel.id, "ts": message.ts})
    if message.root is not None and message.root in channel.messages:
        _count_replies(workspace, channel, message.root)


def _tell(workspace: Workspace, channel: Channel, kind: str, message: Message) -> None:
    if message.only_for is not None:
        kind = "ephemeral_changed"
    _tell_users(workspace, channel, message, {"type": kind, "message": message.page_view(channel.id)})


def _tell_users(workspace: Workspace, channel: Channel, message: Message, news: Json) -> None:
    audience = [message.only_for] if message.only_for else workspace.audience(channel)
    for user in audience:
        workspace.hub.tell(user, news)
