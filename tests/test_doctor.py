"""`doctor`: each setting is tried for real, and what is wrong is said with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import doctor
from bot.settings import GivenSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.sandbox import polytomic, slack
    from bot.settings import Settings

SECRETS = ("xoxb-sandbox", "xapp-sandbox", "sandbox-key", "hunter2")
Given = dict[str, object]


@pytest.fixture
def given(
    slack_sandbox: slack.Running, polytomic_sandbox: polytomic.Running, database_url: str
) -> Callable[..., Settings]:
    """Make settings that are right, but for what a test changes."""
    right: Given = {
        "slack_bot_token": "xoxb-sandbox",
        "slack_app_token": "xapp-sandbox",
        "slack_api_url": slack_sandbox.api_url,
        "polytomic_api_key": "sandbox-key",
        "polytomic_api_url": polytomic_sandbox.url,
        "database_url": database_url,
    }
    return lambda **changed: GivenSettings.load(**(right | changed))


async def failures(settings: Settings) -> dict[str, doctor.Finding]:
    """Return what is wrong; whatever is said shows no secret, and every failure what to do."""
    found = [finding async for finding in doctor.examine(settings)]
    assert not any(secret in repr(found) for secret in SECRETS)
    failed = {finding.name: finding for finding in found if not finding.is_well}
    assert all(finding.guidance for finding in failed.values())
    return failed


async def test_right_settings_are_well(given: Callable[..., Settings]) -> None:
    """With everything right, nothing is to be done, on each API version."""
    for version in ("2025-09-18", "2024-02-08", "2023-04-25"):
        assert await failures(given(polytomic_api_version=version)) == {}


@pytest.mark.parametrize(
    ("changed", "name", "word"),
    [
        ({"slack_bot_token": "xoxb-hunter2"}, "Slack", "SLACK_BOT_TOKEN"),
        ({"slack_app_token": "xapp-hunter2"}, "Socket Mode", "SLACK_APP_TOKEN"),
        ({"slack_api_url": "http://127.0.0.1:1/api/", "slack_app_token": None}, "Slack", "Slack"),
        ({"polytomic_api_key": "hunter2"}, "Polytomic", "key"),
        ({"polytomic_api_url": "http://127.0.0.1:1"}, "Polytomic", "Polytomic"),
        ({"database_url": "postgresql://bot:hunter2@127.0.0.1:1/bot"}, "Database", "PostgreSQL"),
    ],
)
async def test_one_wrong_setting_is_one_finding(
    given: Callable[..., Settings], changed: Given, name: str, word: str
) -> None:
    """What is wrong is named, and nothing else is; with the right value all is well."""
    if "slack_app_token" in changed and changed["slack_app_token"] is None:
        changed = changed | {"slack_signing_secret": "shh"}
    failed = await failures(given(**changed))
    assert set(failed) == {name}
    assert word in failed[name].says
    assert await failures(given()) == {}


async def test_missing_scopes_are_named(given: Callable[..., Settings]) -> None:
    """An app that was made before the manifest grew lacks a scope, and would fail at the first message."""
    scopes = "commands,users:read"

    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": "wss://x"}, headers={"x-oauth-scopes": scopes})

    application = web.Application()
    application.router.add_post("/api/{method}", answer)
    async with TestServer(application) as server:
        there = given(slack_api_url=str(server.make_url("/api/")))
        failed = await failures(there)
        assert set(failed) == {"Slack scopes"}
        assert "chat:write" in failed["Slack scopes"].says
        assert "commands" not in failed["Slack scopes"].says
        scopes += ", chat:write, files:write"
        assert await failures(there) == {}
        unfolding = given(slack_api_url=str(server.make_url("/api/")), unfurl_links=True)
        assert "links:read, links:write" in (await failures(unfolding))["Slack scopes"].says
        scopes += ",links:read,links:write"
        assert await failures(unfolding) == {}


async def test_the_embedded_server_is_tried(given: Callable[..., Settings], data_dir: Path) -> None:
    """Without DATABASE_URL the folder must be usable; one that is not is named."""
    assert await failures(given(database_url=None, bot_data_dir=data_dir / "new")) == {}
    taken = data_dir / "a-file"
    taken.touch()
    failed = await failures(given(database_url=None, bot_data_dir=taken))
    assert str(taken) in failed["Database"].says
