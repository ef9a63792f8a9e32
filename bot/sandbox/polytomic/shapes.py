"""How the sandbox's things look in each version's answers."""

from typing import Any

from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.catalog import ConnectionType, connection_types
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.configuration import masked
from bot.sandbox.polytomic.progress import Execution, Progress, SchemaProgress, progress
from bot.sandbox.polytomic.sources import normalized
from bot.sandbox.polytomic.state import BulkSync, Connection, Model, ModelSync
from bot.sandbox.polytomic.versions import Version

POLYTOMIC_VERSION = "sandbox"
Shape = dict[str, Any]


def connection(call: Call, item: Connection) -> Shape:
    """Draw a connection as a list or a lookup shows it."""
    kind = connection_types()[item.type]
    shape: Shape = {
        "id": item.id,
        "name": item.name,
        "type": _type(call, kind),
        "configuration": masked(kind, item.configuration),
        "status": item.status,
        "status_error": item.status_error,
        "organization_id": call.sandbox.organization_id,
        "policies": item.policies,
    }
    if call.version >= Version.V2024:
        shape |= {"saved": item.saved, **audit(call, item)}
        if kind.id in {"salesforce", "hubspot"}:
            shape["api_calls_last_24_hours"] = 0
    if call.version >= Version.V2025:
        shape["rate_limit"] = None
    return shape


def created_connection(call: Call, item: Connection, auth: Shape) -> Shape:
    """Draw a connection as its creation or its update answers; `auth` holds what sign-in needs."""
    shape = connection(call, item)
    for name in (
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "rate_limit",
        "api_calls_last_24_hours",
    ):
        shape.pop(name, None)
    if call.version >= Version.V2024 and item.healthcheck_interval:
        shape["healthcheck_interval"] = item.healthcheck_interval
    return shape | auth


def connection_type(call: Call, kind: ConnectionType) -> Shape:
    """Draw an entry of the list of connection types."""
    shape: Shape = {"id": kind.id, "name": kind.name, "use_oauth": kind.use_oauth, "envConfig": {}}
    if call.version >= Version.V2024:
        shape |= {
            "capabilities": _capabilities(kind),
            "configurationForm": {"jsonschema": kind.schema, "uischema": {}} if kind.schema else None,
            "initialConfiguration": {},
            "logo_url": call.sandbox.link(f"logos/{kind.id}.svg"),
            "logo_dark_url": call.sandbox.link(f"logos/{kind.id}.svg"),
        }
    return shape


def bulk_sync(call: Call, sync: BulkSync) -> Shape:
    """Draw a bulk sync; which schemas it covers stands elsewhere."""
    settings = sync.settings
    shape: Shape = {
        "id": sync.id,
        "name": sync.name,
        "active": sync.active,
        "mode": settings["mode"],
        "source_connection_id": sync.source_id,
        "source_configuration": settings["source_configuration"],
        "destination_connection_id": sync.destination_id,
        "destination_configuration": settings["destination_configuration"],
        "policies": settings["policies"],
        "organization_id": call.sandbox.organization_id,
    }
    if call.version < Version.V2025:
        shape |= {
            "schedule": settings["schedule"],
            "discover": settings["automatically_add_new_objects"] == "all",
        }
    else:
        who = audit(call, sync)
        shape["default_schedule"] = {"id": sync.id, **settings["schedule"], **who}
        shape["additional_schedules"] = [{**each, **who} for each in settings["additional_schedules"]]
    if call.version >= Version.V2024:
        shape |= {name: settings[name] for name in SETTINGS_SINCE_2024} | audit(call, sync)
    return shape


SETTINGS_SINCE_2024 = (
    "automatically_add_new_objects",
    "automatically_add_new_fields",
    "normalize_names",
    "concurrency_limit",
    "resync_concurrency_limit",
    "data_cutoff_timestamp",
    "disable_record_timestamps",
)


def sync_schema(call: Call, schema: str, setting: Shape) -> Shape:
    """Draw one schema of a bulk sync, without its fields."""
    output = setting.get("user_output_name") or normalized(schema)
    shape = {"id": schema, "enabled": setting["enabled"], "output_name": output}
    optional = ("user_output_name", "partition_key", "tracking_field", "data_cutoff_timestamp")
    shape |= {name: setting.get(name) for name in optional}
    shape["disable_data_cutoff"] = setting.get("disable_data_cutoff", False)
    if call.version >= Version.V2025:
        shape["history_enabled"] = setting.get("history_enabled", False)
    return shape


def whole_schema(call: Call, schema: str, setting: Shape) -> Shape:
    """Draw one schema of a bulk sync with its filters, and those of its fields that were chosen."""
    fields = [
        {"id": field["id"], "enabled": field["enabled"], "obfuscated": field["obfuscate"]}
        | ({"user_output_name": field["user_output_name"]} if "user_output_name" in field else {})
        for field in setting.get("fields", [])
    ]
    return sync_schema(call, schema, setting) | {"fields": fields, "filters": setting.get("filters", [])}


def execution(call: Call, run: Execution) -> Shape:
    """Draw a run as it stands now; before 2024 its schemas alone had counts and reasons."""
    current = progress(run, call.sandbox.clock.now())
    shape: Shape = {
        "id": run.id,
        "status": current.status,
        "type": run.type,
        "is_test": run.is_test,
        "is_resync": run.is_resync,
        "is_partial": run.is_partial,
        "created_at": stamp(run.created_at),
        "started_at": stamp(current.started_at),
        "completed_at": stamp(current.completed_at),
        "updated_at": stamp(current.updated_at),
        "version": POLYTOMIC_VERSION,
        "schemas": [_run_schema(run, schema, current) for schema in current.schemas],
    }
    return shape if call.version < Version.V2024 else shape | _totals(run, current)


def latest(call: Call, sync: BulkSync) -> Shape:
    """Draw a bulk sync's newest run for the batch status."""
    run = sync.executions[-1] if sync.executions else None
    shape: Shape = {"sync_id": sync.id, "schemas": []}
    if run is not None:
        current = progress(run, call.sandbox.clock.now())
        shape["status"] = current.status
        shape["schemas"] = [{**_counts(schema), "execution_id": run.id} for schema in current.schemas]
    return shape


def _totals(run: Execution, current: Progress) -> Shape:
    return {
        "status_message": current.message,
        "fetch_mode": run.fetch_mode,
        "output_disposition": "retain",
        "record_count": current.record_count,
        "error_count": current.error_count,
        "warning_count": 0,
    }


def _run_schema(run: Execution, schema: SchemaProgress, current: Progress) -> Shape:
    return {
        **_counts(schema),
        "output_name": normalized(schema.schema),
        "created_at": stamp(run.created_at),
        "updated_at": stamp(current.updated_at),
        "version": POLYTOMIC_VERSION,
    }


def _counts(schema: SchemaProgress) -> Shape:
    return {
        "schema": schema.schema,
        "status": schema.status,
        "status_message": schema.message,
        "record_count": schema.record_count,
        "error_count": schema.error_count,
        "warning_count": 0,
        "started_at": stamp(schema.started_at),
        "completed_at": stamp(schema.completed_at),
    }


def _type(call: Call, kind: ConnectionType) -> Shape:
    operations = [name for name, can in _capabilities(kind).items() if can]
    return {
        "id": kind.id,
        "name": kind.name,
        "logo_url": call.sandbox.link(f"logos/{kind.id}.svg"),
        "logo_dark_url": call.sandbox.link(f"logos/{kind.id}.svg"),
        "operations": operations,
    }


def _capabilities(kind: ConnectionType) -> Shape:
    return {
        "source": kind.is_source,
        "destination": kind.is_destination,
        "enrichment": False,
        "orchestration": False,
        "logging": False,
    }


def audit(call: Call, item: Connection | BulkSync | Model | ModelSync) -> Shape:
    """Draw who made and who changed a thing, and when."""
    actor = {"id": call.sandbox.user_id, "name": "Sandbox user", "type": "user"}
    saved_by = getattr(item, "updated_by", None) or actor["name"]
    return {
        "created_at": stamp(item.created_at),
        "created_by": actor,
        "updated_at": stamp(item.updated_at),
        "updated_by": actor | {"name": saved_by},
    }
