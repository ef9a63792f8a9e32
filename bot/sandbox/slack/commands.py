"""Slash commands: the app's own, and the few of Slack's that a workspace needs."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.slack import messages
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.errors import NotDelivered, SlackError
from bot.sandbox.slack.manifest import Command
from bot.sandbox.slack.membership import Membership
from bot.sandbox.slack.payloads import Payloads
from bot.sandbox.slack.people import Channel
from bot.sandbox.slack.words import Words
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
BuiltIn = Callable[[str, Channel, str], str | None]


class Commands:
    """Runs what a person types after a slash."""

    def __init__(self, workspace: Workspace, delivery: Delivery, membership: Membership) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._membership = membership
        self._payloads = Payloads(workspace)
        self._words = Words(workspace)
        self._built_in: dict[str, BuiltIn] = {
            "/invite": self._invite,
            "/remove": self._remove,
            "/leave": self._leave,
            "/join": self._join,
        }

    async def run(self, user: str, channel: Channel, typed: str, thread_ts: object = None) -> None:
        """Run a command line; what goes wrong is told to the person by Slackbot."""
        name, _, text = typed.partition(" ")
        name, text = name.lower(), text.strip()
        command = self._workspace.manifest.command(name)
        if thread_ts is not None and (command or name in self._built_in):
            self._say(user, channel, f"{name} is not supported in threads. Sorry!", thread_ts=str(thread_ts))
        elif command is not None:
            await self._send(user, channel, command, text)
        elif name in self._built_in:
            answer = self._built_in[name](user, channel, text)
            if answer:
                self._say(user, channel, answer)
        else:
            self._say(user, channel, f"{name} is not a valid command", **_thread(thread_ts))

    async def _send(self, user: str, channel: Channel, command: Command, text: str) -> None:
        """Bring a command to the app, and show what it answers."""
        words = self._words.command(user, text, should_escape=command.should_escape)
        form = self._payloads.command(user, channel, command.command, words)
        try:
            answer = await self._delivery.command(form)
            self._show(user, channel, answer)
        except NotDelivered as failure:
            self._say(user, channel, f'{command.command} failed with the error "{failure.reason}"')
        except SlackError as refusal:
            self._say(user, channel, f'{command.command} failed with the error "{refusal.error}"')

    def _show(self, user: str, channel: Channel, answer: Any) -> None:
        """Show the answer in the acknowledgement: to one person, unless it says in_channel."""
        if not isinstance(answer, dict):
            return
        content = messages.checked_content(answer)
        if not (content.get("text") or content.get("blocks") or content.get("attachments")):
            return
        author = messages.app_author(self._workspace)
        if answer.get("response_type") == "in_channel":
            messages.post(self._workspace, channel, author, content)
        else:
            messages.post_ephemeral(self._workspace, channel, user, content, author)

    def _say(self, user: str, channel: Channel, text: str, **fields: Any) -> None:
        """Slackbot's word to one person."""
        messages.post_ephemeral(self._workspace, channel, user, {"text": text}, **fields)

    def _named_member(self, text: str) -> str | None:
        """Return the member that `@name` or `<@U…>` names."""
        wanted = text.strip().removeprefix("<@").removesuffix(">").partition("|")[0].removeprefix("@").lower()
        for member in self._workspace.members.values():
            if wanted in (member.name.lower(), member.id.lower(), member.real_name.lower()):
                return member.id
        return None

    def _invite(self, user: str, channel: Channel, text: str) -> str | None:
        member = self._named_member(text)
        if member is None:
            return f"We couldn't find {text or 'anybody'}. Type /invite and the name of a member."
        if channel.is_im:
            return "You can't invite people to a direct message."
        if member in channel.members:
            return f"<@{member}> is already in this channel."
        self._membership.add(channel, member, by=user)
        return None

    def _remove(self, user: str, channel: Channel, text: str) -> str | None:
        member = self._named_member(text)
        if member is None or member not in channel.members or channel.is_im:
            return f"{text or 'Nobody'} is not in this channel."
        self._membership.remove(channel, member, by=user)
        return None

    def _leave(self, user: str, channel: Channel, _text: str) -> str | None:
        if channel.is_im or user not in channel.members:
            return "You can't leave this conversation."
        self._membership.remove(channel, user, by=user)
        return None

    def _join(self, user: str, _channel: Channel, text: str) -> str | None:
        wanted = text.strip().removeprefix("<#").removesuffix(">").partition("|")[0]
        channel = self._workspace.channels.get(wanted) or self._workspace.named(wanted)
        if channel is None or channel.is_private or channel.is_im:
            return f"There is no channel called {text or 'that'}."
        if user not in channel.members:
            self._membership.add(channel, user, by=user)
        return None


def _thread(thread_ts: object) -> Json:
    return {} if thread_ts is None else {"thread_ts": str(thread_ts)}
