"""Polytomic's connections: their types, making them, and what they offer."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING, Any

from bot.polytomic.catalogue import bundled
from bot.polytomic.client.base import Base
from bot.polytomic.errors import NotFound, Unavailable
from bot.polytomic.models import (
    BulkDestination,
    Connection,
    ConnectionType,
    ConnectSession,
    CreatedConnection,
    Health,
    Mode,
    ParameterValues,
    Schema,
    SchemaStatus,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MASKED = re.compile(r"\*+")

log = logging.getLogger(__name__)


class Connections(Base):
    """What the client can do with connections."""

    _health: tuple[bytes, list[Health]] | None = None  # a hash of the last answer, and what it says
    _heard_at = 0.0  # by the monotonic clock: when it was last heard

    async def connection_types(self) -> list[ConnectionType]:
        """List the kinds of systems that Polytomic connects to."""
        return await self._list("connection_types", ConnectionType)

    async def connection_schema(self, type_id: str) -> dict[str, Any]:
        """Return the JSON Schema of a type's configuration; the bundled one when Polytomic cannot give it."""
        own = bundled(type_id)
        if not self._version.has("connection_schema") and own is not None:
            return own
        try:
            return await self._live_schema(type_id)
        except (Unavailable, NotFound) as error:
            if own is None:
                raise
            log.warning("Using the bundled form for %s: %s", type_id, error)
            return own

    async def _live_schema(self, type_id: str) -> dict[str, Any]:
        reply = await self._ask("connection_schema", type_id)
        schema = reply.body
        if isinstance(schema, dict) and "properties" not in schema and "data" in schema:
            schema = schema["data"]
        if not isinstance(schema, dict):
            raise reply.unreadable()
        return schema

    async def connections(self) -> list[Connection]:
        """List all connections of the organization."""
        return await self._list("connections", Connection)

    async def health(self, *, within: float = 0.0) -> list[Health]:
        """Tell how every connection is doing; an answer that did not change is not read again.

        One that was heard `within` so many seconds is not asked for again, either.
        """
        if self._health is not None and time.monotonic() - self._heard_at < within:
            return self._health[1]
        reply = await self._unread("connections")
        seen, self._heard_at = reply.digest, time.monotonic()
        if self._health is not None and self._health[0] == seen:
            return self._health[1]
        page = reply.page(Health)
        if page.next_page_token is not None:
            self._health = None
            return await self._list("connections", Health, first=page)
        self._health = (seen, list(page.items))
        return self._health[1]

    async def connection(self, connection_id: str) -> Connection:
        """Return one connection; raises NotFound."""
        return (await self._ask("connection", connection_id)).one(Connection)

    @property
    def can_test_connections(self) -> bool:
        """True if `test_connection` does something on this API version."""
        return self._version.has("test_connection")

    async def test_connection(
        self, type_id: str, configuration: Mapping[str, Any], *, key: str, connection_id: str | None = None
    ) -> None:
        """Try a configuration without saving it, over the one that `connection_id` has stored if it is given.

        Does nothing on 2023-04-25, which has no such request.
        """
        body: dict[str, Any] = {"type": type_id, "configuration": configuration}
        if connection_id is not None:
            body["connection_id"] = connection_id
        if self.can_test_connections:
            await self._ask("test_connection", json=body, key=key)

    async def create_connection(
        self,
        name: str,
        type_id: str,
        configuration: Mapping[str, Any],
        *,
        key: str,
        redirect_url: str | None = None,
        validate: bool | None = None,
    ) -> CreatedConnection:
        """Make a connection; `auth_url` is set when a person must sign in. Raises NameTaken, Rejected."""
        body: dict[str, Any] = {"name": name, "type": type_id, "configuration": configuration}
        if redirect_url is not None:
            body["redirect_url"] = redirect_url
        if validate is not None and self._version.sends_validate:
            body["validate"] = validate
        return (await self._ask("create_connection", json=body, key=key)).one(CreatedConnection)

    async def reconnect(
        self,
        connection: Connection,
        *,
        key: str,
        configuration: Mapping[str, Any] | None = None,
    ) -> CreatedConnection:
        """Ask for a new sign-in link; without `configuration`, what is stored is sent, less its secrets."""
        settings = _unmasked(connection.configuration) if configuration is None else configuration
        body = {"name": connection.name, "configuration": settings, "reconnect": True}
        if connection.type.id and self._version.repeats_type:
            body["type"] = connection.type.id
        return (await self._ask("update_connection", connection.id, json=body, key=key)).one(
            CreatedConnection
        )

    async def replace_configuration(
        self, connection: Connection, configuration: Mapping[str, Any], *, key: str
    ) -> CreatedConnection:
        """Give a connection another configuration, whole: what is left out is gone. Raises Rejected."""
        body: dict[str, Any] = {"name": connection.name, "configuration": configuration}
        if self._version.repeats_type:
            body["type"] = connection.type.id
        if self._version.sends_validate:
            body["validate"] = True
        return (await self._ask("update_connection", connection.id, json=body, key=key)).one(
            CreatedConnection
        )

    async def parameter_values(
        self,
        type_id: str,
        field: str,
        *,
        parameters: Mapping[str, Any],
        typed: str,
        connection_id: str | None = None,
        key: str,
    ) -> list[tuple[str, str]]:
        """List (value, label) of what Polytomic knows for a setting; `parameters` are the others so far."""
        body: dict[str, Any] = {"field": field, "parameters": parameters, "query": typed}
        if connection_id is not None:
            body["connection_id"] = connection_id
        reply = await self._ask("parameter_values", type_id, json=body, key=key)
        return reply.one(ParameterValues).of(field)

    async def connect(
        self,
        name: str,
        *,
        redirect_url: str,
        types: Sequence[str],
        ttl_seconds: int,
        key: str,
        connection_id: str | None = None,
    ) -> ConnectSession:
        """Open a page at Polytomic where a person makes a connection, or repairs `connection_id`.

        Only 2025-09-18 knows `ttl_seconds` (at most 604800); on older versions Polytomic decides.
        """
        body: dict[str, Any] = {"name": name, "redirect_url": redirect_url, "whitelist": list(types)}
        if connection_id is not None:
            body["connection"] = connection_id
        if self._version.sends_ttl:
            body["ttl"] = ttl_seconds
        session = (await self._ask("connect", json=body, key=key)).one(ConnectSession)
        return session.model_copy(update={"seconds": ttl_seconds}) if self._version.sends_ttl else session

    async def delete_connection(self, connection_id: str, *, force: bool = False) -> bool:
        """Delete a connection; False if it was gone already. `force` deletes what depends on it first."""
        try:
            await self._ask("delete_connection", connection_id, query={"force": force or None})
        except NotFound:
            return False
        return True

    async def schema_status(self, connection_id: str) -> SchemaStatus:
        """Tell how far Polytomic is with caching a source's objects."""
        return (await self._ask("schema_status", connection_id)).one(SchemaStatus)

    async def schemas(self, connection_id: str) -> list[Schema]:
        """List a source's objects, without their fields."""
        reply = await self._ask("schemas", connection_id, query={"include_fields": False})
        return list(reply.one(Source).schemas)

    async def schema(self, connection_id: str, schema_id: str) -> Schema:
        """Return one object of a source with its fields; raises NotFound."""
        return (await self._ask("schema", connection_id, schema_id)).one(Schema)

    async def refresh_schemas(self, connection_id: str, *, key: str) -> None:
        """Make Polytomic read a source's objects anew; it only does so for healthy connections."""
        await self._ask("refresh_schemas", connection_id, key=key)

    async def bulk_destination(self, connection_id: str) -> BulkDestination:
        """Tell how a bulk sync can write there; the version's modes when Polytomic names none."""
        found = (await self._ask("bulk_destination", connection_id)).one(BulkDestination)
        return found if found.modes else found.model_copy(update={"modes": self.usual_destination.modes})

    @property
    def usual_destination(self) -> BulkDestination:
        """What any destination offers on this API version, for when Polytomic does not say."""
        return BulkDestination(
            modes=tuple(Mode(id=mode, label=mode.capitalize()) for mode in self._version.modes)
        )


def _unmasked(value: Any) -> Any:
    """Leave out what Polytomic masked; whether it would take a mask for the secret is not documented."""
    if isinstance(value, dict):
        return {name: _unmasked(inner) for name, inner in value.items() if not _is_masked(inner)}
    return value


def _is_masked(value: Any) -> bool:
    return isinstance(value, str) and bool(_MASKED.fullmatch(value))
