"""What the destination of a bulk sync can be told."""

from typing import Any, Literal

from bot.sandbox.polytomic.catalog import ConnectionType
from bot.sandbox.polytomic.errors import invalid
from bot.sandbox.polytomic.versions import Version

FILE_STORES = frozenset({"azureblob", "cloudflare_r2", "gcs", "s3", "sftp", "tigris"})
FORMATS = ("csv", "json", "parquet")
Form = dict[str, dict[str, Any]]
Style = Literal["form", "schema"]
_ROOT = "BulkDestinationConfiguration"

_ADVANCED: Form = {
    "table_prefix": {"type": "string", "default": ""},
    "truncate_existing": {"type": "boolean", "default": False},
    "hard_deletes": {"type": "boolean", "default": False},
}
_MODES = {
    "replicate": ("Replicate", "Keep a copy of the source, updating what changed."),
    "snapshot": ("Snapshot", "Write everything anew with every run."),
    "append": ("Append", "Add what changed, keeping what was there."),
}


def form(kind: ConnectionType) -> Form:
    """List the fields of `destination_configuration` for a type of destination."""
    if kind.id in FILE_STORES:
        return {
            "format": {"type": "string", "default": "csv", "enum": list(FORMATS)},
            "subfolder": {"type": "string", "default": ""},
        }
    container = "dataset" if kind.id == "bigquery" else "schema"
    return {
        container: {"type": "string", "default": ""},
        "mirror_schemas": {"type": "boolean", "default": False},
        "advanced": {"type": "object", "default": {}, "items": _ADVANCED},
    }


def modes(version: Version) -> list[str]:
    """List the modes that a bulk sync can have."""
    return [mode for mode in _MODES if mode != "append" or version >= Version.V2025]


def described(kind: ConnectionType, version: Version, style: Style) -> dict[str, Any]:
    """Draw the answer of `GET …/bulksync/target`, its configuration in one of the two styles seen so far."""
    known = form(kind)
    shape: dict[str, Any] = {
        "configuration": _as_schema(known)
        if style == "schema"
        else {name: _entry(entry) for name, entry in known.items()},
        "modes": [
            {
                "id": mode,
                "label": _MODES[mode][0],
                "description": _MODES[mode][1],
                "requires_identity": False,
                "supports_field_sync_mode": False,
                "supports_target_filters": False,
            }
            for mode in modes(version)
        ],
    }
    if version >= Version.V2025:
        shape["supported_resync_modes"] = ["refetch", "resync", "rebuild"]
        shape["supports_history_mode"] = kind.id not in FILE_STORES
    return shape


def check(kind: ConnectionType, configuration: dict[str, Any]) -> None:
    """Refuse what the destination cannot be told, naming the field."""
    _check("", form(kind), configuration)


def _check(prefix: str, known: Form, given: dict[str, Any]) -> None:
    types = {"string": str, "boolean": bool, "object": dict}
    for name, value in given.items():
        field = f"destination_configuration.{prefix}{name}"
        if name not in known:
            raise invalid(f'unknown field "{field}"')
        if not isinstance(value, types[known[name]["type"]]):
            raise invalid(f'field "{field}" must be of type {known[name]["type"]}')
        if value not in known[name].get("enum", [value]):
            raise invalid(f'field "{field}" must be one of: {", ".join(known[name]["enum"])}')
        if isinstance(value, dict):
            _check(f"{prefix}{name}.", known[name]["items"], value)


def _as_schema(known: Form) -> dict[str, Any]:
    """Write a form as draft-04 JSON Schema, in which every object is a definition of its own."""
    definitions: dict[str, Any] = {}
    _define(_ROOT, known, definitions)
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "$ref": f"#/definitions/{_ROOT}",
        "definitions": definitions,
    }


def _define(name: str, known: Form, definitions: dict[str, Any]) -> None:
    properties: dict[str, Any] = {}
    for field, entry in known.items():
        if "items" in entry:
            _define(field.title(), entry["items"], definitions)
            properties[field] = {"$ref": f"#/definitions/{field.title()}"}
        else:
            properties[field] = {**entry, "title": field.replace("_", " ").capitalize()}
    definitions[name] = {"type": "object", "properties": properties, "additionalProperties": False}


def _entry(field: dict[str, Any]) -> dict[str, Any]:
    items = field.get("items")
    return {
        "default": field["default"],
        "required": False,
        "items": {name: _entry(inner) for name, inner in items.items()} if items else None,
        **({"enum": field["enum"]} if "enum" in field else {}),
    }
