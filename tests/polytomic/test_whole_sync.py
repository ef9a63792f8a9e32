"""An update replaces everything: whatever a version knows of a bulk sync is written back as it was read."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from polytomic import (
    AsyncPolytomic,
    BulkField,
    BulkFilter,
    BulkSchema,
    BulkSyncAdditionalScheduleRequest,
    BulkSyncAdditionalScheduleResponse,
    BulkSyncDefaultScheduleRequest,
    BulkSyncDefaultScheduleResponse,
    BulkSyncResponse,
)
from polytomic.bulk_sync.client import AsyncBulkSyncClient
from polytomic_doubles import API_KEY, KEY, Loopback, Script, Wish, asked_of_both, refused, said

from bot.models import Field, FieldKind, Frequency, Schedule
from bot.polytomic import ChangedMeanwhile, NameTaken, SyncChange, WholeSync, targets
from bot.polytomic.client.edits import whole_body
from bot.polytomic.models import SyncSchema
from bot.polytomic.versions import V2023, V2024, V2025

if TYPE_CHECKING:
    from bot.polytomic.versions import Version

NOT_OURS = {"self", "id", "idempotency_key", "request_options"}
IN_2024 = {"schedule", "discover"}
WHO = {
    "created_at": "2026-01-01T00:00:00Z",
    "created_by": {"id": "u1", "name": "Ada", "type": "user"},
    "updated_at": "2026-02-01T00:00:00Z",
    "updated_by": {"id": "u2", "name": "Grace", "type": "user"},
}
DAILY = {"id": "d1", "frequency": "daily", "hour": "05", "minute": "30"}
ODD = {
    "id": "d2",
    "frequency": "custom",
    "hour": "1",
    "minute": "2",
    "day_of_week": "friday",
    "day_of_month": "3",
    "month": "4",
    "schemas": ["Account"],
    "selective_mode": "none",
    "resync_mode": "refetch",
}
EVERYTHING: dict[str, Any] = {
    "id": "s1",
    "name": "Orders",
    "active": True,
    "mode": "append",
    "source_connection_id": "c1",
    "source_configuration": {"replication_slot": "slot"},
    "destination_connection_id": "c2",
    "destination_configuration": {"schema": "S", "key": "****", "advanced": {"table_prefix": "x_"}},
    "default_schedule": {**DAILY, **WHO},
    "additional_schedules": [{**ODD, **WHO}],
    "automatically_add_new_objects": "all",
    "automatically_add_new_fields": "none",
    "normalize_names": "legacy",
    "concurrency_limit": 3,
    "resync_concurrency_limit": 2,
    "data_cutoff_timestamp": "2026-01-01T00:00:00Z",
    "disable_record_timestamps": True,
    "policies": ["p1"],
    "organization_id": "o1",
    **WHO,
}
WHOLE = WholeSync(EVERYTHING, (SyncSchema(id="Account"), SyncSchema(id="Contact", enabled=False)))
UNCHANGED: dict[str, Any] = {  # what the SDK is told to write the same sync back
    name: value for name, value in EVERYTHING.items() if name not in {"id", "default_schedule", *WHO}
} | {
    "default_schedule": BulkSyncDefaultScheduleRequest(**DAILY),
    "additional_schedules": [BulkSyncAdditionalScheduleRequest(**ODD)],
    "data_cutoff_timestamp": datetime(2026, 1, 1, tzinfo=UTC),
}
HOURLY = Schedule(frequency=Frequency.HOURLY, minute=15)
CHANGES: dict[str, tuple[SyncChange, dict[str, Any]]] = {
    "name": (SyncChange(name="New"), {"name": "New"}),
    "schedule": (
        SyncChange(schedule=HOURLY),
        {"default_schedule": BulkSyncDefaultScheduleRequest(id="d1", frequency="hourly", minute="15")},
    ),
    "settings": (
        SyncChange(settings={"schema": "T", "advanced.table_prefix": "", "advanced.hard_deletes": True}),
        {"destination_configuration": {"schema": "T", "key": "****", "advanced": {"hard_deletes": True}}},
    ),
}


def sdk_fields() -> set[str]:
    """List what the official SDK can say in an update."""
    return set(inspect.signature(AsyncBulkSyncClient.update).parameters) - NOT_OURS


def test_every_field_that_the_sdk_can_update_is_carried() -> None:
    """A field that is forgotten here would be reset by whoever edits a name; objects are changed apart."""
    assert {*V2025.update_fields, "schemas"} == sdk_fields()
    newer = {"default_schedule", "additional_schedules"}
    assert {*V2024.update_fields, "schemas"} == sdk_fields() - newer | IN_2024
    assert set(V2023.update_fields) < set(V2024.update_fields)


def test_the_sample_has_every_field_that_polytomic_answers() -> None:
    """Else the comparisons below would prove less than they say."""
    assert set(EVERYTHING) == set(BulkSyncResponse.model_fields)
    assert {*ODD, *WHO} == set(BulkSyncAdditionalScheduleResponse.model_fields)
    assert set(ODD) == set(BulkSyncAdditionalScheduleRequest.model_fields)
    responses = set(BulkSyncDefaultScheduleResponse.model_fields)
    assert set(BulkSyncDefaultScheduleRequest.model_fields) == responses - set(WHO)


@pytest.mark.parametrize("what", CHANGES)
async def test_an_update_is_the_sdk_s_with_everything_repeated(server: Loopback, what: str) -> None:
    """Method, path and body are what the official SDK sends for the same sync with the same change."""
    change, told = CHANGES[what]
    wish = Wish(
        what,
        lambda p: p.update_bulk_sync(WHOLE, change, key=KEY),
        lambda s: s.bulk_sync.update("s1", **UNCHANGED | told, idempotency_key=KEY),
        {"id": "s1", "name": "Orders"},
    )
    await asked_of_both(server, wish)
    ours, theirs = server.heard
    assert (ours.method, ours.path, ours.body) == (theirs.method, theirs.path, theirs.body)
    assert ours.headers["idempotency-key"] == theirs.headers["idempotency-key"]


async def test_switching_objects_keeps_their_fields_and_filters(server: Loopback) -> None:
    """Without its fields, Polytomic would take all of an object's fields, the hidden ones too."""
    server.answer = {
        "data": {
            "id": "Account",
            "enabled": True,
            "output_name": "account",
            "destination_history_output_name": "account_history",
            "user_output_name": "accounts",
            "partition_key": "Id",
            "tracking_field": None,
            "filters": [{"field_id": "Id", "function": "IsNotNull"}],
            "fields": [{"id": "Phone", "enabled": False, "obfuscated": True, "output_name": "phone"}],
        }
    }
    async with server.client() as ours:
        await ours.switch_objects("s1", {"Account": False}, key=KEY)
    _, patched = server.heard
    server.answer = {"data": []}
    async with httpx.AsyncClient() as http:
        sdk = AsyncPolytomic(token=API_KEY, base_url=server.url, max_retries=0, httpx_client=http)
        account = BulkSchema(
            id="Account",
            enabled=False,
            user_output_name="accounts",
            partition_key="Id",
            filters=[BulkFilter(field_id="Id", function="IsNotNull")],
            fields=[BulkField(id="Phone", enabled=False, obfuscated=True)],
        )
        await sdk.bulk_sync.schemas.patch("s1", schemas=[account], idempotency_key=KEY)
    theirs = server.heard[-1]
    assert (patched.method, patched.path, patched.body) == (theirs.method, theirs.path, theirs.body)


async def test_many_objects_are_switched_in_several_steps() -> None:
    """A body of thousands of objects with all their fields is refused by whatever stands in between."""
    fields = [{"id": "Id", "enabled": True, "obfuscated": False, "output_name": "id"}]
    names = [f"o{number}" for number in range(101)]
    objects = [said({"id": name, "enabled": False, "fields": fields}) for name in names]
    script = Script(*objects[:100], said([]), objects[100], said([]))
    async with script.client() as client:
        await client.switch_objects("s1", dict.fromkeys(names, True), key=KEY)
    steps = [body["schemas"] for body in script.bodies() if body]
    assert [len(step) for step in steps] == [100, 1]
    kept = [{"id": "Id", "enabled": True, "obfuscated": False}]
    assert steps[1] == [{"id": "o100", "enabled": True, "fields": kept}]
    assert set(script.keys()) == {None, KEY, f"{KEY}-100"}


@pytest.mark.parametrize("version", [V2023, V2024])
def test_an_older_version_is_written_what_it_has_said(version: Version) -> None:
    """The same whole, in the older words; the older name of a setting does not contradict the newer one."""
    multi = {"frequency": "multi", "multi": {"schedules": [{"item": "all", "schedule": DAILY}]}}
    older = {
        name: value for name, value in EVERYTHING.items() if not name.endswith(("schedule", "schedules"))
    }
    older |= {"schedule": multi, "discover": True}
    body = whole_body(WholeSync(older, ()), SyncChange(name="New"), version)
    kept = {name: older[name] for name in version.update_fields if name in older}
    if version is V2024:
        kept.pop("discover")
    assert body == kept | {"name": "New"}
    changed = whole_body(WholeSync(older, ()), SyncChange(schedule=HOURLY), version)
    assert changed["schedule"] == {"frequency": "hourly", "minute": "15"}


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("the bulk sync is being changed", ChangedMeanwhile),
        ('a bulk sync named "Orders" already exists', NameTaken),
    ],
)
async def test_a_conflict_is_somebody_else_s_change(message: str, kind: type[Exception]) -> None:
    """A 409 is not repeated: it says that there is something to look at, and once that is over it goes on."""
    script = Script(refused(409, message), said({"id": "s1"}))
    async with script.client() as client:
        with pytest.raises(kind):
            await client.update_bulk_sync(WHOLE, SyncChange(name="New"), key=KEY)
        await client.update_bulk_sync(WHOLE, SyncChange(name="New"), key="another-key")
    assert script.keys() == [KEY, "another-key"]


def test_the_fingerprint_follows_everything_and_tells_nothing() -> None:
    """Any change by anybody gives another one; the order in which Polytomic lists things gives none."""
    schemas = WHOLE.schemas
    turned = WholeSync(dict(reversed(EVERYTHING.items())), schemas[::-1])
    assert turned.fingerprint == WHOLE.fingerprint
    others = [WholeSync(EVERYTHING | {name: "x"}, schemas) for name in EVERYTHING if name != "id"]
    others += [WholeSync(EVERYTHING, schemas[:1]), WholeSync(EVERYTHING, (SyncSchema(id="Account"),) * 2)]
    assert len({WHOLE.fingerprint, *(one.fingerprint for one in others)}) == len(others) + 1
    assert len(WHOLE.fingerprint) == 20
    assert "****" not in repr(WHOLE)


def test_a_setting_that_no_form_can_show_is_not_asked_and_stays() -> None:
    """A mask, a value of another kind, a choice that is not offered: none may be overwritten by a form."""
    asked = (
        Field(name="schema", title="Schema", kind=FieldKind.TEXT),
        Field(name="key", title="Key", kind=FieldKind.TEXT),
        Field(name="format", title="Format", kind=FieldKind.CHOICE, choices=(("csv", "CSV"),)),
        Field(name="advanced.flag", title="Flag", kind=FieldKind.TOGGLE, default=False),
        Field(name="advanced.odd", title="Odd", kind=FieldKind.TOGGLE),
        Field(name="limit", title="Limit", kind=FieldKind.NUMBER),
    )
    stored = {
        "schema": "S",
        "key": "*****",
        "format": "orc",
        "advanced": {"odd": "yes", "x": [1]},
        "limit": 3,
    }
    assert targets.stated(stored, asked) == {"schema": "S", "advanced.flag": False, "limit": 3}
    changed = targets.restated(stored, {"schema": "", "advanced.flag": True})
    assert changed == {
        "key": "*****",
        "format": "orc",
        "advanced": {"odd": "yes", "x": [1], "flag": True},
        "limit": 3,
    }
    assert stored["schema"] == "S", "what was read is not touched"
