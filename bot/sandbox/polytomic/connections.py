"""The endpoints of connections and their types."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.polytomic import models, shapes
from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.catalog import ConnectionType, connection_types
from bot.sandbox.polytomic.configuration import check_form, needs_sign_in, refusal
from bot.sandbox.polytomic.errors import invalid, not_found, unprocessable
from bot.sandbox.polytomic.health import heal, hurt
from bot.sandbox.polytomic.oauth import invite
from bot.sandbox.polytomic.state import Connection, Sandbox
from bot.sandbox.polytomic.versions import Version

REDIRECT_SCHEMES = frozenset({"http", "https", "slack"})


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CreateConnection(_Body):
    """The body of `POST /api/connections`."""

    name: str = Field(min_length=1, max_length=255)
    type: str
    configuration: dict[str, Any]
    redirect_url: str | None = None
    policies: list[UUID] | None = None
    organization_id: UUID | None = None
    # Left out, the connection is validated: the prose says so, the field itself states no default.
    validate_: bool | None = Field(None, alias="validate")


class CreateConnectionSince2024(CreateConnection):
    """The same with what came in 2024."""

    healthcheck_interval: str | None = None


class ReplaceConnection(_Body):
    """The body of `PUT /api/connections/{id}`."""

    name: str = Field(min_length=1, max_length=255)
    configuration: dict[str, Any]
    type: str | None = None
    reconnect: bool | None = None
    policies: list[UUID] | None = None
    organization_id: UUID | None = None
    healthcheck_interval: str | None = None
    validate_: bool | None = Field(None, alias="validate")


class PatchConnection(_Body):
    """The body of `PATCH /api/connections/{id}` in 2023."""

    name: str | None = Field(None, min_length=1, max_length=255)
    configuration: dict[str, Any] | None = None
    reconnect: bool | None = None
    policies: list[UUID] | None = None
    organization_id: UUID | None = None
    validate_: bool | None = Field(None, alias="validate")


class TestConnection(_Body):
    """The body of `POST /api/connections/test`."""

    __test__ = False  # pytest takes the name for one of its own

    type: str
    configuration: dict[str, Any]
    connection_id: UUID | None = None


def list_types(call: Call) -> Answer:
    """List the connection types."""
    return data([shapes.connection_type(call, kind) for kind in connection_types().values()])


def get_type(call: Call) -> Answer:
    """Give a type's JSON Schema, without an envelope; a type whose schema was not recorded has none."""
    schema = known_type(call.path["type"]).schema
    if schema is None:
        raise not_found("schema of this connection type")
    return Answer(schema)


def list_connections(call: Call) -> Answer:
    """List all connections."""
    return data([shapes.connection(call, item) for item in call.sandbox.connections])


def get_connection(call: Call) -> Answer:
    """Show one connection."""
    return data(shapes.connection(call, found(call)))


def create_connection(call: Call) -> Answer:
    """Create a connection; an OAuth type comes with a link for a person to follow."""
    body = call.body(CreateConnection if call.version < Version.V2024 else CreateConnectionSince2024)
    kind = _type_of_body(body.type)
    check_form(kind, body.configuration)
    check_redirect(body.redirect_url)
    check_name(call.sandbox, body.name)
    now = call.sandbox.clock.now()
    item = Connection(str(uuid4()), body.name, kind.id, body.configuration, now, now)
    item.policies = [str(policy) for policy in body.policies or []]
    item.healthcheck_interval = getattr(body, "healthcheck_interval", None) or ""
    _try(call.sandbox, item, validate=body.validate_ is not False)
    item.saved = not needs_sign_in(kind, item.configuration)
    call.sandbox.connections.add(item)
    return data(shapes.created_connection(call, item, _auth(call.sandbox, item, body.redirect_url)))


def replace_connection(call: Call) -> Answer:
    """Replace a connection's settings; what is left out is reset."""
    item, body = found(call), call.body(ReplaceConnection)
    if body.type not in {None, item.type}:
        raise unprocessable("the type of a connection cannot be changed")
    item.policies = [str(policy) for policy in body.policies or []]
    item.healthcheck_interval = body.healthcheck_interval or ""
    return _change(call, item, body.name, body.configuration, body)


def patch_connection(call: Call) -> Answer:
    """Change what is named in the body, as 2023 did."""
    item, body = found(call), call.body(PatchConnection)
    return _change(
        call, item, body.name or item.name, {**item.configuration, **(body.configuration or {})}, body
    )


def delete_connection(call: Call) -> Answer:
    """Delete a connection; one in use only by force, and then with what uses it."""
    item = found(call)
    bulk_syncs, read_models, model_syncs = models.users(call.sandbox, item)
    if (bulk_syncs or read_models or model_syncs) and not call.flag("force"):
        raise unprocessable("connection in use")
    for bulk_sync in bulk_syncs:
        call.sandbox.syncs.remove(bulk_sync)
    for model_sync in model_syncs:
        call.sandbox.model_syncs.remove(model_sync)
    for model in read_models:
        call.sandbox.models.remove(model)
    call.sandbox.connections.remove(item)
    return Answer()


def test_connection(call: Call) -> Answer:
    """Try a configuration without keeping it."""
    body = call.body(TestConnection)
    kind = _type_of_body(body.type)
    check_form(kind, body.configuration)
    stored = call.sandbox.connections.get(str(body.connection_id)) if body.connection_id else None
    if body.connection_id and stored is None:
        raise not_found("connection")
    reason = refusal(kind, {**(stored.configuration if stored else {}), **body.configuration})
    if reason:
        raise invalid(reason)
    return Answer()


def found(call: Call) -> Connection:
    """Find the connection that the path names."""
    item = call.sandbox.connections.get(call.path["connection"])
    if item is None:
        raise not_found("connection")
    return item


def known_type(type_id: str) -> ConnectionType:
    """Find the connection type that the path names."""
    kind = connection_types().get(type_id)
    if kind is None:
        raise not_found("connection type")
    return kind


def check_name(sandbox: Sandbox, name: str, *, of: str = "") -> None:
    """Refuse a name that another connection of the organization has."""
    if sandbox.connections.is_taken(name, by_other_than=of):
        raise unprocessable(f'a connection named "{name}" already exists')


def check_redirect(url: str | None) -> None:
    """Refuse an address to which a browser must not be sent."""
    if url and (urlsplit(url).scheme not in REDIRECT_SCHEMES or not urlsplit(url).netloc):
        raise invalid("redirect_url must be an absolute http, https or slack address")


def _change(
    call: Call,
    item: Connection,
    name: str,
    configuration: dict[str, Any],
    body: ReplaceConnection | PatchConnection,
) -> Answer:
    check_form(connection_types()[item.type], configuration)
    check_name(call.sandbox, name, of=item.id)
    before, item.configuration = item.configuration, configuration
    try:
        _try(call.sandbox, item, validate=body.validate_ is not False)
    except Exception:
        item.configuration = before
        raise
    call.sandbox.connections.rename(item, name)
    item.updated_at = call.sandbox.clock.now()
    auth = _auth(call.sandbox, item, None) if body.reconnect else {}
    return data(shapes.created_connection(call, item, auth))


def _try(sandbox: Sandbox, item: Connection, *, validate: bool) -> None:
    """Let the service judge the configuration; unvalidated, its refusal only shows in the status."""
    kind = connection_types()[item.type]
    reason = refusal(kind, item.configuration)
    if reason and validate:
        raise unprocessable(reason)
    if reason:
        hurt(item, reason)
    elif not needs_sign_in(kind, item.configuration):
        heal(sandbox, item)


def _auth(sandbox: Sandbox, item: Connection, redirect_url: str | None) -> dict[str, Any]:
    if not needs_sign_in(connection_types()[item.type], item.configuration):
        return {}
    auth = {"auth_url": invite(sandbox, item, redirect_url or "")}
    if item.configuration.get("connect_mode") == "code":
        auth["auth_code"] = item.id[:8].upper()
    return auth


def _type_of_body(type_id: str) -> ConnectionType:
    kind = connection_types().get(type_id)
    if kind is None:
        raise invalid(f'unknown connection type "{type_id}"')
    return kind
