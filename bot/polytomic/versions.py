"""All that differs between Polytomic's API versions, as data.

A route that is missing from a version's table is a thing that this version cannot do.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.models import Discovery, Naming, Offers
from bot.polytomic.errors import Unsupported

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Route:
    """One request: how it is sent, and the wish in words, to follow "Polytomic could not"."""

    method: str
    path: str
    wish: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """What one API version calls things and which things it has."""

    name: str
    routes: Mapping[str, Route]
    modes: tuple[str, ...]  # of a bulk sync
    schedule_key: str  # of a bulk sync's body
    update_fields: tuple[str, ...]  # what a bulk sync's update replaces, but for the objects
    repeats_type: bool  # a changed connection's body names its type, being a full replacement
    sends_validate: bool  # a new connection's body may carry `validate`
    sends_active: bool  # a new bulk sync's body says `active`, rather than leaving it out
    sends_ttl: bool  # a Connect session's body may carry `ttl`
    resync_mode: str | None  # the start body's key for one; None: a plain `resync: true`
    offers: Offers  # what a bulk sync's body may say besides
    has_discover: bool = False  # new objects are `discover: true` or nothing

    def route(self, name: str) -> Route:
        """Return the route, or raise Unsupported in words."""
        try:
            return self.routes[name]
        except KeyError:
            wish = _EVERYWHERE_ELSE[name].wish
            raise Unsupported(f"Polytomic's API version {self.name} cannot {wish}.") from None

    def has(self, name: str) -> bool:
        """Tell whether this version offers the route."""
        return name in self.routes


_CONNECTION = "/api/connections/{}"
_SYNC = "/api/bulk/syncs/{}"
_OLD_SOURCE = "/api/bulk/source/{}"

_SHARED = {
    "me": Route("GET", "/api/me", "say whose API key this is"),
    "connection_types": Route("GET", "/api/connection_types", "list the connection types"),
    "connections": Route("GET", "/api/connections", "list the connections"),
    "connection": Route("GET", _CONNECTION, "find the connection"),
    "create_connection": Route("POST", "/api/connections", "create the connection"),
    "delete_connection": Route("DELETE", _CONNECTION, "delete the connection"),
    "bulk_syncs": Route("GET", "/api/bulk/syncs", "list the bulk syncs"),
    "bulk_sync": Route("GET", _SYNC, "find the bulk sync"),
    "create_bulk_sync": Route("POST", "/api/bulk/syncs", "create the bulk sync"),
    "activate": Route("POST", f"{_SYNC}/activate", "pause or resume the bulk sync"),
    "start": Route("POST", f"{_SYNC}/executions", "start the bulk sync"),
    "cancel": Route("POST", f"{_SYNC}/cancel", "cancel the run"),
    "status": Route("GET", f"{_SYNC}/status", "tell the bulk sync's status"),
    "sync_schemas": Route("GET", f"{_SYNC}/schemas", "list the bulk sync's objects"),
    "sync_schema": Route("GET", f"{_SYNC}/schemas/{{}}", "find the bulk sync's object"),
    "patch_schemas": Route("PATCH", f"{_SYNC}/schemas", "change the bulk sync's objects"),
    "executions": Route("GET", f"{_SYNC}/executions", "list the runs"),
    "execution": Route("GET", f"{_SYNC}/executions/{{}}", "find the run"),
    "logs": Route("GET", f"{_SYNC}/executions/{{}}/logs", "find the run's log"),
    "events": Route("GET", "/api/events", "list the events"),
    "webhooks": Route("GET", "/api/webhooks", "list the webhooks"),
    "create_webhook": Route("POST", "/api/webhooks", "make the webhook"),
    "enable_webhook": Route("POST", "/api/webhooks/{}/enable", "enable the webhook"),
    "models": Route("GET", "/api/models", "list the models"),
    "model_syncs": Route("GET", "/api/syncs", "list the model syncs"),
}

_SINCE_2024 = {
    "update_bulk_sync": Route("PUT", _SYNC, "change the bulk sync"),
    "update_webhook": Route("PUT", "/api/webhooks/{}", "change the webhook"),
    "update_connection": Route("PUT", _CONNECTION, "change the connection"),
    "connect": Route("POST", "/api/connections/connect/", "open a page to connect on"),
    "test_connection": Route("POST", "/api/connections/test", "connect with these settings"),
    "parameter_values": Route(
        "POST", "/api/connection_types/{}/parameter_values", "list the values that are known"
    ),
    "connection_schema": Route("GET", "/api/connection_types/{}", "describe the connection type"),
    "schemas": Route("GET", f"{_CONNECTION}/bulksync/source", "list the source's objects"),
    "schema": Route("GET", f"{_CONNECTION}/schemas/{{}}", "list the object's fields"),
    "schema_status": Route("GET", f"{_CONNECTION}/schemas/status", "tell whether the objects are cached"),
    "refresh_schemas": Route("POST", f"{_CONNECTION}/schemas/refresh", "refresh the source's objects"),
    "bulk_destination": Route("GET", f"{_CONNECTION}/bulksync/target", "describe the destination"),
    "statuses": Route("GET", "/api/bulk/syncs/status", "tell the status of several syncs at once"),
}

_SINCE_2025 = {
    "console": Route("GET", f"{_SYNC}/executions/{{}}/consolelog", "read the run's last log entries"),
}

_IN_2023 = {
    "update_bulk_sync": Route("PATCH", _SYNC, "change the bulk sync"),
    "update_webhook": Route("PATCH", "/api/webhooks/{}", "change the webhook"),
    "update_connection": Route("PATCH", _CONNECTION, "change the connection"),
    "connect": Route("POST", "/api/connections/connect", "open a page to connect on"),
    "schemas": Route("GET", _OLD_SOURCE, "list the source's objects"),
    "schema": Route("GET", f"{_OLD_SOURCE}/schema/{{}}", "list the object's fields"),
    "schema_status": Route("GET", f"{_OLD_SOURCE}/status", "tell whether the objects are cached"),
    "refresh_schemas": Route("GET", f"{_OLD_SOURCE}?refresh_schemas=true", "refresh the source's objects"),
    "bulk_destination": Route("GET", "/api/bulk/dest/{}", "describe the destination"),
}

_EVERYWHERE_ELSE = MappingProxyType(_SHARED | _IN_2023 | _SINCE_2024 | _SINCE_2025)

_ALL_OFFERS = Offers(
    new_objects=tuple(Discovery), new_fields=tuple(Discovery), naming=tuple(Naming), chosen_fields=True
)

_UPDATE = (
    "name",
    "active",
    "mode",
    "source_connection_id",
    "source_configuration",
    "destination_connection_id",
    "destination_configuration",
    "policies",
    "organization_id",
)
_UPDATE_SINCE_2024 = (
    *_UPDATE,
    "automatically_add_new_objects",
    "automatically_add_new_fields",
    "normalize_names",
    "concurrency_limit",
    "resync_concurrency_limit",
    "data_cutoff_timestamp",
    "disable_record_timestamps",
)

V2023 = Version(
    name="2023-04-25",
    routes=MappingProxyType(_SHARED | _IN_2023),
    modes=("replicate", "snapshot"),
    schedule_key="schedule",
    update_fields=(*_UPDATE, "schedule", "discover"),
    repeats_type=False,
    sends_validate=False,
    sends_active=False,
    sends_ttl=False,
    resync_mode=None,
    offers=Offers(new_objects=(Discovery.ALL, Discovery.NONE)),
    has_discover=True,
)

V2024 = Version(
    name="2024-02-08",
    routes=MappingProxyType(_SHARED | _SINCE_2024),
    modes=("replicate", "snapshot"),
    schedule_key="schedule",
    update_fields=(*_UPDATE_SINCE_2024, "schedule", "discover"),
    repeats_type=True,
    sends_validate=True,
    sends_active=True,
    sends_ttl=False,
    resync_mode="resync_mode",
    offers=_ALL_OFFERS,
)

V2025 = Version(
    name="2025-09-18",
    routes=MappingProxyType(_SHARED | _SINCE_2024 | _SINCE_2025),
    modes=("replicate", "snapshot", "append"),
    schedule_key="default_schedule",
    update_fields=(*_UPDATE_SINCE_2024, "default_schedule", "additional_schedules"),
    repeats_type=True,
    sends_validate=True,
    sends_active=True,
    sends_ttl=True,
    resync_mode="resync_mode",
    offers=_ALL_OFFERS,
)

VERSIONS: Mapping[str, Version] = MappingProxyType({v.name: v for v in (V2023, V2024, V2025)})

SYNC_PAGE = "/syncs/{}"
"""Where the web app shows a sync; no public page of Polytomic's names this path."""
