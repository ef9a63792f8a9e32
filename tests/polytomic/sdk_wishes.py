"""The same wishes said to our client and to the official SDK."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from polytomic import BulkSyncDefaultScheduleRequest, FieldConfiguration, SchemaConfiguration
from polytomic_doubles import KEY, Wish

from bot.models import Discovery, Frequency, Naming, Schedule
from bot.polytomic import Connection, NewBulkSync, NewField, NewSchema, NoLog, Polytomic


async def addresses(polytomic: Polytomic, sync_id: str, execution_id: str) -> None:
    """Ask for an execution's log files, of which there are none."""
    with pytest.raises(NoLog):
        async for _ in polytomic.log_files(sync_id, execution_id):
            pass


SALESFORCE = {"domain": "https://example.my.salesforce.com"}
CONNECTION = {
    "id": "c1",
    "name": "SF",
    "type": {"id": "salesforce", "name": "Salesforce"},
    "status": "healthy",
}
SYNC = {"id": "s1", "name": "Sync", "active": True, "mode": "replicate"}
RUN = {"id": "e1", "status": "running", "schemas": []}
HOOK = {"id": "w1", "endpoint": "https://a.example", "disabled": False, "secret": "shh"}
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

NEW = NewBulkSync(
    name="Sync",
    source_connection_id="c1",
    destination_connection_id="c2",
    mode="replicate",
    schedule=Schedule(frequency=Frequency.WEEKLY, hour=5, minute=30, weekday="monday"),
    destination_configuration={"schema": "SF"},
    schemas=["Account", "Contact"],
)

RARE = replace(
    NEW,
    schemas=[
        "Account",
        NewSchema(
            "Contact",
            [
                NewField(id="Id", enabled=True, obfuscate=False),
                NewField(id="Email", enabled=True, obfuscate=True),
                NewField(id="Phone", enabled=False, obfuscate=False),
            ],
        ),
    ],
    new_objects=Discovery.INCREMENTAL,
    new_fields=Discovery.NONE,
    naming=Naming.LEGACY,
)

ALIKE: dict[str, Any] = {  # what both new bulk syncs say to the SDK
    "name": "Sync",
    "source_connection_id": "c1",
    "destination_connection_id": "c2",
    "mode": "replicate",
    "default_schedule": BulkSyncDefaultScheduleRequest(
        frequency="weekly", hour="05", minute="30", day_of_week="monday"
    ),
    "destination_configuration": {"schema": "SF"},
    "active": True,
    "idempotency_key": KEY,
}
WISHES = [
    Wish("me", lambda p: p.me(), lambda s: s.identity.get(), {"organization_id": "o1"}),
    Wish("types", lambda p: p.connection_types(), lambda s: s.connections.get_types(), []),
    Wish("connections", lambda p: p.connections(), lambda s: s.connections.list(), [CONNECTION]),
    Wish("connection", lambda p: p.connection("c1"), lambda s: s.connections.get("c1"), CONNECTION),
    Wish(
        "test",
        lambda p: p.test_connection("salesforce", SALESFORCE, key=KEY),
        lambda s: s.connections.test_connection(
            type="salesforce", configuration=SALESFORCE, idempotency_key=KEY
        ),
        None,
    ),
    Wish(
        "test what is stored",
        lambda p: p.test_connection("salesforce", {}, key=KEY, connection_id="c1"),
        lambda s: s.connections.test_connection(
            type="salesforce", configuration={}, connection_id="c1", idempotency_key=KEY
        ),
        None,
    ),
    Wish(
        "create connection",
        lambda p: p.create_connection(
            "SF", "salesforce", SALESFORCE, key=KEY, redirect_url="https://a.example", validate=True
        ),
        lambda s: s.connections.create(
            name="SF",
            type="salesforce",
            configuration=SALESFORCE,
            redirect_url="https://a.example",
            validate=True,
            idempotency_key=KEY,
        ),
        CONNECTION,
    ),
    Wish(
        "reconnect",
        lambda p: p.reconnect(Connection.model_validate(CONNECTION), key=KEY, configuration=SALESFORCE),
        lambda s: s.connections.update(
            "c1", name="SF", type="salesforce", configuration=SALESFORCE, reconnect=True, idempotency_key=KEY
        ),
        CONNECTION,
    ),
    Wish(
        "connect",
        lambda p: p.connect(
            "SF", redirect_url="https://a.example", types=["salesforce"], ttl_seconds=60, key=KEY
        ),
        lambda s: s.connections.connect(
            name="SF", redirect_url="https://a.example", whitelist=["salesforce"], ttl=60, idempotency_key=KEY
        ),
        {"redirect_url": "https://b.example", "token": "t"},
    ),
    Wish("delete", lambda p: p.delete_connection("c1"), lambda s: s.connections.delete("c1"), None),
    Wish(
        "delete with all",
        lambda p: p.delete_connection("c1", force=True),
        lambda s: s.connections.delete("c1", force=True),
        None,
    ),
    Wish(
        "schema status",
        lambda p: p.schema_status("c1"),
        lambda s: s.schemas.get_status("c1"),
        {"cache_status": "fresh"},
    ),
    Wish(
        "schemas",
        lambda p: p.schemas("c1"),
        lambda s: s.bulk_sync.get_source("c1", include_fields=False),
        {"schemas": [{"id": "Account", "name": "Account"}]},
    ),
    Wish(
        "refresh",
        lambda p: p.refresh_schemas("c1", key=KEY),
        lambda s: s.schemas.refresh("c1", idempotency_key=KEY),
        None,
    ),
    Wish("target", lambda p: p.bulk_destination("c2"), lambda s: s.bulk_sync.get_destination("c2"), {}),
    Wish(
        "create bulk sync",
        lambda p: p.create_bulk_sync(NEW, key=KEY),
        lambda s: s.bulk_sync.create(
            **ALIKE,
            schemas=["Account", "Contact"],
        ),
        SYNC,
    ),
    Wish(
        "create bulk sync with all that is rare",
        lambda p: p.create_bulk_sync(RARE, key=KEY),
        lambda s: s.bulk_sync.create(
            **ALIKE,
            schemas=[
                "Account",
                SchemaConfiguration(
                    id="Contact",
                    enabled=True,
                    fields=[
                        FieldConfiguration(id="Id", enabled=True),
                        FieldConfiguration(id="Email", enabled=True, obfuscate=True),
                        FieldConfiguration(id="Phone", enabled=False),
                    ],
                ),
            ],
            automatically_add_new_objects="onlyIncremental",
            automatically_add_new_fields="none",
            normalize_names="legacy",
        ),
        SYNC,
    ),
    Wish(
        "one schema",
        lambda p: p.schema("c1", "public.users"),
        lambda s: s.schemas.get("c1", "public.users"),
        {"id": "public.users", "fields": [{"id": "email", "name": "email"}]},
    ),
    Wish("bulk sync", lambda p: p.bulk_sync("s1"), lambda s: s.bulk_sync.get("s1"), SYNC),
    Wish("bulk syncs", lambda p: p.bulk_syncs(), lambda s: s.bulk_sync.list(), [SYNC]),
    Wish(
        "active bulk syncs",
        lambda p: p.bulk_syncs(active=True),
        lambda s: s.bulk_sync.list(active=True),
        [SYNC],
    ),
    Wish("models", lambda p: p.models(), lambda s: s.models.list(), [{"id": "m1", "name": "Users"}]),
    Wish(
        "model syncs",
        lambda p: p.model_syncs(),
        lambda s: s.model_sync.list(),
        [{"id": "s9", "name": "Leads"}],
    ),
    Wish(
        "pause",
        lambda p: p.activate("s1", active=False, key=KEY),
        lambda s: s.bulk_sync.activate("s1", active=False, idempotency_key=KEY),
        {"id": "s1", "active": False},
    ),
    Wish(
        "sync schemas",
        lambda p: p.sync_schemas("s1"),
        lambda s: s.bulk_sync.schemas.list("s1"),
        [{"id": "Account", "enabled": True}],
    ),
    Wish(
        "start",
        lambda p: p.start("s1", key=KEY, schemas=["Account"], resync_mode="rebuild"),
        lambda s: s.bulk_sync.start("s1", schemas=["Account"], resync_mode="rebuild", idempotency_key=KEY),
        RUN,
    ),
    Wish(
        "test run",
        lambda p: p.start("s1", key=KEY, test=True),
        lambda s: s.bulk_sync.start("s1", test=True, idempotency_key=KEY),
        RUN,
    ),
    Wish(
        "cancel",
        lambda p: p.cancel("s1", key=KEY),
        lambda s: s.bulk_sync.cancel("s1", idempotency_key=KEY),
        {"message": "Cancellation requested"},
    ),
    Wish("status", lambda p: p.status("s1"), lambda s: s.bulk_sync.get_status("s1"), {"last_execution": RUN}),
    Wish(
        "statuses",
        lambda p: p.statuses(["s1", "s2"]),
        lambda s: s.bulk_sync.executions.list_status(sync_id=["s1", "s2"]),
        [{"sync_id": "s1", "status": "running"}],
    ),
    Wish(
        "executions",
        lambda p: p.executions("s1", limit=5, page_token="next"),
        lambda s: s.bulk_sync.executions.list("s1", limit=5, page_token="next"),
        [RUN],
    ),
    Wish(
        "execution",
        lambda p: p.execution("s1", "e1"),
        lambda s: s.bulk_sync.executions.get("s1", "e1"),
        RUN,
    ),
    Wish("webhook", lambda p: p.webhook(), lambda s: s.webhooks.list(), [HOOK]),
    Wish(
        "create webhook",
        lambda p: p.create_webhook("https://a.example", "shh", key=KEY),
        lambda s: s.webhooks.create(endpoint="https://a.example", secret="shh", idempotency_key=KEY),
        HOOK,
    ),
    Wish(
        "update webhook",
        lambda p: p.update_webhook("w1", "https://a.example", "shh", key=KEY),
        lambda s: s.webhooks.update("w1", endpoint="https://a.example", secret="shh", idempotency_key=KEY),
        HOOK,
    ),
    Wish(
        "enable webhook",
        lambda p: p.enable_webhook("w1", key=KEY),
        lambda s: s.webhooks.enable("w1", idempotency_key=KEY),
        HOOK,
    ),
    Wish(
        "console",
        lambda p: p.console("s1", "e1"),
        lambda s: s.bulk_sync.executions.get_console_logs("s1", "e1"),
        {"entries": [{"id": "1-0", "level": "error", "message": "No."}], "next_cursor": "1-0"},
    ),
    Wish(
        "log files",
        lambda p: addresses(p, "s1", "e1"),
        lambda s: s.bulk_sync.executions.get_logs("s1", "e1"),
        {"Expires": "2026-03-01T13:00:00Z", "URLs": []},
    ),
    Wish(
        "events",
        lambda p: p.events(after=NOON, type="bulk_sync.failed", limit=50),
        lambda s: s.events.list(starting_after=NOON, type="bulk_sync.failed", limit=50),
        [],
    ),
]
