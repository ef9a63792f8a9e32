"""The connection types that the sandbox knows, and what their configuration may hold."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class ConnectionType:
    """One connection type; `schema` is the recorded answer of `GET /api/connection_types/{id}`."""

    id: str
    name: str
    is_source: bool = True
    is_destination: bool = True
    is_bulk_destination: bool = False
    use_oauth: bool = False
    required: tuple[str, ...] | None = None
    schema: dict[str, Any] = field(default_factory=dict)

    @property
    def properties(self) -> dict[str, dict[str, Any]]:
        """List the configuration's fields by name."""
        properties: dict[str, dict[str, Any]] = self.schema["properties"]
        return properties

    @property
    def needed(self) -> tuple[str, ...]:
        """List the fields without which no connection can be made."""
        if self.required is not None:
            return self.required
        needed: list[str] = self.schema.get("required", [])
        return tuple(name for name in needed if "default" not in self.properties[name])

    def is_asked(self, name: str) -> bool:
        """Tell whether a person fills in this field in a form."""
        field_ = self.properties[name]
        return not any(field_.get(mark) for mark in ("hidden", "readOnly", "readonly", "api_field"))


# `required` stands where the recorded schema lists fields that only some ways of signing in need.
_TYPES = (
    ConnectionType("api", "HTTP API", is_destination=False),
    ConnectionType("azureblob", "Azure Blob Storage", is_bulk_destination=True, use_oauth=True),
    ConnectionType("bigquery", "Google BigQuery", is_bulk_destination=True),
    ConnectionType("databricks", "Databricks", is_bulk_destination=True),
    ConnectionType("gcs", "Google Cloud Storage", is_bulk_destination=True),
    ConnectionType("gsheets", "Google Sheets", use_oauth=True, required=()),
    ConnectionType("hubspot", "HubSpot", use_oauth=True),
    ConnectionType("mongodb", "MongoDB"),
    ConnectionType("mysql", "MySQL", is_bulk_destination=True),
    ConnectionType("postgresql", "PostgreSQL", is_bulk_destination=True),
    ConnectionType("redshift", "Redshift", is_bulk_destination=True),
    ConnectionType("s3", "S3", is_bulk_destination=True),
    ConnectionType("salesforce", "Salesforce", use_oauth=True, required=("domain",)),
    ConnectionType("snowflake", "Snowflake", is_bulk_destination=True),
    ConnectionType("webhook", "Webhook", is_source=False),
)


@cache
def connection_types() -> dict[str, ConnectionType]:
    """Read the catalogue; the order is alphabetical."""
    folder = files(__package__) / "connection_types"
    return {
        kind.id: ConnectionType(
            **{**vars(kind), "schema": json.loads((folder / f"{kind.id}.json").read_text(encoding="utf-8"))}
        )
        for kind in _TYPES
    }
