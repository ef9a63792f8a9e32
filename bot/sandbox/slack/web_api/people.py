"""auth.test, apps.connections.open and users.*: who is who."""

from typing import Any

from bot.sandbox.slack.people import Member
from bot.sandbox.slack.web_api.call import Call, Entry

Json = dict[str, Any]


def auth_test(call: Call) -> Json:
    """auth.test: whose token it is; an app-level token is the app's, in no workspace."""
    workspace = call.workspace
    team, app = workspace.config.team, workspace.app
    if call.holder == "app":
        return {"app_name": app.name, "app_id": app.id}
    return {
        "url": f"{workspace.origin}/",
        "team": team.name,
        "user": workspace.members[app.bot_user_id].name,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """apps.connections.open: an address for one Socket Mode connection."""
    origin = call.workspace.origin
    base = "ws" + origin.removeprefix("http")
    return {"url": f"{base}/link/?ticket={call.sockets.ticket()}&app_id={call.workspace.app.id}"}


def _profile(call: Call, member: Member) -> Json:
    first, _, last = member.real_name.partition(" ")
    profile: Json = {
        "real_name": member.real_name,
        "display_name": member.name,
        "first_name": first,
        "last_name": last,
        "title": member.title,
        "team": call.workspace.config.team.id,
    }
    if member.email and "users:read.email" in call.workspace.manifest.scopes:
        profile["email"] = member.email
    return profile


def as_slack(call: Call, member: Member) -> Json:
    """Return a member as Slack describes one; the address only with users:read.email."""
    return {
        "id": member.id,
        "team_id": call.workspace.config.team.id,
        "name": member.name,
        "deleted": member.deleted,
        "color": member.color,
        "real_name": member.real_name,
        "tz": "Europe/Amsterdam",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "profile": _profile(call, member),
        "is_admin": member.is_admin,
        "is_owner": False,
        "is_bot": member.is_bot and member.id == call.workspace.bot,
        "is_app_user": False,
        "updated": 0,
    }


def users_info(call: Call) -> Json:
    """users.info."""
    return {"user": as_slack(call, call.workspace.member(call.need("user")))}


def users_list(call: Call) -> Json:
    """users.list."""
    page, cursor = call.page_of(list(call.workspace.members.values()))
    members = [as_slack(call, member) for member in page]
    now = int(call.workspace.clock.now())
    return {"members": members, "cache_ts": now, "response_metadata": {"next_cursor": cursor}}


_USERS = ("users:read",)
METHODS = {
    "auth.test": Entry(auth_test, holder="either"),
    "apps.connections.open": Entry(connections_open, holder="app"),
    "users.info": Entry(users_info, scopes=_USERS),
    "users.list": Entry(users_list, scopes=_USERS),
}
