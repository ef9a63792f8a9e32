"""The endpoints of bulk syncs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bot.sandbox.polytomic import bulk_bodies as bodies
from bot.sandbox.polytomic import destinations, shapes
from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call, page
from bot.sandbox.polytomic.catalog import connection_types
from bot.sandbox.polytomic.errors import NO_SCHEMAS, invalid, not_found, unprocessable
from bot.sandbox.polytomic.health import known_schemas
from bot.sandbox.polytomic.progress import progress
from bot.sandbox.polytomic.sources import Schema
from bot.sandbox.polytomic.state import BulkSync, Connection
from bot.sandbox.polytomic.versions import Version

WholeSync = bodies.Sync2023 | bodies.Sync2024 | bodies.Sync2025
_WHOLE: dict[Version, type[WholeSync]] = {
    Version.V2023: bodies.Sync2023,
    Version.V2024: bodies.Sync2024,
    Version.V2025: bodies.Sync2025,
}


DEFAULTS: dict[str, Any] = {
    "mode": "replicate",
    "additional_schedules": [],
    "source_configuration": {},
    "destination_configuration": {},
    "policies": [],
    "automatically_add_new_objects": "none",
    "automatically_add_new_fields": "all",
    "normalize_names": "enabled",
    "concurrency_limit": None,
    "resync_concurrency_limit": None,
    "data_cutoff_timestamp": None,
    "disable_record_timestamps": False,
}


@dataclass(frozen=True)
class Wish:
    """A bulk sync as a body describes it, whatever version it was written in; no schemas means all."""

    name: str
    source_id: str
    destination_id: str
    active: bool
    schemas: Sequence[Any] | None
    settings: dict[str, Any]


def list_syncs(call: Call) -> Answer:
    """List bulk syncs, the last changed first, page by page."""
    syncs = sorted(call.sandbox.syncs, key=lambda sync: sync.updated_at, reverse=True)
    if "active" in call.query:
        active = call.flag("active")
        syncs = [sync for sync in syncs if sync.active == active]
    shown, pagination = page(syncs, call, call.sandbox.config.page_size)
    return data([shapes.bulk_sync(call, sync) for sync in shown], **pagination)


def get_sync(call: Call) -> Answer:
    """Show one bulk sync."""
    return data(shapes.bulk_sync(call, found(call)))


def create_sync(call: Call) -> Answer:
    """Create a bulk sync, once the source's schemas are cached."""
    wish = _wish(call.body(_WHOLE[call.version]))
    now = call.sandbox.clock.now()
    schemas = _granted(call, wish)
    sync = BulkSync(
        id=str(uuid4()),
        name=wish.name,
        source_id=wish.source_id,
        destination_id=wish.destination_id,
        settings=wish.settings,
        created_at=now,
        updated_at=now,
        updated_by=call.sandbox.config.user_name,
        active=wish.active,
        schemas=schemas,
        scheduled_until=now,
    )
    call.sandbox.syncs.add(sync)
    return data(shapes.bulk_sync(call, sync))


def replace_sync(call: Call) -> Answer:
    """Replace a bulk sync's settings; what is left out is reset, the schemas stay."""
    return _change(call, found(call), _wish(call.body(_WHOLE[call.version])))


def patch_sync(call: Call) -> Answer:
    """Change what is named in the body, as 2023 did."""
    sync, body = found(call), call.body(bodies.PatchSync2023)
    wish = Wish(
        name=body.name or sync.name,
        source_id=str(body.source_connection_id or sync.source_id),
        destination_id=str(body.destination_connection_id or sync.destination_id),
        active=sync.active if body.active is None else body.active,
        schemas=body.schemas,
        settings={**sync.settings, **_named_settings(body)},
    )
    return _change(call, sync, wish)


def delete_sync(call: Call) -> Answer:
    """Delete a bulk sync with its runs."""
    call.sandbox.syncs.remove(found(call))
    return Answer()


def activate_sync(call: Call) -> Answer:
    """Let a bulk sync run on its schedule, or pause it; a pause also cancels its run."""
    sync, body = found(call), call.body(bodies.Activate)
    sync.active = body.active
    _touch(call, sync)
    sync.scheduled_until = sync.updated_at
    if not body.active:
        cancel_run(call, sync)
    return data({"id": sync.id, "active": sync.active})


def list_schemas(call: Call) -> Answer:
    """List the schemas of a bulk sync, the disabled ones too unless the filter says otherwise."""
    wanted = call.flag("filters[enabled]") if "filters[enabled]" in call.query else None
    schemas = found(call).schemas.items()
    return data([shapes.sync_schema(call, *pair) for pair in schemas if wanted in {None, pair[1]["enabled"]}])


def get_schema(call: Call) -> Answer:
    """Show one schema of a bulk sync."""
    setting = found(call).schemas.get(call.path["schema"])
    if setting is None:
        raise not_found("schema")
    return data(shapes.whole_schema(call, call.path["schema"], setting))


def patch_schemas(call: Call) -> Answer:
    """Change the schemas that the body names, and only those; one without fields gets all of them."""
    sync, body = found(call), call.body(bodies.PatchSchemas)
    _refuse_unknown([schema.id for schema in body.schemas], sync.schemas)
    for schema in body.schemas:
        sync.schemas[schema.id] |= _named(schema, without={"id", "fields"})
        sync.schemas[schema.id].pop("fields", None)
        if schema.fields is not None:
            fields = [_patched_field(field) for field in schema.fields]
            sync.schemas[schema.id]["fields"] = fields
    _touch(call, sync)
    return data([shapes.sync_schema(call, schema.id, sync.schemas[schema.id]) for schema in body.schemas])


def found(call: Call) -> BulkSync:
    """Find the bulk sync that the path names."""
    sync = call.sandbox.syncs.get(call.path["sync"])
    if sync is None:
        raise not_found("bulk sync")
    return sync


def cancel_run(call: Call, sync: BulkSync) -> None:
    """Ask the bulk sync's present run to stop, if there is one."""
    now = call.sandbox.clock.now()
    run = sync.executions[-1] if sync.executions else None
    if run is not None and run.cancel_at is None and not progress(run, now).is_over:
        run.cancel_at = now


def _change(call: Call, sync: BulkSync, wish: Wish) -> Answer:
    schemas = _granted(call, wish, of=sync)
    call.sandbox.syncs.rename(sync, wish.name)
    sync.source_id, sync.destination_id, sync.schemas = wish.source_id, wish.destination_id, schemas
    sync.settings, sync.active = wish.settings, wish.active
    _touch(call, sync)
    return data(shapes.bulk_sync(call, sync))


def _touch(call: Call, sync: BulkSync) -> None:
    """Write down who saved a bulk sync, and when."""
    sync.updated_at, sync.updated_by = call.sandbox.clock.now(), call.sandbox.config.user_name


def _granted(call: Call, wish: Wish, of: BulkSync | None = None) -> dict[str, dict[str, Any]]:
    """Refuse a wish that cannot be granted, and settle the schemas of one that can."""
    source = _end(call, "source", wish.source_id)
    destination = _end(call, "destination", wish.destination_id)
    sandbox, other_than = call.sandbox, of.id if of else ""
    if sandbox.config.unique_sync_names and sandbox.syncs.is_taken(wish.name, by_other_than=other_than):
        raise unprocessable(f'a bulk sync named "{wish.name}" already exists')
    destinations.check(connection_types()[destination.type], wish.settings["destination_configuration"])
    known = _cached(call, source)
    if of is not None and of.source_id == source.id and not wish.schemas:
        return of.schemas
    return _chosen(known, wish.schemas)


def _end(call: Call, role: str, connection_id: str) -> Connection:
    item = call.sandbox.connections.get(connection_id)
    if item is None:
        raise invalid(f"{role}_connection_id: no connection has this id")
    kind = connection_types()[item.type]
    if not (kind.is_source if role == "source" else kind.is_bulk_destination):
        raise invalid(f"a {kind.name} connection cannot be the {role} of a bulk sync")
    return item


def _cached(call: Call, source: Connection) -> dict[str, Schema]:
    """List a source's schemas; refuse when it is broken, or when none are cached yet."""
    if not source.is_healthy and source.status_error:
        raise unprocessable(f'the source connection "{source.name}" is unhealthy: {source.status_error}')
    schemas = known_schemas(call.sandbox, source)
    if not schemas:
        raise invalid(NO_SCHEMAS)
    return schemas


def _chosen(known: dict[str, Schema], asked: Sequence[Any] | None) -> dict[str, dict[str, Any]]:
    """Settle each schema of the source: enabled when it was asked for, or when nothing was said."""
    if asked is None:
        return {schema: {"enabled": True} for schema in known}
    wanted = [bodies.SchemaConfiguration(id=item) if isinstance(item, str) else item for item in asked]
    _refuse_unknown([item.id for item in wanted], known)
    settings: dict[str, dict[str, Any]] = {schema: {"enabled": False} for schema in known}
    for item in wanted:
        settings[item.id] = {"enabled": True, **_named(item, without={"id", "fields"})}
        if item.fields is not None:
            settings[item.id]["fields"] = _chosen_fields(known[item.id], item.fields)
    return settings


def _chosen_fields(schema: Schema, asked: Sequence[str | bodies.FieldConfiguration]) -> list[dict[str, Any]]:
    """Settle the fields that were asked for: enabled and readable unless something else was said."""
    wanted = [bodies.FieldConfiguration(id=item) if isinstance(item, str) else item for item in asked]
    known = {field["id"] for field in schema["fields"]}
    unknown = [item.id for item in wanted if item.id not in known]
    if unknown:
        raise invalid(f"unknown fields of {schema['id']}: {', '.join(unknown)}")
    return [
        {"id": item.id, "enabled": item.enabled is not False, "obfuscate": bool(item.obfuscate)}
        | ({"user_output_name": item.user_output_name} if item.user_output_name else {})
        for item in wanted
    ]


def _patched_field(field: bodies.PatchedField) -> dict[str, Any]:
    """Read a field as the schemas sub-resource spells it."""
    known = {"id": field.id, "enabled": field.enabled is not False, "obfuscate": bool(field.obfuscated)}
    return known | ({"user_output_name": field.user_output_name} if field.user_output_name else {})


def _refuse_unknown(asked: list[str], known: Collection[str]) -> None:
    unknown = [schema for schema in asked if schema not in known]
    if unknown:
        raise invalid(f"unknown schemas: {', '.join(unknown)}")


def _wish(body: WholeSync) -> Wish:
    return Wish(
        name=body.name,
        source_id=str(body.source_connection_id),
        destination_id=str(body.destination_connection_id),
        # What an omitted `active` means is not documented: taken as false, like other booleans.
        active=bool(body.active),
        schemas=body.schemas,
        settings={**DEFAULTS, **_named_settings(body)},
    )


def _named_settings(body: WholeSync | bodies.PatchSync2023) -> dict[str, Any]:
    """List the settings that a body names, in one form whatever version they were written in."""
    given = _named(body, without={"name", "source_connection_id", "destination_connection_id"})
    if "default_schedule" in given:
        given["schedule"] = given.pop("default_schedule")
    given.get("schedule", {}).pop("id", None)  # a bulk sync has one, which is drawn with the sync's own id
    for further in given.get("additional_schedules", ()):
        further.setdefault("id", str(uuid4()))
    if "discover" in given:
        given.setdefault("automatically_add_new_objects", "all" if given["discover"] else "none")
    return {name: value for name, value in given.items() if name in {*DEFAULTS, "schedule"}}


def _named(body: bodies.Body, *, without: set[str]) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude=without, exclude_none=True)
