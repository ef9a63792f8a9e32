"""The settings of destinations that Polytomic documents, in words that people understand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.models import Field, FieldKind

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_STORES = frozenset({"s3", "gcs", "azureblob"})
SCHEMA, DATASET, FORMAT, SUBFOLDER = "schema", "dataset", "format", "subfolder"

_FIELDS = (
    Field(
        name=SCHEMA, title="Schema", kind=FieldKind.TEXT, required=True, hint="The tables are written there."
    ),
    Field(
        name=DATASET,
        title="Dataset",
        kind=FieldKind.TEXT,
        required=True,
        hint="The tables are written there.",
    ),
    Field(
        name=FORMAT,
        title="File format",
        kind=FieldKind.CHOICE,
        required=True,
        default="csv",
        choices=(("csv", "CSV"), ("json", "JSON"), ("parquet", "Parquet")),
    ),
    Field(
        name=SUBFOLDER,
        title="Folder in the bucket",
        kind=FieldKind.TEXT,
        hint="The files are written there. Empty: at the top of the bucket.",
    ),
    Field(
        name="mirror_schemas",
        title="Keep the source's schemas",
        kind=FieldKind.TOGGLE,
        default=False,
        hint="Each schema of the source gets one of the same name, instead of all tables in one schema.",
        is_advanced=True,
    ),
    Field(
        name="advanced.table_prefix",
        title="Table name prefix",
        kind=FieldKind.TEXT,
        default="",
        hint="Comes before the name of every table.",
        is_advanced=True,
    ),
    Field(
        name="advanced.truncate_existing",
        title="Truncate tables before writing",
        kind=FieldKind.TOGGLE,
        default=False,
        hint="Empties tables without a primary key before each run.",
        is_advanced=True,
    ),
    Field(
        name="advanced.hard_deletes",
        title="Delete rows that were deleted in the source",
        kind=FieldKind.TOGGLE,
        default=False,
        hint="Otherwise they stay and are only marked as deleted.",
        is_advanced=True,
    ),
)
KNOWN: Mapping[str, Field] = MappingProxyType({field.name: field for field in _FIELDS})


def known(type_id: str) -> tuple[Field, ...]:
    """List the documented settings of a type of destination."""
    if type_id in FILE_STORES:
        return KNOWN[FORMAT], KNOWN[SUBFOLDER]
    place = DATASET if type_id == "bigquery" else SCHEMA
    return (KNOWN[place], *(field for field in _FIELDS if field.is_advanced))
