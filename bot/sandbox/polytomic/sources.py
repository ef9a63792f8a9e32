"""The objects that a source offers, with their fields."""

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from bot.sandbox.polytomic.catalog import connection_types

_FILES = frozenset({"azureblob", "cloudflare_r2", "csv", "dropbox", "gcs", "s3", "sftp", "tigris"})
_SAME_NAME = frozenset({"salesforce", "hubspot", "postgresql"})
_REMOTE_TYPES = {
    "number": "double",
    "boolean": "boolean",
    "datetime": "datetime",
    "object": "json",
    "array": "json",
}

Schema = dict[str, Any]


@lru_cache(maxsize=64)
def objects(connection_type: str, count: int | None) -> dict[str, Schema]:
    """List a source's objects by id; `count` cuts the list, or lengthens it with made-up objects."""
    family = _catalogue()[_family(connection_type)]
    names = list(family["objects"]) if count is None else list(family["objects"])[:count]
    made_up = (family["more"].format(number=number) for number in range(1, (count or 0) - len(names) + 1))
    return {
        name: {"id": name, "name": _label(name), "fields": _fields(family, name)}
        for name in (*names, *made_up)
    }


def normalized(name: str) -> str:
    """Write an object's name the way Polytomic names its table in a warehouse."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
    return "_".join(part for part in letters.lower().split("_") if part)


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, Any]:
    text = (files(__package__) / "source_objects.json").read_text(encoding="utf-8")
    catalogue: dict[str, Any] = json.loads(text)
    return catalogue


def _family(connection_type: str) -> str:
    if connection_type in _SAME_NAME:
        return connection_type
    if connection_type in _FILES:
        return "files"
    kind = connection_types()[connection_type]
    return "database" if kind.is_bulk_destination or connection_type == "mongodb" else "service"


def _label(name: str) -> str:
    return name.removesuffix("__c").rpartition(".")[2].replace("_", " ")


def _fields(family: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return _listed(f"{family['common']} {family['objects'].get(name, 'name')}")


@cache  # the made-up objects all have the same fields
def _listed(words: str) -> list[dict[str, Any]]:
    return [_field(word) for word in words.split()]


def _field(word: str) -> dict[str, Any]:
    name, _, kind = word.partition(":")
    field: dict[str, Any] = {
        "id": name,
        "name": name,
        "type": kind if kind in _REMOTE_TYPES else "string",
        "remote_type": "reference" if kind.startswith(">") else _REMOTE_TYPES.get(kind, "string"),
        "is_primary_key": kind == "id",
    }
    if kind.startswith(">"):
        field["association"] = {"reference_to": [kind[1:]], "referenced_field": "id"}
    return field
