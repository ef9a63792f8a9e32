"""The workspace's state: people, channels, and what holds everything else together."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.slack.clock import Clock, new_id
from bot.sandbox.slack.config import Config
from bot.sandbox.slack.errors import Refused, SlackError
from bot.sandbox.slack.faults import Faults
from bot.sandbox.slack.files import Files
from bot.sandbox.slack.hub import Hub
from bot.sandbox.slack.people import SLACKBOT, Channel, Member
from bot.sandbox.slack.request_log import RequestLog
from bot.sandbox.slack.tickets import ResponseUrls, Triggers
from bot.sandbox.slack.views import Views

Json = dict[str, Any]


class Workspace:
    """One Slack workspace with one installed app, all of it in memory."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.app = config.app
        self.manifest = config.app.read_manifest()
        self.clock = Clock()
        self.hub = Hub()
        self.faults = Faults()
        self.requests = RequestLog([config.app.bot_token, config.app.app_token])
        self.files = Files()
        self.triggers = Triggers(self.clock, config.team.id, config.trigger_seconds)
        self.response_urls = ResponseUrls(self.clock)
        self.views = Views(self)
        self.origin = config.public_url.rstrip("/") if config.public_url else ""
        self.last_post: dict[str, list[float]] = {}
        self.scheduled: dict[str, Json] = {}
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self._populate()

    def _populate(self) -> None:
        """Put the configured people, the bot and Slackbot into the configured channels."""
        people = [Member.of(person, self.config.team.domain) for person in self.config.members]
        name = self.app.name
        bot = Member(self.app.bot_user_id, name.lower(), name, is_bot=True, color=self.app.color)
        slackbot = Member(SLACKBOT, "slackbot", "Slackbot", is_bot=True, color="868e96")
        self.members = {member.id: member for member in [*people, bot, slackbot]}
        everybody = [person.id for person in people if not person.deleted]
        created = int(self.clock.now())
        for channel in self.config.channels:
            self.channels[channel.id] = Channel.of(channel, everybody, self.bot, created)

    @property
    def bot(self) -> str:
        """The app's user id."""
        return self.app.bot_user_id

    def person(self, user: str) -> Member:
        """Find a member that the page may act as; raises Refused for anybody else."""
        member = self.members.get(user)
        if member is None or member.is_bot or member.deleted:
            raise Refused("user_not_found", "There is no such person in this workspace.")
        return member

    def member(self, user: object) -> Member:
        """Any member; raises user_not_found."""
        member = self.members.get(user) if isinstance(user, str) else None
        if member is None:
            raise SlackError("user_not_found")
        return member

    def seen_by(self, user: str, channel: object) -> Channel:
        """Find a channel that a member may know of; raises channel_not_found for any other."""
        found = self.channels.get(channel) if isinstance(channel, str) else None
        if found is None or not found.is_open_to(user):
            raise SlackError("channel_not_found")
        return found

    def named(self, name: str) -> Channel | None:
        """Find the channel of that name, with or without its #."""
        plain = name.removeprefix("#").lower()
        return next((item for item in self.channels.values() if not item.is_im and item.name == plain), None)

    def direct(self, one: str, other: str) -> Channel:
        """Find the conversation of two members, or open it."""
        pair = list(dict.fromkeys([one, other]))
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == set(pair):
                return channel
        opened = Channel(new_id("D"), "", pair, is_im=True, created=int(self.clock.now()))
        self.channels[opened.id] = opened
        self.tell_about(opened)
        return opened

    def create_channel(self, name: str, members: Iterable[str], *, is_private: bool = False) -> Channel:
        """Make a new channel with these people in it."""
        made = Channel(new_id("C"), name, list(members), is_private=is_private, created=int(self.clock.now()))
        self.channels[made.id] = made
        self.tell_about(made)
        return made

    def audience(self, channel: Channel) -> list[str]:
        """Everybody who may see what happens in a channel."""
        return [user for user in self.members if channel.is_open_to(user)]

    def tell_about(self, channel: Channel, also: Iterable[str] = ()) -> None:
        """Show a new or changed channel to those who may see it, and to `also`."""
        for user in {*self.audience(channel), *also}:
            self.hub.tell(user, {"type": "channel", "channel": channel.page_view(user, self.bot)})

    def allow(self, *scopes: str) -> None:
        """Refuse what the app's scopes do not grant; one of `scopes` is enough."""
        granted = self.manifest.scopes
        if scopes and not granted.intersection(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))
