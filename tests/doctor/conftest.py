"""Settings that are right, but for what a test changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import GivenSettings

if TYPE_CHECKING:
    from diagnosis import Given

    from bot.sandbox import polytomic, slack


@pytest.fixture
def given(slack_sandbox: slack.Running, polytomic_sandbox: polytomic.Running, database_url: str) -> Given:
    """Make settings for both sandboxes and a database of the test's own."""
    right: dict[str, object] = {
        "slack_bot_token": "xoxb-sandbox",
        "slack_app_token": "xapp-sandbox",
        "slack_api_url": slack_sandbox.api_url,
        "polytomic_api_key": "sandbox-key",
        "polytomic_api_url": polytomic_sandbox.url,
        "database_url": database_url,
        "port": 0,
    }
    return lambda **changed: GivenSettings.load(**(right | changed))
