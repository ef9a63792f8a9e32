"""What a person types, as Slack stores it and as it reaches a slash command."""

import re

from bot.sandbox.slack.workspace import Workspace

_MENTION = re.compile(r"(?<![\w<])@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
_CHANNEL = re.compile(r"(?<![\w<&])#([a-z0-9][a-z0-9_-]*)", re.IGNORECASE)
_LINK = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_ENTITY = re.compile(r"<(?:[@#][A-Z0-9]+(?:\|[^<>]*)?|https?://[^<>\s]+|![a-z]+)>")


def escaped(text: str) -> str:
    """Encode the three characters that Slack encodes; entities such as <@U1> stay as they are."""
    parts: list[str] = []
    end = 0
    for entity in _ENTITY.finditer(text):
        parts += [_encoded(text[end : entity.start()]), entity.group()]
        end = entity.end()
    return "".join([*parts, _encoded(text[end:])])


def _encoded(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Words:
    """Turns names into the ids that they stand for, and back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def _user(self, match: re.Match[str], *, with_name: bool) -> str:
        name = match.group(1).lower().rstrip("._-")
        for member in self._workspace.members.values():
            if name in (member.name.lower(), member.id.lower()):
                label = f"|{member.name}" if with_name else ""
                return f"<@{member.id}{label}>{match.group(1)[len(name) :]}"
        return match.group()

    def _channel(self, match: re.Match[str], *, user: str) -> str:
        channel = self._workspace.named(match.group(1))
        if channel is None or not channel.is_open_to(user):
            return match.group()
        return f"<#{channel.id}|{channel.name}>"

    def message(self, user: str, text: str) -> str:
        """Write a typed message as Slack stores it: names and links become entities."""
        linked = _LINK.sub(r"<\g<0>>", text)
        named = _MENTION.sub(lambda match: self._user(match, with_name=False), linked)
        return escaped(_CHANNEL.sub(lambda match: self._channel(match, user=user), named))

    def command(self, user: str, text: str, *, should_escape: bool) -> str:
        """Write a command's text as the app gets it: with entities if the manifest says should_escape."""
        if not should_escape:
            return self._plain(text)
        linked = _LINK.sub(r"<\g<0>>", text)
        named = _MENTION.sub(lambda match: self._user(match, with_name=True), linked)
        return escaped(_CHANNEL.sub(lambda match: self._channel(match, user=user), named))

    def _plain(self, text: str) -> str:
        """Entities that the page's completion may have put in, as the names that a person sees."""
        members, channels = self._workspace.members, self._workspace.channels
        named = re.sub(
            r"<@([A-Z0-9]+)(?:\|[^>]*)?>",
            lambda match: f"@{members[match[1]].name}" if match[1] in members else match[0],
            text,
        )
        return re.sub(
            r"<#([A-Z0-9]+)(?:\|[^>]*)?>",
            lambda match: f"#{channels[match[1]].name}" if match[1] in channels else match[0],
            named,
        )
