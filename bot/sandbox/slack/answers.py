"""The app's answers at response URLs: new messages, replacements, deletions."""

from typing import Any

from bot.sandbox.slack import messages
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.people import Channel, Message
from bot.sandbox.slack.tickets import ResponseUrl
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


def answer(workspace: Workspace, token: str, given: Json) -> None:
    """Do what an app posted to a response URL; raises SlackError when it may not."""
    place = workspace.response_urls.use(token)
    channel = workspace.channels[place.channel]
    original = channel.messages.get(place.message_ts or "")
    if given.get("delete_original"):
        if original is not None:
            messages.delete(workspace, channel, original)
        return
    content = messages.checked_content(given)
    messages.needs_words(content)
    if given.get("replace_original") and original is not None:
        _replace(workspace, channel, original, content)
        return
    _post(workspace, channel, place, given, content)


def _replace(workspace: Workspace, channel: Channel, original: Message, content: Json) -> None:
    """Put other content in place of the message that was clicked; nothing of the old one stays."""
    if not original.by_app:
        raise SlackError("cant_update_message")
    whole = {"text": "", "blocks": [], "attachments": [], **content}
    messages.update(workspace, channel, original, whole)


def _post(workspace: Workspace, channel: Channel, place: ResponseUrl, given: Json, content: Json) -> None:
    author = messages.app_author(workspace)
    thread_ts = given.get("thread_ts") or (place.thread_ts if place.message_ts != place.thread_ts else None)
    if given.get("response_type") == "in_channel":
        messages.post(workspace, channel, author, content, thread_ts)
        return
    in_thread = {} if thread_ts is None else {"thread_ts": str(thread_ts)}
    messages.post_ephemeral(workspace, channel, place.user, content, author, **in_thread)
