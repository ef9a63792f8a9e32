"""The parts of an app's manifest that the sandbox acts upon."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Command(_Part):
    """A slash command."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    url: str | None = None


class Shortcut(_Part):
    """A global or a message shortcut."""

    name: str
    type: Literal["global", "message"]
    callback_id: str
    description: str = ""


class _AppHome(_Part):
    home_tab_enabled: bool = False
    messages_tab_enabled: bool = False


class _Features(_Part):
    app_home: _AppHome = Field(default_factory=_AppHome)
    slash_commands: list[Command] = Field(default_factory=list)
    shortcuts: list[Shortcut] = Field(default_factory=list)
    unfurl_domains: list[str] = Field(default_factory=list)


class _Scopes(_Part):
    bot: list[str] = Field(default_factory=list)


class _OAuth(_Part):
    scopes: _Scopes = Field(default_factory=_Scopes)


class _Interactivity(_Part):
    is_enabled: bool = False
    request_url: str | None = None
    message_menu_options_url: str | None = None


class _Events(_Part):
    request_url: str | None = None
    bot_events: list[str] = Field(default_factory=list)


class _Settings(_Part):
    interactivity: _Interactivity = Field(default_factory=_Interactivity)
    event_subscriptions: _Events = Field(default_factory=_Events)


class Manifest(_Part):
    """An app's manifest, read leniently: Slack's own schema judges it elsewhere."""

    display_information: dict[str, Any] = Field(default_factory=dict)
    features: _Features = Field(default_factory=_Features)
    oauth_config: _OAuth = Field(default_factory=_OAuth)
    settings: _Settings = Field(default_factory=_Settings)

    @property
    def scopes(self) -> set[str]:
        """What the installed bot may do."""
        return set(self.oauth_config.scopes.bot)

    @property
    def has_home_tab(self) -> bool:
        """Whether the app may publish a Home."""
        return self.features.app_home.home_tab_enabled

    @property
    def unfurl_domains(self) -> list[str]:
        """Whose links the app may unfold."""
        return self.features.unfurl_domains

    def command(self, name: str) -> Command | None:
        """Return the app's command of that name."""
        return next((command for command in self.features.slash_commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """Return the app's shortcut with that callback_id."""
        return next((item for item in self.features.shortcuts if item.callback_id == callback_id), None)

    def listens_to(self, event: str) -> bool:
        """Whether the app subscribed to an event."""
        return event in self.settings.event_subscriptions.bot_events
