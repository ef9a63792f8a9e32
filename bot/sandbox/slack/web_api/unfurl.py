"""chat.unfurl: what the app shows below somebody's message with links to its domains."""

from typing import Any

from bot.sandbox.slack import messages
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.links import SOURCE, domain_of, links_in
from bot.sandbox.slack.people import Channel, Message
from bot.sandbox.slack.web_api.call import Call, Entry

Json = dict[str, Any]


def unfurl(call: Call) -> Json:
    """chat.unfurl; a repeat replaces what was shown for the same links."""
    channel, message = _place(call)
    wanted = call.parsed("unfurls", "invalid_unfurls_format")
    if not wanted:
        raise SlackError("missing_unfurls")
    if not isinstance(wanted, dict):
        raise SlackError("invalid_unfurls_format")
    _may_unfurl(call, message, wanted)
    app_id = call.workspace.app.id
    kept = [one for one in message.body.get("attachments", []) if one.get("app_unfurl_url") not in wanted]
    shown = [
        {**card, "from_url": url, "app_unfurl_url": url, "is_app_unfurl": True, "app_id": app_id}
        for url, card in wanted.items()
    ]
    numbered = [{**one, "id": number} for number, one in enumerate([*kept, *shown], start=1)]
    try:
        content = messages.checked_content({"attachments": numbered})
    except SlackError as error:
        raise SlackError("cannot_parse_attachment", error.messages) from error
    messages.update(call.workspace, channel, message, content)
    return {}


def _place(call: Call) -> tuple[Channel, Message]:
    """Find the message: by unfurl_id and source, or by channel and ts."""
    by_id = call.get("unfurl_id") or call.get("source")
    channel_id, ts = _by_id(call) if by_id else (call.get("channel"), call.get("ts"))
    if not channel_id:
        raise SlackError("missing_channel")
    if not ts:
        raise SlackError("missing_ts")
    channel = call.workspace.channels.get(str(channel_id))
    if channel is None:
        raise SlackError("cannot_find_channel")
    message = channel.messages.get(str(ts))
    if message is None or message.only_for is not None:
        raise SlackError("cannot_find_message")
    return channel, message


def _by_id(call: Call) -> tuple[str, str]:
    wanted, source = call.get("unfurl_id"), call.get("source")
    if not source:
        raise SlackError("missing_source")
    if source != SOURCE:
        raise SlackError("invalid_source")
    if not wanted:
        raise SlackError("missing_unfurl_id")
    channel_id, _, ts = str(wanted).partition(".")
    if not ts:
        raise SlackError("invalid_unfurl_id")
    return channel_id, ts


def _may_unfurl(call: Call, message: Message, wanted: Json) -> None:
    """Allow links to the app's own domains that stand in the message."""
    domains = call.workspace.manifest.unfurl_domains
    there = {link["url"] for link in links_in(message, domains)}
    for url in wanted:
        if domain_of(url, domains) is None:
            raise SlackError("cannot_unfurl_url")
        if url not in there:
            raise SlackError("cannot_unfurl_message")


METHODS = {"chat.unfurl": Entry(unfurl, scopes=("links:write",))}
