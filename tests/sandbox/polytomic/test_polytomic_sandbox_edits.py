from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox_driver import Driver

CHOSEN = {
    "id": "Account",
    "fields": [{"id": "Id", "enabled": True}, {"id": "Phone", "enabled": True, "obfuscate": True}],
    "filters": [{"field_id": "Id", "function": "IsNotNull"}],
    "partition_key": "Id",
}
RARE: dict[str, Any] = {
    "mode": "append",
    "active": True,
    "automatically_add_new_objects": "all",
    "normalize_names": "legacy",
    "concurrency_limit": 3,
    "data_cutoff_timestamp": "2026-01-01T00:00:00Z",
    "disable_record_timestamps": True,
    "additional_schedules": [{"frequency": "daily", "hour": "04", "resync_mode": "resync"}],
}


async def test_what_an_update_leaves_out_is_reset_but_not_the_objects(driver: Driver) -> None:
    """As the original says: everything in the body is written, everything else goes back to its default."""
    body = await driver.sync_body(**RARE, schemas=[CHOSEN, "Contact"])
    made = await driver.data("POST", "/api/bulk/syncs", body)
    assert made["additional_schedules"][0]["id"]
    for name in (*RARE, "schemas"):
        body.pop(name)
    await driver.advance(60)
    await driver.switch("POST", "config", user_name="Grace Hopper")
    put = await driver.data("PUT", f"/api/bulk/syncs/{made['id']}", body)
    reset = {name: put[name] for name in RARE}
    assert reset == {
        "mode": "replicate",
        "active": False,
        "automatically_add_new_objects": "none",
        "normalize_names": "enabled",
        "concurrency_limit": None,
        "data_cutoff_timestamp": None,
        "disable_record_timestamps": False,
        "additional_schedules": [],
    }
    assert put["updated_at"] > made["updated_at"]
    assert (made["updated_by"]["name"], put["updated_by"]["name"]) == ("Sandbox user", "Grace Hopper")
    enabled = await driver.data("GET", f"/api/bulk/syncs/{made['id']}/schemas?filters[enabled]=true")
    assert [one["id"] for one in enabled] == ["Account", "Contact"]


async def test_a_patched_object_without_fields_gets_all_of_them(driver: Driver) -> None:
    """What is said of its fields replaces what was; what is not said of the rest stays."""
    made = await driver.sync(schemas=[CHOSEN, "Contact"])
    path = f"/api/bulk/syncs/{made['id']}/schemas"
    whole = await driver.data("GET", f"{path}/Account")
    phone = {"id": "Phone", "enabled": True, "obfuscated": True}
    assert whole["fields"] == [{"id": "Id", "enabled": True, "obfuscated": False}, phone]
    assert whole["filters"] == CHOSEN["filters"]

    off = {"id": "Account", "enabled": False, "fields": whole["fields"]}
    await driver.data("PATCH", path, {"schemas": [off]})
    assert await driver.data("GET", f"{path}/Account") == whole | {"enabled": False}
    await driver.data("PATCH", path, {"schemas": [{"id": "Account", "enabled": True}]})
    assert await driver.data("GET", f"{path}/Account") == whole | {"fields": []}
    assert (await driver.data("GET", f"{path}/Contact"))["enabled"]
