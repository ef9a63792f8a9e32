"""What the page reads: who is here, which channels, what was said."""

from typing import Any

from bot.sandbox.slack.people import Channel
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
MOST_HISTORY = 1000


def first_person(workspace: Workspace) -> str:
    """Return the member that the page acts as when it does not say."""
    return next(member.id for member in workspace.members.values() if not (member.is_bot or member.deleted))


def app_view(workspace: Workspace) -> Json:
    """Return the app as its profile on the page shows it."""
    app, manifest = workspace.app, workspace.manifest
    commands = [
        {"command": item.command, "description": item.description, "usage_hint": item.usage_hint}
        for item in manifest.features.slash_commands
    ]
    return {
        "id": app.id,
        "name": app.name,
        "bot_user_id": app.bot_user_id,
        "description": manifest.display_information.get("description", ""),
        "color": app.color,
        "home_tab": manifest.has_home_tab,
        "commands": commands,
        "shortcuts": [item.model_dump() for item in manifest.features.shortcuts],
    }


def boot(workspace: Workspace, user: str) -> Json:
    """Everything that the page needs to draw itself for one member."""
    seen = [channel for channel in workspace.channels.values() if channel.is_open_to(user)]
    return {
        "team": workspace.config.team.model_dump(),
        "me": workspace.members[user].page_view(),
        "users": [member.page_view() for member in workspace.members.values()],
        "app": app_view(workspace),
        "channels": [channel.page_view(user, workspace.bot) for channel in seen],
        "hint": workspace.config.hint,
        "home": _home(workspace, user),
        "views": [workspace.views.as_page(view) for view in workspace.views.stack(user)],
    }


def _home(workspace: Workspace, user: str) -> Json | None:
    view = workspace.views.home(user)
    return None if view is None else workspace.views.as_page(view)


def history(channel: Channel, user: str, limit: int) -> Json:
    """Return the newest messages of a channel, oldest of them first, with those only for this member."""
    shown = [message for message in channel.messages.values() if message.only_for in (None, user)]
    newest = sorted(shown, key=lambda message: message.ts)[-min(limit, MOST_HISTORY) :]
    return {"messages": [message.page_view(channel.id) for message in newest]}
