"""Coming into channels and leaving them."""

from bot.sandbox.slack import messages
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.people import Channel
from bot.sandbox.slack.workspace import Workspace


class Membership:
    """Adds people and the app to channels, says so in the channel, and tells the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    def add(self, channel: Channel, member: str, *, by: str) -> None:
        """Let somebody into a channel."""
        channel.members.append(member)
        words = "has joined the channel"
        if by != member:
            words = f"was added to the channel by <@{by}>."
        self._say(channel, member, "channel_join", f"<@{member}> {words}")
        self._workspace.tell_about(channel)
        self._tell("member_joined_channel", channel, member)

    def remove(self, channel: Channel, member: str, *, by: str) -> None:
        """Take somebody out of a channel."""
        words = "has left the channel" if by == member else f"was removed from the channel by <@{by}>."
        self._say(channel, member, "channel_leave", f"<@{member}> {words}")
        channel.members.remove(member)
        self._workspace.tell_about(channel, also=[member])
        self._tell("member_left_channel", channel, member)

    def _say(self, channel: Channel, member: str, subtype: str, text: str) -> None:
        author = {"user": member, "subtype": subtype}
        messages.post(self._workspace, channel, author, {"text": text})

    def _tell(self, kind: str, channel: Channel, member: str) -> None:
        """Tell the app, if it listens and may know of the channel."""
        if channel.is_open_to(self._workspace.bot):
            event = {
                "type": kind,
                "user": member,
                "channel": channel.id,
                "channel_type": "G" if channel.is_private else "C",
                "team": self._workspace.config.team.id,
                "event_ts": self._workspace.clock.ts(),
            }
            self._delivery.event(event)
