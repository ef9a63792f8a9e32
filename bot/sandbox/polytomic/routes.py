"""Which version has which endpoint: the table of the API."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from bot.sandbox.polytomic import (
    bulk_syncs,
    connect,
    connections,
    events,
    executions,
    identity,
    models,
    parameter_values,
    schemas,
    webhooks,
)
from bot.sandbox.polytomic.call import Endpoint
from bot.sandbox.polytomic.errors import ApiError, not_found
from bot.sandbox.polytomic.versions import EVERY, NEW, NEWEST, OLD, Version


@dataclass(frozen=True)
class Route:
    """One endpoint of some versions; `{name}` in the path stands for one of its steps."""

    method: str
    path: str
    endpoint: Endpoint
    versions: frozenset[Version] = EVERY

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The path as a regular expression."""
        return re.compile(
            re.sub(
                r"\{(\w+)\}", r"(?P<\1>[^/]+)", re.escape(self.path).replace(r"\{", "{").replace(r"\}", "}")
            )
        )


_SYNC = "bulk/syncs/{sync}"
_WEBHOOK = "webhooks/{webhook}"
_SOURCE = "bulk/source/{connection}"
_CONNECTION = "connections/{connection}"

# A fixed path stands before the pattern that would swallow it.
ROUTES = (
    Route("GET", "me", identity.me),
    Route("GET", "connection_types", connections.list_types),
    Route("GET", "connection_types/{type}", connections.get_type, NEW),
    Route("POST", "connection_types/{type}/parameter_values", parameter_values.of_type, NEW),
    Route("GET", "connections", connections.list_connections),
    Route("POST", "connections", connections.create_connection),
    Route("POST", "connections/test", connections.test_connection, NEW),
    Route("POST", "connections/connect", connect.open_session),
    Route("POST", "connections/connect/", connect.open_session),
    Route("GET", _CONNECTION, connections.get_connection),
    Route("PATCH", _CONNECTION, connections.patch_connection, OLD),
    Route("PUT", _CONNECTION, connections.replace_connection, NEW),
    Route("DELETE", _CONNECTION, connections.delete_connection),
    Route("GET", f"{_CONNECTION}/parameter_values", parameter_values.of_connection, NEW),
    Route("GET", f"{_CONNECTION}/schemas/status", schemas.status, NEW),
    Route("POST", f"{_CONNECTION}/schemas/refresh", schemas.refresh_schemas, NEW),
    Route("GET", f"{_CONNECTION}/schemas/{{schema}}", schemas.one_schema, NEW),
    Route("GET", f"{_CONNECTION}/bulksync/source", schemas.source, NEW),
    Route("GET", f"{_CONNECTION}/bulksync/target", schemas.target, NEW),
    Route("GET", _SOURCE, schemas.source, OLD),
    Route("GET", f"{_SOURCE}/status", schemas.status, OLD),
    Route("GET", f"{_SOURCE}/schema/{{schema}}", schemas.one_schema, OLD),
    Route("GET", "bulk/dest/{connection}", schemas.target, OLD),
    Route("GET", "bulk/syncs", bulk_syncs.list_syncs),
    Route("POST", "bulk/syncs", bulk_syncs.create_sync),
    Route("GET", "bulk/syncs/status", executions.batch_status, NEW),
    Route("GET", _SYNC, bulk_syncs.get_sync),
    Route("PATCH", _SYNC, bulk_syncs.patch_sync, OLD),
    Route("PUT", _SYNC, bulk_syncs.replace_sync, NEW),
    Route("DELETE", _SYNC, bulk_syncs.delete_sync),
    Route("POST", f"{_SYNC}/activate", bulk_syncs.activate_sync),
    Route("POST", f"{_SYNC}/cancel", executions.cancel_sync),
    Route("GET", f"{_SYNC}/status", executions.status),
    Route("GET", f"{_SYNC}/schemas", bulk_syncs.list_schemas),
    Route("PATCH", f"{_SYNC}/schemas", bulk_syncs.patch_schemas),
    Route("GET", f"{_SYNC}/schemas/{{schema}}", bulk_syncs.get_schema),
    Route("POST", f"{_SYNC}/schemas/{{schema}}/cancel", executions.cancel_schema),
    Route("GET", f"{_SYNC}/executions", executions.list_executions),
    Route("POST", f"{_SYNC}/executions", executions.start),
    Route("GET", f"{_SYNC}/executions/{{execution}}", executions.get_execution),
    Route("POST", f"{_SYNC}/executions/{{execution}}/cancel", executions.cancel_execution),
    Route("GET", f"{_SYNC}/executions/{{execution}}/logs", executions.logs),
    Route("GET", f"{_SYNC}/executions/{{execution}}/consolelog", executions.console, NEWEST),
    Route("GET", "models", models.list_models),
    Route("GET", "models/{model}", models.get_model),
    Route("GET", "syncs", models.list_syncs),
    Route("GET", "syncs/{sync}", models.get_sync),
    Route("GET", "events", events.list_events),
    Route("GET", "events_types", events.list_types),
    Route("GET", "webhooks", webhooks.list_webhooks),
    Route("POST", "webhooks", webhooks.create_webhook),
    Route("GET", _WEBHOOK, webhooks.get_webhook),
    Route("PATCH", _WEBHOOK, webhooks.patch_webhook, OLD),
    Route("PUT", _WEBHOOK, webhooks.replace_webhook, NEW),
    Route("DELETE", _WEBHOOK, webhooks.delete_webhook),
    Route("POST", f"{_WEBHOOK}/enable", webhooks.enable_webhook),
    Route("POST", f"{_WEBHOOK}/disable", webhooks.disable_webhook),
    Route("GET", f"{_WEBHOOK}/deliveries", webhooks.list_deliveries, NEWEST),
)
CONNECT_SESSION = "connections/connect/session"
CONNECT_SESSION_VERSIONS = NEWEST


def find(method: str, path: str, version: Version) -> tuple[Route, dict[str, str]]:
    """Find the endpoint for a path after `/api/`; another version's endpoints do not exist."""
    others = False
    for route, steps in _candidates(path):
        if version in route.versions:
            if route.method == method:
                return route, steps
            others = True
    if others:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"method {method} not allowed")
    raise not_found("page")


def _candidates(path: str) -> Iterator[tuple[Route, dict[str, str]]]:
    for route in ROUTES:
        match = route.pattern.fullmatch(path)
        if match:
            yield route, match.groupdict()
