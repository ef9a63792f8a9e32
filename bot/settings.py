"""The environment, read once: what to connect to, and with what."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, get_args
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

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails


# Those of `bot.polytomic.versions`, which would bring the whole client along before a start has begun.
ApiVersion = Literal["2025-09-18", "2024-02-08", "2023-04-25"]


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

    slash_command: Annotated[str, AfterValidator(_command)] = Field(
        default="/polytomic",
        description="the command's name; print a manifest with `polytomic-bot manifest --command …`",
    )
    polytomic_api_url: Annotated[str, AfterValidator(_polytomic_api)] = Field(
        default="https://app.polytomic.com", description="Polytomic's address, without `/api`"
    )

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
        "polytomic_api_version": f"one of {', '.join(get_args(ApiVersion))}",
        "port": "a number from 0 to 65535",
        "poll_interval_seconds": "a number of seconds above 0, such as 5",
        "secrets_in_slack": "ask or never",
        "unfurl_links": "true or false",
        "log_level": "one of DEBUG, INFO, WARNING, ERROR",
        "log_format": "text or json",
    }

    slack_bot_token: Annotated[SecretStr, _starts_with("xoxb-", "a bot token")] = Field(
        description="the bot's token, `xoxb-…`"
    )
    slack_app_token: Annotated[SecretStr, _starts_with("xapp-", "an app-level token")] | None = Field(
        default=None,
        title="this or the signing secret",
        description="app-level token, `xapp-…`: Socket Mode",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, validate_default=True, title="this or the app token", description="signed HTTP"
    )
    slack_api_url: Annotated[str, AfterValidator(_slack_api)] = Field(
        default="https://slack.com/api/", description="Slack's Web API, ending in `/api/`"
    )
    polytomic_api_key: SecretStr = Field(description="key of your organization")
    polytomic_api_version: ApiVersion = Field(
        default="2025-09-18", description="`2025-09-18`, `2024-02-08` or `2023-04-25`"
    )
    polytomic_webhook_secret: SecretStr | None = Field(
        default=None,
        title="no webhook",
        description="signs what Polytomic's webhook sends; see below",
    )
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = Field(
        default=None,
        title="one that comes along, in the data folder",
        description="PostgreSQL to use",
    )
    bot_data_dir: Path = Field(default=Path(".data"), description="where that one keeps its files")
    host: str = Field(
        default="127.0.0.1",
        description="where HTTP listens: `/slack/events`, `/polytomic/events`, `/healthz`, `/readyz`, "
        "`/metrics`",
    )
    port: int = Field(default=3000, ge=0, le=65535, description="and on which port")
    poll_interval_seconds: float = Field(
        default=5, gt=0, allow_inf_nan=False, description="the poller's beat"
    )
    secrets_in_slack: Annotated[SecretsInSlack, BeforeValidator(_lower)] = Field(
        default=SecretsInSlack.ASK,
        description="`ask`: each person chooses between Polytomic's secure page and a form in Slack; "
        "`never`: the page only",
    )
    unfurl_links: bool = Field(
        default=False,
        description="`true`: links to a sync's page that people post unfold to its status; the app then "
        "needs what `polytomic-bot manifest --unfurl-links` prints",
    )
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = Field(
        default=LogLevel.INFO, description="`DEBUG` to `ERROR`"
    )
    log_format: Annotated[LogFormat, BeforeValidator(_lower)] = Field(
        default=LogFormat.TEXT, description="`text` or `json`"
    )

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


def markdown_table() -> str:
    """Write every setting, what it means and what it is without being set, as the README shows them."""
    fields = sorted(Settings.model_fields.items(), key=lambda item: _group(item[0]))
    rows = [f"| `{name.upper()}` | {field.description} | {_default(field)} |" for name, field in fields]
    return "\n".join(["| variable | meaning | default |", "|---|---|---|", *rows]) + "\n"


def _group(name: str) -> int:
    groups = ("slack_", "polytomic_", "database_", "bot_")
    return next((place for place, prefix in enumerate(groups) if name.startswith(prefix)), len(groups))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is None:  # the title says what stands in its place
        return field.title or "none"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
