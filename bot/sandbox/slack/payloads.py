"""The payloads that Slack sends: every field where an app expects it."""

from typing import Any

from bot.sandbox.slack.people import Channel, Message
from bot.sandbox.slack.state import Values
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


def channel_name(channel: Channel) -> str:
    """Return the name by which payloads speak of a channel."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def response_url(workspace: Workspace, user: str, channel: Channel, message: Message | None = None) -> str:
    """Make a new address at which the app may answer what just happened."""
    ts = None if message is None else message.ts
    root = None if message is None else message.root
    token = workspace.response_urls.issue(user, channel.id, ts, root)
    return f"{workspace.origin}/response/{token}"


class Payloads:
    """Builds what goes to the app, on behalf of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._app = workspace.app

    def _team(self) -> Json:
        team = self._workspace.config.team
        return {"id": team.id, "domain": team.domain}

    def _user(self, user: str) -> Json:
        name = self._workspace.members[user].name
        return {"id": user, "username": name, "name": name, "team_id": self._workspace.config.team.id}

    def _common(self, kind: str, user: str) -> Json:
        return {
            "type": kind,
            "user": self._user(user),
            "api_app_id": self._app.id,
            "token": self._app.verification_token,
            "team": self._team(),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def command(self, user: str, channel: Channel, command: str, text: str) -> Json:
        """Build the form of a slash command."""
        team = self._workspace.config.team
        return {
            "token": self._app.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": user,
            "user_name": self._workspace.members[user].name,
            "command": command,
            "text": text,
            "api_app_id": self._app.id,
            "is_enterprise_install": "false",
            "response_url": response_url(self._workspace, user, channel),
            "trigger_id": self._workspace.triggers.issue(user, channel=channel.id),
        }

    def message_action(
        self, user: str, channel: Channel, message: Message, action: Json, values: Values
    ) -> Json:
        """Build a click or a choice on an element of a message."""
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.only_for is not None,
            **_attachment_place(message, action),
        }
        if message.root is not None:
            container["thread_ts"] = message.root
        is_shown_whole = message.only_for is None and message.by_app  # Slack leaves the others out
        whole = {"message": message.body} if is_shown_whole else {}
        return {
            **self._common("block_actions", user),
            "container": container,
            "trigger_id": self._workspace.triggers.issue(user, channel=channel.id),
            "channel": {"id": channel.id, "name": channel_name(channel)},
            **whole,
            "state": {"values": values},
            "response_url": response_url(self._workspace, user, channel, message),
            "actions": [{**action, "action_ts": self._workspace.clock.ts()}],
        }

    def view_action(self, user: str, view: View, action: Json) -> Json:
        """Build a click or a choice on an element of a modal or a Home."""
        return {
            **self._common("block_actions", user),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._workspace.triggers.issue(user, from_view=view.id, channel=view.here),
            "view": self._workspace.views.as_slack(view),
            "actions": [{**action, "action_ts": self._workspace.clock.ts()}],
        }

    def suggestion(self, user: str, element: Json, value: str, place: Json) -> Json:
        """Build a wish for options; `place` says in which view or message."""
        return {
            **self._common("block_suggestion", user),
            "block_id": element["block_id"],
            "action_id": element["action_id"],
            "value": value,
            **place,
        }

    def view_place(self, view: View) -> Json:
        """Return the part of a suggestion that names a view; what is typed by then, Slack does not tell."""
        container = {"type": "view", "view_id": view.id}
        return {"container": container, "view": self._workspace.views.as_answer(view)}

    def message_place(self, channel: Channel, message: Message) -> Json:
        """Return the part of a suggestion that names a message."""
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.only_for is not None,
        }
        place = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
        return place if message.only_for else {**place, "message": message.body}

    def submission(self, user: str, view: View, response_urls: list[Json]) -> Json:
        """Build a submitted modal."""
        return {
            **self._common("view_submission", user),
            "trigger_id": self._workspace.triggers.issue(user, from_view=view.id, channel=view.here),
            "view": self._workspace.views.as_slack(view),
            "response_urls": response_urls,
        }

    def closed(self, user: str, view: View, *, cleared: bool) -> Json:
        """Build the news of a modal that the person closed without submitting."""
        return {
            **self._common("view_closed", user),
            "view": self._workspace.views.as_slack(view),
            "is_cleared": cleared,
        }

    def global_shortcut(self, user: str, callback_id: str) -> Json:
        """Build a shortcut from the lightning menu."""
        common = self._common("shortcut", user)
        name = self._workspace.members[user].name
        common.pop("api_app_id")
        return {
            **common,
            "user": {"id": user, "username": name, "team_id": self._workspace.config.team.id},
            "action_ts": self._workspace.clock.ts(),
            "callback_id": callback_id,
            "trigger_id": self._workspace.triggers.issue(user),
        }

    def message_shortcut(self, user: str, callback_id: str, channel: Channel, message: Message) -> Json:
        """Build a shortcut from a message's menu."""
        common = self._common("message_action", user)
        common.pop("api_app_id")
        return {
            **common,
            "action_ts": self._workspace.clock.ts(),
            "callback_id": callback_id,
            "trigger_id": self._workspace.triggers.issue(user, channel=channel.id),
            "response_url": response_url(self._workspace, user, channel, message),
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "message": message.body,
        }


def _attachment_place(message: Message, action: Json) -> Json:
    """Say in which card below somebody's message the element stands; nothing for one of the app's own."""
    if message.by_app:
        return {}
    cards = message.body.get("attachments", [])
    card = next(one for one in cards if action["block_id"] in str(one.get("blocks")))
    return {
        "type": "message_attachment",
        "attachment_id": card["id"],
        "is_app_unfurl": True,
        "app_unfurl_url": card["app_unfurl_url"],
    }
