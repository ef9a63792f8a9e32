"""What Polytomic says about connections and what they offer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BeforeValidator, ConfigDict, Field

from bot.polytomic.models.base import Answer, Flag, Many, Moment, Settings, Text

HEALTHY = "healthy"


def _reference(value: Any) -> Any:
    return {"id": value, "name": value} if isinstance(value, str) else value


def _assumed(value: Any) -> Any:
    return True if value is None else value


Can = Annotated[bool, BeforeValidator(_assumed)]


class Identity(Answer):
    """Whose API key the bot uses."""

    organization_id: Text = ""
    organization_name: Text = ""
    email: Text = ""
    role: Text = ""
    is_user: Flag = False
    is_organization: Flag = False
    is_partner: Flag = False


class Capabilities(Answer):
    """Which ends of a sync a connection type can be; older API versions do not say, so both are assumed."""

    source: Can = True
    destination: Can = True


class ConnectionType(Answer):
    """A kind of system that Polytomic connects to."""

    id: str
    name: Text = ""
    use_oauth: Flag = False
    capabilities: Annotated[Capabilities, BeforeValidator(lambda value: value or {})] = Capabilities()


class TypeReference(Answer):
    """The connection type that a connection is of."""

    id: Text = ""
    name: Text = ""


class Health(Answer):
    """How a connection is doing."""

    id: str
    name: Text = ""
    type_name: Text = Field("", validation_alias=AliasPath("type", "name"))
    status: Text = ""
    status_error: str | None = None

    type_id: Text = Field("", validation_alias=AliasChoices(AliasPath("type", "id"), "type"))
    created_at: Moment = None
    updated_at: Moment = None

    @property
    def state(self) -> str:
        """Sum up what changes when somebody repairs it."""
        return f"{self.status} {self.status_error or ''} {self.updated_at or ''}"

    @property
    def is_healthy(self) -> bool:
        """True once it works; only this status has a documented meaning."""
        return self.status == HEALTHY

    @property
    def reason(self) -> str:
        """Why it does not work, in Polytomic's words if there are any."""
        return self.status_error or "Polytomic gives no reason."


class Connection(Health):
    """A connection as Polytomic keeps it; secrets in `configuration` are masked."""

    type: Annotated[TypeReference, BeforeValidator(_reference)] = TypeReference()
    configuration: Settings = Field({}, repr=False)


class CreatedConnection(Connection):
    """A connection that was just made or reconnected."""

    auth_url: str | None = Field(None, repr=False)  # a person must open it to finish an OAuth sign-in
    auth_code: str | None = Field(None, repr=False)  # what the person types there, for `connect_mode: code`


class ConnectSession(Answer):
    """A page at Polytomic where one person makes or repairs one connection."""

    redirect_url: str = Field(validation_alias=AliasChoices("redirect_url", "redirectURL"), repr=False)
    token: Text = Field("", repr=False)
    seconds: int = 300  # how long it works; what Polytomic gives when nothing else was asked


class ParameterValues(Answer):
    """What a setting may be, as far as Polytomic knows, by the setting's name."""

    model_config = ConfigDict(extra="allow")

    def of(self, field: str) -> list[tuple[str, str]]:
        """Return (value, label) for one setting; what cannot be read is left out."""
        told = (self.model_extra or {}).get(field)
        items = told.get("values") if isinstance(told, dict) else None
        known = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        return [
            (str(item["value"]), str(item.get("label") or item["value"]))
            for item in known
            if item.get("value")
        ]


class SchemaStatus(Answer):
    """How far Polytomic is with caching a source's objects."""

    cache_status: Text = ""
    last_refresh_started: Moment = None
    last_refresh_finished: Moment = None

    @property
    def is_ready(self) -> bool:
        """False while a refresh is known to run; unexplained words count as ready, for creating tells."""
        if self.cache_status.lower() in {"refreshing", "pending", "running"}:
            return False
        if self.last_refresh_started is None:
            return True
        return (
            self.last_refresh_finished is not None and self.last_refresh_finished >= self.last_refresh_started
        )


class SchemaField(Answer):
    """One field of an object, or column of a table."""

    id: str
    name: Text = ""


class Schema(Answer):
    """One object or table of a source; its fields only where they were asked for."""

    id: str
    name: Text = ""
    fields: Many[SchemaField] = ()


class Source(Answer):
    """What a connection offers as the source of a bulk sync."""

    schemas: Many[Schema] = ()


class Mode(Answer):
    """A way for a bulk sync to write."""

    id: str
    label: Text = ""
    description: Text = ""


class BulkDestination(Answer):
    """What a connection offers as the destination of a bulk sync; `configuration` describes its settings."""

    modes: Many[Mode] = ()
    configuration: Any = None
