"""The connection types that the sandbox knows, and what their configuration may hold."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# Where the recorded schema lists fields that only some ways of signing in need.
_TRULY_NEEDED = {"gsheets": (), "salesforce": ("domain",)}
_API_KEY = {"type": "string", "title": "API key", "sensitive": True}


@dataclass(frozen=True)
class ConnectionType:
    """One connection type; `schema` is the recorded answer of `GET /api/connection_types/{id}`, if any."""

    id: str
    name: str
    is_source: bool
    is_destination: bool
    is_bulk_destination: bool
    use_oauth: bool
    schema: dict[str, Any] | None

    @property
    def properties(self) -> dict[str, dict[str, Any]]:
        """List the configuration's fields by name; a type whose schema is not known here takes an API key."""
        if self.schema is None:
            return {"api_key": {**_API_KEY, "api_field": self.use_oauth}}
        properties: dict[str, dict[str, Any]] = self.schema["properties"]
        return properties

    @property
    def needed(self) -> tuple[str, ...]:
        """List the fields without which no connection can be made."""
        if self.schema is None or self.id in _TRULY_NEEDED:
            return _TRULY_NEEDED.get(self.id, ())
        needed: list[str] = self.schema.get("required", [])
        return tuple(name for name in needed if "default" not in self.properties[name])

    @property
    def needed_in_form(self) -> tuple[str, ...]:
        """List the fields that a person must fill in, where the API may do without."""
        return ("api_key",) if self.schema is None and not self.use_oauth else self.needed

    def is_asked(self, name: str) -> bool:
        """Tell whether a person fills in this field in a form."""
        field_ = self.properties[name]
        return not any(field_.get(mark) for mark in ("hidden", "readOnly", "readonly", "api_field"))


@cache
def connection_types() -> dict[str, ConnectionType]:
    """Read the catalogue of all types that Polytomic has; the order is alphabetical."""
    folder = files(__package__)
    catalogue = json.loads((folder / "connection_types.json").read_text(encoding="utf-8"))
    return {type_id: _type(type_id, entry["name"], entry["roles"]) for type_id, entry in catalogue.items()}


def _type(type_id: str, name: str, roles: list[str]) -> ConnectionType:
    return ConnectionType(
        id=type_id,
        name=name,
        is_source="source" in roles,
        is_destination="destination" in roles,
        is_bulk_destination="bulk_destination" in roles,
        use_oauth="oauth" in roles,
        schema=_schema(type_id),
    )


def _schema(type_id: str) -> dict[str, Any] | None:
    recorded = files(__package__) / "connection_types" / f"{type_id}.json"
    if not recorded.is_file():
        return None
    schema: dict[str, Any] = json.loads(recorded.read_text(encoding="utf-8"))
    return schema
