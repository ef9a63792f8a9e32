"""Members and channels, and who may see what."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.config import ChannelConfig, MemberConfig

Json = dict[str, Any]
SLACKBOT = "USLACKBOT"


@dataclass
class Member:
    """Somebody in the workspace: a person, the app's bot user, or Slackbot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    is_bot: bool = False
    color: str = "4c6ef5"
    avatar_emoji: str | None = None
    email: str = ""
    is_admin: bool = False
    deleted: bool = False

    @classmethod
    def of(cls, config: MemberConfig, domain: str) -> "Member":
        """Make the person that the configuration describes."""
        given = config.model_dump(exclude={"email"})
        return cls(**given, email=config.email or f"{config.name}@{domain}.example")

    def page_view(self) -> Json:
        """Return the member as the page draws one."""
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.real_name,
            "is_bot": self.is_bot,
            "color": self.color,
            "avatar_emoji": self.avatar_emoji,
            "deleted": self.deleted,
        }


@dataclass
class Message:
    """A message as Slack keeps it; `only_for` is the one person who sees an ephemeral."""

    body: Json
    by_app: bool
    only_for: str | None = None

    @property
    def ts(self) -> str:
        """The message's timestamp, which is its name in its channel."""
        return str(self.body["ts"])

    @property
    def root(self) -> str | None:
        """The thread's first message, or None outside threads."""
        root = self.body.get("thread_ts")
        return None if root is None else str(root)

    def page_view(self, channel: str) -> Json:
        """Return the message as the page draws one."""
        marks: Json = {"channel": channel}
        if self.only_for is not None:
            marks["is_ephemeral"] = True
        return {**self.body, **marks}


@dataclass
class Channel:
    """A public or private channel, or a direct conversation of two."""

    id: str
    name: str
    members: list[str]
    topic: str = ""
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    read_up_to: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, config: ChannelConfig, everybody: list[str], bot: str, created: int) -> "Channel":
        """Make the channel that the configuration describes."""
        members = list(everybody if config.members is None else config.members)
        if config.with_app:
            members.append(bot)
        given = config.model_dump(exclude={"members", "with_app"})
        return cls(**given, members=members, created=created)

    def is_open_to(self, user: str) -> bool:
        """Whether somebody may know that the channel exists."""
        return user in self.members or not (self.is_private or self.is_im)

    def other_end(self, user: str) -> str:
        """Return the other person of a direct conversation; oneself in one's own."""
        return next((member for member in self.members if member != user), user)

    def unread(self, user: str) -> int:
        """How many messages by others came since `user` last looked."""
        last = self.read_up_to.get(user, "")
        return sum(
            message.ts > last and message.only_for is None and message.body.get("user") != user
            for message in self.messages.values()
            if message.root in (None, message.ts)
        )

    def page_view(self, user: str, bot: str) -> Json:
        """Return the channel as the page draws it for one member."""
        return {
            "id": self.id,
            "name": self.name,
            "is_private": self.is_private,
            "is_im": self.is_im,
            "user": self.other_end(user) if self.is_im else None,
            "topic": self.topic,
            "members": list(self.members),
            "is_member": user in self.members,
            "bot_is_member": bot in self.members,
            "unread": self.unread(user),
            "is_archived": self.is_archived,
        }
