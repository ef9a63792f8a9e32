"""What a member does on the page that is not the app's: writing, joining, reading, opening the Home."""

from typing import Any

from bot.sandbox.slack import links, messages
from bot.sandbox.slack.clock import new_id
from bot.sandbox.slack.commands import Commands
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.errors import Refused, SlackError
from bot.sandbox.slack.membership import Membership
from bot.sandbox.slack.people import Channel, Message
from bot.sandbox.slack.words import Words
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class Writing:
    """One member's own doings."""

    def __init__(
        self, workspace: Workspace, delivery: Delivery, commands: Commands, membership: Membership
    ) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._commands = commands
        self._membership = membership
        self._words = Words(workspace)

    async def write(self, user: str, channel_id: str, text: str, thread_ts: str | None) -> Json:
        """Post a message, or run a slash command; raises SlackError where the member may not."""
        channel = self._workspace.seen_by(user, channel_id)
        typed = text.strip()
        if not typed:
            raise SlackError("no_text")
        if typed.startswith("/") and not text.startswith(" "):  # a leading space sends it as words
            await self._commands.run(user, channel, typed, thread_ts)
            return {}
        if channel.is_archived:
            raise SlackError("is_archived")
        if user not in channel.members:
            raise SlackError("not_in_channel")
        content = messages.checked_content({"text": self._words.message(user, typed)})
        author = {"user": user, "team": self._workspace.config.team.id, "client_msg_id": new_id("").lower()}
        message = messages.post(self._workspace, channel, author, content, thread_ts)
        channel.read_up_to[user] = message.ts
        self._tell_app(channel, message)
        self._tell_app_of_links(channel, message)
        return {"ts": message.ts}

    def _tell_app(self, channel: Channel, message: Message) -> None:
        """Send the message events that the app subscribed to, where the app is present."""
        if self._workspace.bot not in channel.members:
            return
        kind = "im" if channel.is_im else ("group" if channel.is_private else "channel")
        subscription = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}[kind]
        fields = {"channel": channel.id, "event_ts": message.ts}
        self._delivery.event({**message.body, **fields, "channel_type": kind}, subscription)
        if f"<@{self._workspace.bot}>" in message.body["text"] and not channel.is_im:
            self._delivery.event({**message.body, **fields, "type": "app_mention"})

    def _tell_app_of_links(self, channel: Channel, message: Message) -> None:
        """Tell the app of links to its domains, wherever they are posted, if it may read links."""
        manifest = self._workspace.manifest
        found = links.links_in(message, manifest.unfurl_domains)
        if found and "links:read" in manifest.scopes:
            self._delivery.event(links.shared(channel, message, found, bot=self._workspace.bot))

    def open_home(self, user: str) -> Json | None:
        """Tell the app that its Home was opened; what is published there now."""
        view = self._workspace.views.home(user)
        direct = self._workspace.direct(user, self._workspace.bot)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": direct.id,
            "tab": "home",
            "event_ts": self._workspace.clock.ts(),
        }
        if view is not None:
            event["view"] = self._workspace.views.as_slack(view)
        self._delivery.event(event)
        return None if view is None else self._workspace.views.as_page(view)

    def open_direct(self, user: str, other: str) -> Json:
        """Open a direct conversation."""
        if other not in self._workspace.members:
            raise Refused("user_not_found", "There is no such person in this workspace.")
        return self._workspace.direct(user, other).page_view(user, self._workspace.bot)

    def join(self, user: str, channel_id: str) -> Json:
        """Join a public channel."""
        channel = self._workspace.seen_by(user, channel_id)
        if channel.is_archived:
            raise SlackError("is_archived")
        if user not in channel.members:
            self._membership.add(channel, user, by=user)
        return channel.page_view(user, self._workspace.bot)

    def read(self, user: str, channel_id: str) -> None:
        """Note that everything in a channel was seen."""
        channel = self._workspace.seen_by(user, channel_id)
        if channel.messages:
            channel.read_up_to[user] = max(channel.messages)
        news = {"type": "channel", "channel": channel.page_view(user, self._workspace.bot)}
        self._workspace.hub.tell(user, news)
