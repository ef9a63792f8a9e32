"""What the sandbox workspace looks like when it starts: a small company, unless a file says otherwise."""

from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.slack.manifest import Manifest


class Strict(BaseModel):
    """A part of the configuration; an unknown key is a mistake and refused."""

    model_config = ConfigDict(extra="forbid")


class Team(Strict):
    """The workspace's own name."""

    id: str = "T0SANDBOX01"
    name: str = "Larkspur Tea"
    domain: str = "larkspur"


class MemberConfig(Strict):
    """A person in the workspace; `email` is made from the name when it is not given."""

    id: str
    name: str
    real_name: str
    title: str = ""
    color: str = "4c6ef5"
    avatar_emoji: str | None = None
    email: str | None = None
    is_admin: bool = False
    deleted: bool = False


class ChannelConfig(Strict):
    """A channel; `members` are user ids, and the app is there only if `with_app` says so."""

    id: str
    name: str
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    with_app: bool = False
    members: list[str] | None = Field(default=None, description="None means everybody")


def default_manifest() -> dict[str, Any]:
    """Return the smallest manifest that lets an app be tried: one command, a Home tab, posting."""
    return {
        "display_information": {"name": "Polytomic", "description": "Set up, run and watch syncs"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Polytomic"},
            "slash_commands": [
                {
                    "command": "/polytomic",
                    "description": "Set up, run and watch syncs",
                    "usage_hint": "new [source] [destination]",
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "files:write"]}},
        "settings": {"interactivity": {"is_enabled": True}, "socket_mode_enabled": True},
    }


class AppConfig(Strict):
    """The one installed app, with its parsed manifest and its secrets."""

    id: str = "A0SANDBOX01"
    name: str = "Polytomic"
    color: str = "0b7285"
    manifest: dict[str, Any] = Field(default_factory=default_manifest)
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - opens nothing but this sandbox
    app_token: str = "xapp-sandbox"  # noqa: S105 - opens nothing but this sandbox
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - signs for nothing but this sandbox
    verification_token: str = "sandbox-verification"  # noqa: S105 - opens nothing but this sandbox
    bot_user_id: str = "U0SANDBOXBT"
    bot_id: str = "B0SANDBOX01"

    def read_manifest(self) -> Manifest:
        """Return the manifest as the sandbox uses it."""
        return Manifest.model_validate(self.manifest)


def _people() -> list[MemberConfig]:
    return [
        MemberConfig(
            id="U0ADA000001",
            name="ada",
            real_name="Ada Moreau",
            title="Data engineer",
            color="ae3ec9",
            is_admin=True,
        ),
        MemberConfig(id="U0BEN000002", name="ben", real_name="Ben Okafor", title="Analyst", color="2b8a3e"),
        MemberConfig(
            id="U0CHLOE0003", name="chloe", real_name="Chloe Lindqvist", title="Sales", color="d9480f"
        ),
        MemberConfig(
            id="U0DIEGO0004", name="diego", real_name="Diego Ramos", title="Finance", color="1864ab"
        ),
    ]


def _channels() -> list[ChannelConfig]:
    finance = ["U0ADA000001", "U0DIEGO0004"]
    return [
        ChannelConfig(id="C0GENERAL01", name="general", topic="Company-wide announcements"),
        ChannelConfig(id="C0DATAOPS02", name="data-ops", topic="Syncs and their health", with_app=True),
        ChannelConfig(id="C0DATATEAM3", name="data-team", topic="The people behind the numbers"),
        ChannelConfig(
            id="C0FINANCE04", name="finance-data", topic="Quarter close", is_private=True, members=finance
        ),
    ]


class Config(Strict):
    """Everything that a sandbox workspace starts from."""

    team: Team = Field(default_factory=Team)
    members: list[MemberConfig] = Field(default_factory=_people)
    channels: list[ChannelConfig] = Field(default_factory=_channels)
    app: AppConfig = Field(default_factory=AppConfig)
    mode: Literal["socket", "http"] = "socket"
    request_url: str | None = Field(default=None, description="HTTP mode: used where the manifest has no URL")
    hint: str | None = Field(default=None, description="The page's guided hint, in mrkdwn")
    public_url: str | None = Field(default=None, description="Where browsers and the app reach the sandbox")
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    event_retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    messages_per_second: int = Field(default=0, description="chat.postMessage per channel; 0 is no limit")

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a JSON or YAML file; raises pydantic's ValidationError for what it cannot mean."""
        return cls.model_validate(yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {})
