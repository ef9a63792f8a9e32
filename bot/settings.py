"""The environment, read once: what to connect to, and with what."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import BotError
from bot.polytomic.versions import VERSIONS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class SettingsError(BotError):
    """Some settings are missing or cannot be right; `problems` names each, with what to put there."""

    default_guidance = "Set these variables and start again; the README says where each comes from."

    def __init__(self, problems: list[str]) -> None:
        listed = "\n".join(f"  • {problem}" for problem in problems)
        super().__init__(f"The settings are not complete:\n{listed}")
        self.problems = problems


class SecretsInSlack(StrEnum):
    """Whether people may type secrets into a form in Slack."""

    ASK = "ask"  # each person chooses; Polytomic's secure page is recommended
    NEVER = "never"  # only on Polytomic's secure page


class LogFormat(StrEnum):
    """How a log line is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """From which importance on a log line is written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as https://app.example.com")
    return text.rstrip("/")


def _slack_api(text: str) -> str:
    address = _address(text)
    if not address.endswith("/api"):
        raise ValueError("must end in /api/, as https://slack.com/api/ does")
    return f"{address}/"


def _polytomic_api(text: str) -> str:
    return _address(text).removesuffix("/api")


def _database(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("postgres://", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("must be a PostgreSQL address: postgresql://user:password@host:5432/name")
    return url


def _command(text: str) -> str:
    name = text if text.startswith("/") else f"/{text}"
    if not 2 <= len(name) <= 32 or " " in name or name != name.lower():  # noqa: PLR2004 - Slack's limits
        raise ValueError(
            "must be a slash command such as /polytomic: lower case, no spaces, at most 32 letters"
        )
    return name


def _version(text: str) -> str:
    if text not in VERSIONS:
        raise ValueError(f"must be one of {', '.join(sorted(VERSIONS, reverse=True))}")
    return text


def _starts_with(prefix: str, kind: str) -> AfterValidator:
    def check(token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith(prefix):
            raise ValueError(f"must be {kind}, which starts with {prefix}")
        return token

    return AfterValidator(check)


def _upper(text: Any) -> Any:
    return text.upper() if isinstance(text, str) else text


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


class CommandName(BaseSettings):
    """What the manifest needs, before there is a token."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    slash_command: Annotated[str, AfterValidator(_command)] = "/polytomic"
    polytomic_api_url: Annotated[str, AfterValidator(_polytomic_api)] = "https://app.polytomic.com"

    @property
    def polytomic_domain(self) -> str:
        """Whose links Slack tells the bot of, if it shall unfold them."""
        return urlsplit(self.polytomic_api_url).hostname or ""

    @classmethod
    def load(cls, **given: Any) -> Self:
        """Read the environment, with `given` in place of it; raises SettingsError with every problem."""
        try:
            return cls(**given)
        except ValidationError as error:
            raise SettingsError([_in_words(problem) for problem in error.errors()]) from None


class Settings(CommandName):
    """Every setting of the bot; nothing else reads the environment."""

    # What belongs there, for whoever left it out or mistyped it.
    expected: ClassVar[dict[str, str]] = {
        "slack_bot_token": "the bot token of your Slack app (OAuth & Permissions), which starts with xoxb-",
        "polytomic_api_key": "an API key of your Polytomic organization (Settings, API keys)",
        "port": "a number from 0 to 65535",
        "poll_interval_seconds": "a number of seconds above 0, such as 5",
        "secrets_in_slack": "ask or never",
        "unfurl_links": "true or false",
        "log_level": "one of DEBUG, INFO, WARNING, ERROR",
        "log_format": "text or json",
    }

    slack_bot_token: Annotated[SecretStr, _starts_with("xoxb-", "a bot token")]
    slack_app_token: Annotated[SecretStr, _starts_with("xapp-", "an app-level token")] | None = None
    slack_signing_secret: SecretStr | None = Field(default=None, validate_default=True)
    slack_api_url: Annotated[str, AfterValidator(_slack_api)] = "https://slack.com/api/"
    polytomic_api_key: SecretStr
    polytomic_api_version: Annotated[str, AfterValidator(_version)] = "2025-09-18"
    polytomic_webhook_secret: SecretStr | None = None
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = None
    bot_data_dir: Path = Path(".data")
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    poll_interval_seconds: float = Field(default=5.0, gt=0, allow_inf_nan=False)
    secrets_in_slack: Annotated[SecretsInSlack, BeforeValidator(_lower)] = SecretsInSlack.ASK
    unfurl_links: bool = False
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = LogLevel.INFO
    log_format: Annotated[LogFormat, BeforeValidator(_lower)] = LogFormat.TEXT

    @field_validator("slack_signing_secret")
    @classmethod
    def _one_way_into_slack(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # A token that was refused is missing here, and its own problem is enough.
        if secret is None and info.data.get("slack_app_token", "refused") is None:
            raise ValueError(
                "or SLACK_APP_TOKEN must be set: the app-level token (Basic Information, App-Level Tokens, "
                "scope connections:write) for Socket Mode, or the signing secret for HTTP"
            )
        return secret

    @property
    def uses_socket_mode(self) -> bool:
        """True if Slack is reached by a WebSocket that the bot opens; otherwise Slack calls the bot."""
        return self.slack_app_token is not None


class GivenSettings(Settings):
    """Settings that are all given by the program: no variable of the environment slips in."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - left out on purpose
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - left out on purpose
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - left out on purpose
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the environment out."""
        return (init_settings,)


def _in_words(problem: ErrorDetails) -> str:
    field = str(problem["loc"][0])
    name = field.upper()
    if problem["type"] == "missing":
        return f"{name} is not set: put {Settings.expected[field]} there"
    if problem["type"] == "value_error":
        return f"{name} {problem['ctx']['error']}"
    return f"{name} must be {Settings.expected.get(field, problem['msg'])}"
