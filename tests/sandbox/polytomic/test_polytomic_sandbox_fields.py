"""Choosing fields of objects, and what else stands behind "Advanced" of a bulk sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from polytomic import BadRequestError, BulkSyncDefaultScheduleRequest, FieldConfiguration, SchemaConfiguration

if TYPE_CHECKING:
    from polytomic import AsyncPolytomic
    from sandbox_driver import Driver

MANUAL = BulkSyncDefaultScheduleRequest(frequency="manual")


async def test_advanced_settings_can_be_seen(sdk: AsyncPolytomic, driver: Driver) -> None:
    """A journey asserts what Polytomic was told, which its own answers show in part only."""
    body = await driver.sync_body(
        normalize_names="disabled",
        automatically_add_new_objects="onlyIncremental",
        automatically_add_new_fields="none",
    )
    chosen = [FieldConfiguration(id="Name"), FieldConfiguration(id="Phone", obfuscate=True), "Website"]
    body |= {
        "schemas": [SchemaConfiguration(id="Account", fields=chosen), "Contact"],
        "default_schedule": MANUAL,
    }
    sync = (await sdk.bulk_sync.create(**body)).data
    (seen,) = (await driver.switch("GET", "state"))["syncs"]
    names = ("normalize_names", "automatically_add_new_objects", "automatically_add_new_fields")
    assert [seen["settings"][name] for name in names] == ["disabled", "onlyIncremental", "none"]
    assert seen["fields"] == {
        "Account": [
            {"id": "Name", "enabled": True, "obfuscate": False},
            {"id": "Phone", "enabled": True, "obfuscate": True},
            {"id": "Website", "enabled": True, "obfuscate": False},
        ]
    }
    fields = (await sdk.bulk_sync.schemas.get(sync.id, "Account")).data.fields
    assert [field.id for field in fields if field.obfuscated] == ["Phone"]


async def test_a_field_that_the_object_lacks_is_refused(sdk: AsyncPolytomic, driver: Driver) -> None:
    """The refusal names object and field; the corrected body is taken."""
    body = await driver.sync_body() | {"default_schedule": MANUAL}
    for name, is_known in (("Colour", False), ("Industry", True)):
        body["schemas"] = [SchemaConfiguration(id="Account", fields=[name])]
        if is_known:
            await sdk.bulk_sync.create(**body)
            continue
        with pytest.raises(BadRequestError) as refused:
            await sdk.bulk_sync.create(**body)
        assert refused.value.body.message == "unknown fields of Account: Colour"
