"""What can be chosen for those fields of a configuration that the service itself must list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.polytomic import connections
from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.catalog import ConnectionType
from bot.sandbox.polytomic.errors import invalid, not_found
from bot.sandbox.polytomic.state import Connection

# Labels by value, of each field whose schema says `completions`.
CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("gsheets", "spreadsheet_id"): {
        "1aPl8mQx0cUe4vYt7ZkR2nWbHs5dJgFo3": "Pipeline forecast",
        "1bTq9nRy1dVf5wZu8AlS3oXcIt6eKhGp4": "Pipeline archive 2025",
        "1cUr0oSz2eWg6xAv9BmT4pYdJu7fLiHq5": "Marketing budget",
        "1dVs1pTa3fXh7yBw0CnU5qZeKv8gMjIr6": "Customer health",
        "1eWt2qUb4gYi8zCx1DoV6rAfLw9hNkJs7": "Headcount plan",
    }
}


class Question(BaseModel):
    """The body of `POST /api/connection_types/{type}/parameter_values`."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(min_length=1)
    parameters: dict[str, Any] | None = None
    query: str | None = None
    connection_id: UUID | None = None


def of_type(call: Call) -> Answer:
    """List what can be chosen for one field; before the service lets us in, an error instead of a guess."""
    kind = connections.known_type(call.path["type"])
    body = call.body(Question)
    if body.field not in _completed(kind):
        raise invalid(f'field "{body.field}" of connection type {kind.id} has no values to choose from')
    item = _asked_of(call, kind, body.connection_id)
    if item is None or not item.is_healthy:
        raise invalid(f"{kind.name} must be authorized before its values can be listed")
    return data({body.field: _values(kind, body.field, body.query or "")})


def of_connection(call: Call) -> Answer:
    """List what can be chosen for every such field of a connection; nothing while it is unhealthy."""
    item = connections.found(call)
    kind = connections.known_type(item.type)
    none = {"allows_creation": False, "values": []}
    return data({name: _values(kind, name, "") if item.is_healthy else none for name in _completed(kind)})


def _completed(kind: ConnectionType) -> list[str]:
    return [name for name, schema in kind.properties.items() if schema.get("completions")]


def _asked_of(call: Call, kind: ConnectionType, connection_id: UUID | None) -> Connection | None:
    if connection_id is None:
        return None
    item = call.sandbox.connections.get(str(connection_id))
    if item is None:
        raise not_found("connection")
    if item.type != kind.id:
        raise invalid(f"the connection is not of type {kind.id}")
    return item


def _values(kind: ConnectionType, field: str, query: str) -> dict[str, Any]:
    choices = CHOICES.get((kind.id, field), {})
    return {
        "allows_creation": False,
        "values": [
            {"label": label, "value": value, "path": "My Drive"}
            for value, label in choices.items()
            if query.casefold() in label.casefold()
        ],
    }
