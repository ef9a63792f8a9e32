"""The endpoints of models and model syncs, which can be read only: `POST /_sandbox/models` makes them."""

from typing import Any

from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call, page
from bot.sandbox.polytomic.errors import not_found
from bot.sandbox.polytomic.shapes import audit
from bot.sandbox.polytomic.state import BulkSync, Connection, Model, ModelSync, Sandbox
from bot.sandbox.polytomic.versions import Version

MOST = 50  # on one page; a greater `limit` counts as this one


def list_models(call: Call) -> Answer:
    """List models, the last changed first, page by page."""
    models = sorted(call.sandbox.models, key=lambda model: model.updated_at, reverse=True)
    shown, pagination = page(models, call, _limit(call))
    return data([_model(call, model) for model in shown], **pagination)


def get_model(call: Call) -> Answer:
    """Show one model."""
    model = call.sandbox.models.get(call.path["model"])
    if model is None:
        raise not_found("model")
    return data(_model(call, model))


def list_syncs(call: Call) -> Answer:
    """List model syncs: whole and all at once before 2025, since then in brief and page by page."""
    syncs = sorted(call.sandbox.model_syncs, key=lambda sync: sync.updated_at, reverse=True)
    wanted = {"target_connection_id": call.text("target_connection_id"), "mode": call.text("mode")}
    for name, value in wanted.items():
        syncs = [sync for sync in syncs if value in {None, getattr(sync, name)}]
    if "active" in call.query:
        active = call.flag("active")
        syncs = [sync for sync in syncs if sync.active == active]
    if call.version < Version.V2025:
        return data([_whole_sync(call, sync) for sync in syncs])
    shown, pagination = page(syncs, call, _limit(call))
    return data([_brief_sync(call, sync) for sync in shown], **pagination)


def get_sync(call: Call) -> Answer:
    """Show one model sync."""
    sync = call.sandbox.model_syncs.get(call.path["sync"])
    if sync is None:
        raise not_found("sync")
    return data(_whole_sync(call, sync))


def users(sandbox: Sandbox, item: Connection) -> tuple[list[BulkSync], list[Model], list[ModelSync]]:
    """List what would break without a connection."""
    bulk_syncs = [sync for sync in sandbox.syncs if item.id in {sync.source_id, sync.destination_id}]
    models = [model for model in sandbox.models if model.connection_id == item.id]
    lost = {model.id for model in models}
    syncs = [
        sync
        for sync in sandbox.model_syncs
        if sync.target_connection_id == item.id or lost.intersection(sync.model_ids)
    ]
    return bulk_syncs, models, syncs


def _limit(call: Call) -> int:
    text = call.text("limit") or ""
    asked = int(text) if text.isascii() and text.isdigit() else 0
    return asked if 0 < asked < MOST else MOST


def _model(call: Call, model: Model) -> dict[str, Any]:
    connection = call.sandbox.connections.get(model.connection_id)
    shape: dict[str, Any] = {
        "id": model.id,
        "name": model.name,
        "type": connection.type if connection else "",
        "connection_id": model.connection_id,
        "configuration": {"table": model.name},
        "identifier": "id",
        "fields": [{"id": f"{model.id}.id", "name": "id", "label": "id", "type": "string", "unique": True}],
        "tracking_columns": [],
        "relations": [],
        "labels": [],
        "policies": [],
        "organization_id": call.sandbox.organization_id,
    }
    return shape | ({"version": 1, **audit(call, model)} if call.version >= Version.V2024 else {})


def _brief_sync(call: Call, sync: ModelSync) -> dict[str, Any]:
    return {
        "id": sync.id,
        "name": sync.name,
        "active": sync.active,
        "mode": sync.mode,
        "model_ids": sync.model_ids,
        "schedule": {"frequency": "manual"},
        "target_connection_id": sync.target_connection_id,
        "target_object": sync.target_object,
        "organization_id": call.sandbox.organization_id,
        **audit(call, sync),
    }


def _whole_sync(call: Call, sync: ModelSync) -> dict[str, Any]:
    shape = _brief_sync(call, sync)
    target = {"connection_id": shape.pop("target_connection_id"), "object": shape.pop("target_object")}
    fields = [
        {"source": {"model_id": model_id, "field": "id"}, "target": "external_id"}
        for model_id in sync.model_ids
    ]
    shape |= {"target": target, "fields": fields, "policies": [], "filters": []}
    if call.version < Version.V2024:
        for name in ("model_ids", "created_at", "created_by", "updated_at", "updated_by"):
            shape.pop(name)
    return shape
