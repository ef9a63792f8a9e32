"""The tutorial's three requests as they stand there; and what each version has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx
    from sandbox_driver import Driver

PINNED = "2023-04-25"
SALESFORCE = {
    "name": "Salesforce Connection",
    "type": "salesforce",
    "configuration": {"domain": "https://example.my.salesforce.com"},
}
SNOWFLAKE = {
    "name": "Snowflake Connection",
    "type": "snowflake",
    "configuration": {
        "account": "uc193736182",
        "username": "user",
        "password": "secret",
        "dbname": "database",
    },
}
NOT_YET = {
    "status": 400,
    "message": "No schemas found. This can mean that the Polytomic has not cached any schemas yet. "
    "Please try again.",
    "metadata": None,
}


def sync_body(source: Any, destination: Any) -> dict[str, Any]:
    """Return the tutorial's third body."""
    return {
        "name": "Salesforce Bulk Sync",
        "source_connection_id": source["id"],
        "destination_connection_id": destination["id"],
        "mode": "replicate",
        "schedule": {"frequency": "manual"},
        "destination_configuration": {"schema": "SALESFORCE_CONNECTION"},
        "schemas": ["Account", "Contact"],
    }


async def post(driver: Driver, path: str, body: Any) -> httpx.Response:
    """Send a request with exactly the tutorial's headers."""
    headers = {"accept": "application/json", "content-type": "application/json"}
    return await driver.call("POST", path, body, version=PINNED, **headers)


async def test_the_tutorial_works_as_written(driver: Driver) -> None:
    """This is the whole reason for the bot: link, sign-in, a wait for schemas, and a bulk sync."""
    source = (await post(driver, "/api/connections", SALESFORCE)).json()["data"]
    destination = (await post(driver, "/api/connections", SNOWFLAKE)).json()["data"]
    assert (source["status"], destination["status"]) == ("unhealthy", "healthy")
    await driver.http.post(source["auth_url"], data={"decision": "allow"})
    early = await post(driver, "/api/bulk/syncs", sync_body(source, destination))
    assert (early.status_code, early.json()) == (400, NOT_YET)
    await driver.advance(61)
    created = await post(driver, "/api/bulk/syncs", sync_body(source, destination))
    assert created.status_code == 200
    assert created.headers["x-polytomic-version"] == PINNED
    assert created.json()["data"]["schedule"] == {"frequency": "manual"}


async def test_answers_have_only_what_their_version_knows(driver: Driver) -> None:
    """A bot for an older version must not come to rely on newer fields."""
    connection = (await post(driver, "/api/connections", SNOWFLAKE)).json()["data"]
    assert not {"saved", "created_at", "healthcheck_interval", "rate_limit"} & set(connection)
    kinds = await driver.data("GET", "/api/connection_types", version=PINNED)
    assert set(kinds[0]) == {"id", "name", "use_oauth", "envConfig"}
    sync = await driver.sync()
    for version, schedule in (
        (PINNED, "schedule"),
        ("2024-02-08", "schedule"),
        ("2025-09-18", "default_schedule"),
    ):
        shown = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}", version=version)
        assert {"schedule", "default_schedule"} & set(shown) == {schedule}
    await driver.start(sync)
    (run,) = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/executions", version=PINNED)
    assert not {"record_count", "status_message"} & set(run)
    assert "record_count" in run["schemas"][0]


@pytest.mark.parametrize(
    ("method", "path", "versions"),
    [
        ("GET", "/api/connection_types/snowflake", {"2024-02-08", "2025-09-18"}),
        ("GET", "/api/connections/{source}/schemas/status", {"2024-02-08", "2025-09-18"}),
        ("GET", "/api/connections/{source}/bulksync/source", {"2024-02-08", "2025-09-18"}),
        ("GET", "/api/connections/{source}/schemas/Account", {"2024-02-08", "2025-09-18"}),
        ("GET", "/api/connections/{goal}/bulksync/target", {"2024-02-08", "2025-09-18"}),
        ("GET", "/api/bulk/syncs/status?all=true", {"2024-02-08", "2025-09-18"}),
        ("GET", "/api/bulk/source/{source}", {PINNED}),
        ("GET", "/api/bulk/source/{source}/status", {PINNED}),
        ("GET", "/api/bulk/source/{source}/schema/Account", {PINNED}),
        ("GET", "/api/bulk/dest/{goal}", {PINNED}),
    ],
)
async def test_endpoints_exist_only_in_their_versions(
    driver: Driver, method: str, path: str, versions: set[str]
) -> None:
    """A path of another version is as unknown as any other."""
    source, goal = await driver.salesforce(), await driver.snowflake()
    full = path.format(source=source["id"], goal=goal["id"])
    answered = {
        version
        for version in (PINNED, "2024-02-08", "2025-09-18")
        if (await driver.call(method, full, version=version)).status_code == 200
    }
    assert answered == versions


async def test_changes_are_patched_in_2023_and_put_since(driver: Driver) -> None:
    """PATCH keeps what it does not name; PUT resets it; each version has only its own."""
    sync = await driver.sync(active=True, concurrency_limit=3)
    path = f"/api/bulk/syncs/{sync['id']}"
    assert (await driver.call("PATCH", path, {"name": "New"})).status_code == 405
    assert (await driver.call("PUT", path, {"name": "New"}, version=PINNED)).status_code == 405
    patched = await driver.data("PATCH", path, {"name": "New"}, version=PINNED)
    assert (patched["name"], patched["active"]) == ("New", True)
    assert (await driver.data("GET", path))["concurrency_limit"] == 3
    body = {
        key: sync[key]
        for key in ("source_connection_id", "destination_connection_id", "destination_configuration")
    }
    replaced = await driver.data(
        "PUT", path, {**body, "name": "Newer", "default_schedule": {"frequency": "hourly"}}
    )
    assert (replaced["active"], replaced["concurrency_limit"]) == (False, None)
    enabled = await driver.data("GET", f"{path}/schemas?filters[enabled]=true")
    assert [schema["id"] for schema in enabled] == ["Account", "Contact"]


async def test_a_connection_is_patched_in_2023(driver: Driver) -> None:
    """The configuration is merged, and the secret survives without being sent again."""
    goal = await driver.snowflake()
    path = f"/api/connections/{goal['id']}"
    patched = await driver.data("PATCH", path, {"configuration": {"warehouse": "W"}}, version=PINNED)
    assert (patched["configuration"]["warehouse"], patched["status"]) == ("W", "healthy")


async def test_runs_are_refreshed_the_way_their_version_spells_it(driver: Driver) -> None:
    """`resync` became `resync_mode`."""
    sync = await driver.sync()
    path = f"/api/bulk/syncs/{sync['id']}/executions"
    assert (await driver.call("POST", path, {"resync": True})).status_code == 400
    assert (await driver.data("POST", path, {"resync": True}, version=PINNED))["is_resync"]
    await driver.advance(101)
    assert (await driver.data("POST", path, {"resync_mode": "rebuild"}))["is_resync"]


async def test_an_unauthorized_caller_is_told_in_the_shape_of_the_version(driver: Driver) -> None:
    """The refusal of a wrong key looked different before 2025."""
    old = await driver.call("GET", "/api/me", version=PINNED, Authorization="Bearer no")
    new = await driver.call("GET", "/api/me", Authorization="Bearer no")
    assert (old.status_code, set(old.json())) == (401, {"code", "error", "status", "context"})
    assert (new.status_code, set(new.json())) == (401, {"status", "message", "metadata"})
