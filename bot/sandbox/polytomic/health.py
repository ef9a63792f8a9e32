"""A connection's health, and the caching of its schemas that begins when it turns healthy."""

from datetime import timedelta

from bot.sandbox.polytomic.catalog import connection_types
from bot.sandbox.polytomic.sources import Schema, objects
from bot.sandbox.polytomic.state import Connection, Sandbox


def heal(sandbox: Sandbox, connection: Connection) -> None:
    """Make a connection healthy; a source that was not begins to cache its schemas."""
    was_healthy = connection.is_healthy
    connection.status = "healthy"
    connection.status_error = None
    connection.saved = True
    if not was_healthy and connection_types()[connection.type].is_source:
        refresh(sandbox, connection)


def hurt(connection: Connection, reason: str) -> None:
    """Make a connection unhealthy and say why."""
    connection.status = "unhealthy"
    connection.status_error = reason


def refresh(sandbox: Sandbox, connection: Connection) -> None:
    """Read the source's schemas anew."""
    connection.refresh_started = sandbox.clock.now()
    connection.refresh_ends = connection.refresh_started + timedelta(
        seconds=sandbox.config.schema_delay_seconds
    )


def known_schemas(sandbox: Sandbox, connection: Connection) -> dict[str, Schema]:
    """List a source's schemas as far as they are cached: all of them, or none yet."""
    if not connection.is_cached(sandbox.clock.now()):
        return {}
    count = sandbox.config.objects if connection.object_count is None else connection.object_count
    return objects(connection.type, count)
