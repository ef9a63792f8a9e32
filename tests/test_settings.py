"""Settings: every problem at once, in words, and never a secret."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from bot.polytomic.versions import VERSIONS
from bot.settings import (
    ApiVersion,
    CommandName,
    GivenSettings,
    LogFormat,
    LogLevel,
    SecretsInSlack,
    Settings,
    SettingsError,
    markdown_table,
)

NEEDED = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "POLYTOMIC_API_KEY": "key",
}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment without a setting of ours."""
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    """Read the settings from an environment that has what is needed, and these."""
    for name, value in {**NEEDED, **variables}.items():
        monkeypatch.setenv(name, value)
    return Settings.load()


def problem(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    """Return the one problem that these variables make."""
    with pytest.raises(SettingsError) as refused:
        load(monkeypatch, **variables)
    (only,) = refused.value.problems
    return only


def test_defaults_need_three_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """README promises that two tokens and a key are enough, and what the rest is without being set."""
    settings = load(monkeypatch)
    assert settings.uses_socket_mode
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.polytomic_api_url == "https://app.polytomic.com"
    assert settings.polytomic_api_version == "2025-09-18"
    assert settings.database_url is None
    assert str(settings.bot_data_dir) == ".data"
    assert settings.slash_command == "/polytomic"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.poll_interval_seconds == 5
    assert (settings.log_level, settings.log_format) == (LogLevel.INFO, LogFormat.TEXT)
    assert settings.secrets_in_slack is SecretsInSlack.ASK
    assert not settings.unfurl_links


def test_every_version_of_the_api_can_be_set() -> None:
    """The settings name the versions by themselves, and must not forget one that the client speaks."""
    assert set(get_args(ApiVersion)) == set(VERSIONS)


def test_secrets_in_slack_are_forbidden_by_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt "never" must not quietly mean that people may type secrets."""
    assert load(monkeypatch, SECRETS_IN_SLACK="Never").secrets_in_slack is SecretsInSlack.NEVER
    assert problem(monkeypatch, SECRETS_IN_SLACK="no") == "SECRETS_IN_SLACK must be ask or never"


def test_all_problems_are_said_at_once() -> None:
    """Nobody should have to start four times to hear of four problems."""
    with pytest.raises(SettingsError) as refused:
        Settings.load(port=-1)
    assert len(refused.value.problems) == 4
    for word in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "POLYTOMIC_API_KEY", "PORT"):
        assert word in refused.value.message
    assert "xoxb-" in refused.value.message
    assert refused.value.guidance


def test_http_needs_the_signing_secret_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a Socket Mode token the signing secret says that Slack is to call the bot."""
    settings = load(monkeypatch, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="shh")
    assert not settings.uses_socket_mode
    assert "SLACK_APP_TOKEN" in problem(monkeypatch, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="")


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose files and CI pass empty variables on; they mean the default."""
    assert load(monkeypatch, PORT="", LOG_LEVEL="", DATABASE_URL="").port == 3000


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xapp-swapped", "SLACK_BOT_TOKEN must be a bot token, which starts with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-swapped", "SLACK_APP_TOKEN must be an app-level token"),
        ("SLACK_API_URL", "https://slack.com", "SLACK_API_URL must end in /api/"),
        ("POLYTOMIC_API_URL", "app.polytomic.com", "POLYTOMIC_API_URL must be an address such as https://"),
        ("POLYTOMIC_API_VERSION", "2022-12-12", "must be one of 2025-09-18, 2024-02-08, 2023-04-25"),
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must be a PostgreSQL address"),
        ("SLASH_COMMAND", "/Poly tomic", "SLASH_COMMAND must be a slash command such as /polytomic"),
        ("PORT", "eighty", "PORT must be a number from 0 to 65535"),
        ("POLL_INTERVAL_SECONDS", "0", "POLL_INTERVAL_SECONDS must be a number of seconds above 0"),
        ("POLL_INTERVAL_SECONDS", "inf", "POLL_INTERVAL_SECONDS must be a number of seconds above 0"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be text or json"),
    ],
)
def test_a_wrong_value_is_named_with_what_belongs_there(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    """The person at the terminal must see which variable, and what to put there; then it works."""
    assert said in problem(monkeypatch, **{variable: value})
    monkeypatch.delenv(variable)
    load(monkeypatch)


@pytest.mark.parametrize(
    ("variable", "value", "field", "read"),
    [
        ("SLACK_API_URL", "http://127.0.0.1:1/api", "slack_api_url", "http://127.0.0.1:1/api/"),
        ("SLACK_API_URL", "http://127.0.0.1:1/api//", "slack_api_url", "http://127.0.0.1:1/api/"),
        ("POLYTOMIC_API_URL", "https://eu.polytomic.com/", "polytomic_api_url", "https://eu.polytomic.com"),
        (
            "POLYTOMIC_API_URL",
            "https://eu.polytomic.com/api/",
            "polytomic_api_url",
            "https://eu.polytomic.com",
        ),
        ("SLASH_COMMAND", "syncs", "slash_command", "/syncs"),
        ("LOG_LEVEL", "debug", "log_level", LogLevel.DEBUG),
        ("LOG_FORMAT", "JSON", "log_format", LogFormat.JSON),
        ("POLL_INTERVAL_SECONDS", "0.2", "poll_interval_seconds", 0.2),
    ],
)
def test_harmless_spellings_are_understood(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, field: str, read: object
) -> None:
    """A trailing slash or a capital letter is no reason to refuse to start."""
    assert getattr(load(monkeypatch, **{variable: value}), field) == read


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings are printed in tracebacks, and problems on a terminal that others may see."""
    settings = load(
        monkeypatch, DATABASE_URL="postgresql://bot:hunter2@db/bot", SLACK_SIGNING_SECRET="hunter2"
    )
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in problem(monkeypatch, SLACK_BOT_TOKEN="hunter2")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert "hunter2" not in problem(monkeypatch, DATABASE_URL="mysql://bot:hunter2@db/bot")


def test_the_demo_reads_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has real tokens set must not post to their company by trying the demo."""
    load(monkeypatch, DATABASE_URL="postgresql://production/bot", SLASH_COMMAND="/real")
    given = {name.lower(): value for name, value in NEEDED.items()}
    settings = GivenSettings.load(**given)
    assert settings.database_url is None
    assert settings.slash_command == "/polytomic"


def test_the_manifest_needs_only_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest comes before there is a token."""
    monkeypatch.setenv("SLASH_COMMAND", "/syncs")
    monkeypatch.setenv("POLYTOMIC_API_URL", "https://Polytomic.example.com:8443/api")
    assert CommandName.load().slash_command == "/syncs"
    assert CommandName.load().polytomic_domain == "polytomic.example.com"
    assert "SLACK_BOT_TOKEN" not in os.environ
    monkeypatch.setenv("SLASH_COMMAND", "/")
    with pytest.raises(SettingsError):
        CommandName.load()


def test_the_readme_shows_every_setting() -> None:
    """A table that is kept by hand is wrong soon; `polytomic-bot settings` prints what belongs there."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert markdown_table() in readme
    for name, field in Settings.model_fields.items():
        assert field.description, name
