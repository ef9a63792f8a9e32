"""The endpoints of what a source holds and what a destination accepts."""

from typing import Any

from bot.sandbox.polytomic import connections
from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.catalog import connection_types
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.destinations import described
from bot.sandbox.polytomic.errors import invalid, not_found
from bot.sandbox.polytomic.health import known_schemas, refresh
from bot.sandbox.polytomic.state import Connection
from bot.sandbox.polytomic.versions import Version


def source(call: Call) -> Answer:
    """List a source's schemas; the fields come along unless they are declined."""
    item = _source(call)
    if call.version < Version.V2024 and call.flag("refresh_schemas") and item.is_healthy:
        refresh(call.sandbox, item)
    with_fields = call.flag("include_fields", default=True)
    schemas = [_shape(schema, fields=with_fields) for schema in known_schemas(call.sandbox, item).values()]
    namespaces = any("." in schema["id"] for schema in schemas)
    capabilities = {"supports_tracking_fields": True, "supports_namespaces": namespaces}
    return data({"capabilities": capabilities, "configuration": {}, "schemas": schemas})


def one_schema(call: Call) -> Answer:
    """Show one schema with its fields."""
    schema = known_schemas(call.sandbox, _source(call)).get(call.path["schema"])
    if schema is None:
        raise not_found("schema")
    return data(_shape(schema, fields=True))


def status(call: Call) -> Answer:
    """Tell whether a source's schemas are cached by now."""
    item = _source(call)
    cached = item.is_cached(call.sandbox.clock.now())
    return data(
        {
            "cache_status": "fresh" if cached else "refreshing",
            "last_refresh_started": stamp(item.refresh_started),
            "last_refresh_finished": stamp(item.refresh_ends) if cached else None,
        }
    )


def refresh_schemas(call: Call) -> Answer:
    """Have a healthy source's schemas read anew."""
    item = _source(call)
    if not item.is_healthy:
        raise invalid(f"the connection is not healthy: {item.status_error or item.status}")
    refresh(call.sandbox, item)
    return Answer(headers={"Location": call.sandbox.link(f"api/connections/{item.id}/schemas/status")})


def target(call: Call) -> Answer:
    """Tell what a bulk sync into this connection may say."""
    item = connections.found(call)
    kind = connection_types()[item.type]
    if not kind.is_bulk_destination:
        raise invalid(f"{kind.name} cannot be the destination of a bulk sync")
    return data(described(kind, call.version, call.sandbox.config.target_style))


def _source(call: Call) -> Connection:
    item = connections.found(call)
    if not connection_types()[item.type].is_source:
        raise invalid(f"{connection_types()[item.type].name} cannot be the source of a bulk sync")
    return item


def _shape(schema: dict[str, Any], *, fields: bool) -> dict[str, Any]:
    return schema if fields else {"id": schema["id"], "name": schema["name"]}
