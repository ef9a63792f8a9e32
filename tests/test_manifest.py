"""The manifest: what is committed is what is printed, and Slack takes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.manifest import manifest, text

HERE = Path(__file__).parent
# Slack's own schema (github.com/slackapi/manifest-schema, v1, MIT; its licence lies beside it).
SCHEMA = json.loads((HERE / "data" / "slack_manifest.schema.json").read_text())
URL = "https://bot.example.com/"


def is_valid(candidate: dict[str, Any]) -> bool:
    """Ask Slack's own schema."""
    return bool(jsonschema.Draft7Validator(SCHEMA).is_valid(candidate))


def test_the_committed_one_is_the_printed_one() -> None:
    """People paste manifest.yml without running anything."""
    assert (HERE.parent / "manifest.yml").read_text() == text()
    assert yaml.safe_load(text()) == manifest()


@pytest.mark.parametrize(
    "candidate", [manifest(), manifest("/syncs", URL), manifest(unfurl="app.polytomic.com")]
)
def test_slack_takes_it(candidate: dict[str, Any]) -> None:
    """Both variants hold to Slack's schema, which refuses what it does not know."""
    jsonschema.Draft7Validator(SCHEMA).validate(candidate)
    assert not is_valid(candidate | {"invented": True})
    assert not is_valid(candidate | {"display_information": {"name": "x" * 36}})


def test_it_asks_for_the_least() -> None:
    """An administrator refuses apps that read messages; this one cannot. Charts and logs are files."""
    scopes = manifest()["oauth_config"]["scopes"]
    assert scopes == {"bot": ["commands", "chat:write", "files:write"]}


def test_links_are_read_only_where_that_is_wished() -> None:
    """Unfolding needs two more scopes; whoever does not want it is not asked for them."""
    assert "unfurl" not in text()
    wished = manifest(unfurl="app.polytomic.com")
    assert wished["oauth_config"]["scopes"]["bot"][-2:] == ["links:read", "links:write"]
    assert wished["features"]["unfurl_domains"] == ["app.polytomic.com"]
    assert wished["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "link_shared"]


def test_socket_mode_names_no_address() -> None:
    """With Socket Mode, Slack calls nobody; a leftover address would have to be verified."""
    assert manifest()["settings"]["socket_mode_enabled"]
    assert "http" not in text()


def test_http_names_every_address() -> None:
    """Over HTTP a missing address loses commands, clicks, events, or the choices of a select."""
    variant = manifest(url=URL)
    endpoint = "https://bot.example.com/slack/events"
    settings = variant["settings"]
    assert not settings["socket_mode_enabled"]
    assert settings["event_subscriptions"]["request_url"] == endpoint
    assert settings["interactivity"]["request_url"] == endpoint
    assert settings["interactivity"]["message_menu_options_url"] == endpoint
    assert variant["features"]["slash_commands"][0]["url"] == endpoint


def test_the_command_has_the_chosen_name() -> None:
    """Two bots in one workspace need two names; ids instead of names survive renames."""
    (command,) = manifest("/syncs")["features"]["slash_commands"]
    assert command["command"] == "/syncs"
    assert command["should_escape"]
    assert "url" not in command
