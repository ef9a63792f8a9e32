"""The Slack app's manifest: what an administrator pastes to make the app."""

from __future__ import annotations

from typing import Any

import yaml

SCOPES = ("commands", "chat:write", "files:write")
LINK_SCOPES = ("links:read", "links:write")
USAGE = (
    "new [source] [destination] | connect [type] | connections [words] | syncs [words] | status <sync> | "
    "run <sync> | edit <sync> | pause <sync> | resume <sync> | cancel <sync> | history <sync> | "
    "watch [sync|all] | unwatch [sync|all] | digest | setups | help"
)
EVENTS_PATH = "/slack/events"


def manifest(
    command: str = "/polytomic", url: str | None = None, *, unfurl: str | None = None
) -> dict[str, Any]:
    """Describe the app for Socket Mode, or for HTTP at the public address `url`.

    With `unfurl`, Slack tells the bot of links to that domain, which the bot unfolds.
    """
    endpoint = f"{url.rstrip('/')}{EVENTS_PATH}" if url else None
    return {
        "display_information": _display(),
        "features": _features(command, endpoint) | ({"unfurl_domains": [unfurl]} if unfurl else {}),
        "oauth_config": {"scopes": {"bot": [*SCOPES, *(LINK_SCOPES if unfurl else ())]}},
        "settings": _settings(endpoint, ["app_home_opened", *(["link_shared"] if unfurl else [])]),
    }


def text(command: str = "/polytomic", url: str | None = None, *, unfurl: str | None = None) -> str:
    """Write the manifest as Slack's form takes it."""
    return yaml.safe_dump(
        manifest(command, url, unfurl=unfurl), sort_keys=False, allow_unicode=True, width=120
    )


def _display() -> dict[str, str]:
    return {
        "name": "Polytomic",
        "description": "Set up, run and watch Polytomic syncs without leaving Slack",
        "background_color": "#1d2b4f",
    }


def _features(command: str, endpoint: str | None) -> dict[str, Any]:
    slash_command = {
        "command": command,
        "description": "Set up, run and watch Polytomic syncs",
        "usage_hint": USAGE,
        "should_escape": True,  # channels and people arrive as ids, not as names that may change
    }
    return {
        # Not read-only: people type the command there, too; what else they write there, the bot never sees.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Polytomic", "always_online": True},
        "shortcuts": [
            _shortcut("global", "new_sync", "New sync", "Set up a sync from one system to another"),
            _shortcut(
                "message",
                "watch_sync",
                "Watch this sync",
                "Let a channel follow the sync that a message tells of",
            ),
        ],
        "slash_commands": [slash_command | ({"url": endpoint} if endpoint else {})],
    }


def _shortcut(kind: str, callback_id: str, name: str, description: str) -> dict[str, str]:
    return {"name": name, "type": kind, "callback_id": callback_id, "description": description}


def _settings(endpoint: str | None, bot_events: list[str]) -> dict[str, Any]:
    events: dict[str, Any] = {"bot_events": bot_events}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if endpoint:
        events = {"request_url": endpoint, **events}
        interactivity |= {"request_url": endpoint, "message_menu_options_url": endpoint}
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": False,
        "socket_mode_enabled": endpoint is None,
        "token_rotation_enabled": False,
    }
