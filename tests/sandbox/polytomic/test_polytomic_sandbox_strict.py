"""What the original would refuse, the sandbox refuses, and says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import NEWEST, SALESFORCE, SNOWFLAKE

if TYPE_CHECKING:
    from sandbox_driver import Driver

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("version", "words"), [(None, "is missing"), ("2022-12-12", "unknown"), ("now", "unknown")]
)
async def test_a_version_must_be_named(driver: Driver, version: str | None, words: str) -> None:
    """The original's default has changed before, so a request without a version is a mistake."""
    refused = await driver.call("GET", "/api/me", version=version)
    assert refused.status_code == 400
    assert words in refused.json()["message"]
    assert (await driver.call("GET", "/api/me", version=NEWEST)).status_code == 200


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer other", "Basic sandbox-key", "sandbox-key"])
async def test_the_key_must_be_right(driver: Driver, authorization: str) -> None:
    """Nothing is told to a stranger, not even which paths exist."""
    for path in ("/api/me", "/api/nothing"):
        assert (await driver.call("GET", path, Authorization=authorization)).status_code == 401


async def test_unknown_paths_and_methods_are_told_apart(driver: Driver) -> None:
    """A wrong path is 404, a wrong method 405, both in the API's own shape."""
    missing = await driver.call("GET", "/api/nothing")
    assert (missing.status_code, missing.json()["status"]) == (404, 404)
    assert (await driver.call("DELETE", "/api/me")).status_code == 405


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"colour": "red"}, 'unknown field "colour"'),
        ({"name": 7}, 'field "name"'),
        ({"name": ""}, 'field "name"'),
        ({"name": None}, 'field "name"'),
        ({"type": "nothing"}, 'unknown connection type "nothing"'),
        ({"configuration": {**SNOWFLAKE, "region": "eu"}}, 'unknown configuration field "region"'),
        ({"configuration": {**SNOWFLAKE, "dbname": 5}}, '"dbname" must be a string'),
        ({"configuration": {**SNOWFLAKE, "key_pair_auth": "yes"}}, '"key_pair_auth" must be a boolean'),
        ({"configuration": []}, 'field "configuration"'),
        ({"redirect_url": "javascript:alert(1)"}, "redirect_url"),
        ({"redirect_url": "/relative"}, "redirect_url"),
        ({"validate": "no"}, 'field "validate"'),
    ],
)
async def test_a_connection_with_a_mistake_is_refused_by_name(
    driver: Driver, changes: dict[str, Any], words: str
) -> None:
    """Each refusal names the field, never its value; the corrected body is taken."""
    body = {"name": "S", "type": "snowflake", "configuration": SNOWFLAKE}
    refused = await driver.call("POST", "/api/connections", {**body, **changes})
    assert refused.status_code == 400
    assert words in refused.json()["message"]
    assert "secret" not in refused.text
    await driver.data("POST", "/api/connections", body)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schedule": {"frequency": "manual"}}, 'unknown field "schedule"'),
        ({"discover": True}, 'unknown field "discover"'),
        ({"mode": "mirror"}, 'field "mode"'),
        ({"default_schedule": {"frequency": "monthly"}}, 'field "default_schedule.frequency"'),
        ({"default_schedule": {"frequency": "daily", "hour": 5}}, 'field "default_schedule.hour"'),
        ({"default_schedule": {"frequency": "daily", "hour": "24"}}, 'field "default_schedule.hour"'),
        (
            {"default_schedule": {"frequency": "weekly", "day_of_week": "Fryday"}},
            "default_schedule.day_of_week",
        ),
        ({"schemas": ["Account", "Acount", "Kontact"]}, "unknown schemas: Acount, Kontact"),
        ({"schemas": [{"id": "Account", "colour": "red"}]}, 'unknown field "schemas.0.colour"'),
        ({"schemas": "Account"}, 'field "schemas"'),
        ({"destination_configuration": {"scheme": "X"}}, 'unknown field "destination_configuration.scheme"'),
        ({"destination_configuration": {"schema": 1}}, "destination_configuration.schema"),
        ({"destination_configuration": {"advanced": {"x": 1}}}, "destination_configuration.advanced.x"),
        ({"source_connection_id": NOWHERE}, "source_connection_id"),
        ({"destination_connection_id": NOWHERE}, "destination_connection_id"),
        ({"source_connection_id": "abc"}, "source_connection_id"),
    ],
)
async def test_a_bulk_sync_with_a_mistake_is_refused_by_name(
    driver: Driver, changes: dict[str, Any], words: str
) -> None:
    """Each refusal names the field or the schemas; the corrected body is taken."""
    body = await driver.sync_body()
    refused = await driver.call("POST", "/api/bulk/syncs", {**body, **changes})
    assert refused.status_code == 400
    assert words in refused.json()["message"]
    await driver.data("POST", "/api/bulk/syncs", body)


async def test_the_mode_append_came_in_2025(driver: Driver) -> None:
    """An older version does not know it, and 2023 wants a mode to be said."""
    body = await driver.sync_body(mode="append")
    old = {**body, "schedule": body["default_schedule"]}
    old.pop("default_schedule")
    assert (await driver.call("POST", "/api/bulk/syncs", old, version="2024-02-08")).status_code == 400
    old.pop("mode")
    assert (await driver.call("POST", "/api/bulk/syncs", old, version="2023-04-25")).status_code == 400
    await driver.data("POST", "/api/bulk/syncs", body)


async def test_names_are_taken_once(driver: Driver) -> None:
    """A taken name is refused for both nouns, on creation and on renaming; for syncs by choice."""
    first, second = await driver.snowflake("One"), await driver.snowflake("Two")
    body = {"name": "One", "type": "snowflake", "configuration": SNOWFLAKE}
    assert (await driver.call("POST", "/api/connections", body)).status_code == 422
    body.pop("type")
    assert (await driver.call("PUT", f"/api/connections/{second['id']}", body)).status_code == 422
    await driver.data("PUT", f"/api/connections/{first['id']}", body)
    wish = await driver.sync_body("Same")
    await driver.data("POST", "/api/bulk/syncs", wish)
    taken = await driver.call("POST", "/api/bulk/syncs", wish)
    assert (taken.status_code, taken.json()["message"]) == (422, 'a bulk sync named "Same" already exists')
    await driver.switch("POST", "config", unique_sync_names=False)
    await driver.data("POST", "/api/bulk/syncs", wish)


async def test_a_freed_name_can_be_taken_again(driver: Driver) -> None:
    """Deleting and renaming both give a name back."""
    item = await driver.snowflake("Old")
    body = {"name": "New", "configuration": SNOWFLAKE}
    await driver.data("PUT", f"/api/connections/{item['id']}", body)
    await driver.snowflake("Old")
    await driver.data("DELETE", f"/api/connections/{item['id']}")
    await driver.snowflake("New")


async def test_a_connection_in_use_is_deleted_only_by_force(driver: Driver) -> None:
    """Force takes the bulk syncs along."""
    sync = await driver.sync()
    path = f"/api/connections/{sync['source_connection_id']}"
    refused = await driver.call("DELETE", path)
    assert (refused.status_code, refused.json()["message"]) == (422, "connection in use")
    await driver.data("DELETE", f"{path}?force=true")
    assert (await driver.call("GET", f"/api/bulk/syncs/{sync['id']}")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/connections/{id}",
        "/api/connections/{id}/schemas/status",
        "/api/bulk/syncs/{id}",
        "/api/bulk/syncs/{id}/status",
        "/api/bulk/syncs/{id}/executions",
        "/api/bulk/syncs/status?sync_id={id}",
    ],
)
async def test_unknown_ids_are_not_found(driver: Driver, path: str) -> None:
    """What does not exist is 404 everywhere."""
    assert (await driver.call("GET", path.format(id=NOWHERE))).status_code == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "starting_after=yesterday", "page_token=?"]
)
async def test_bad_query_values_are_refused(driver: Driver, query: str) -> None:
    """A mistyped window or limit must not silently become another one."""
    assert (await driver.call("GET", f"/api/events?{query}")).status_code == 400


async def test_the_list_of_bulk_syncs_comes_in_pages(driver: Driver) -> None:
    """A client that reads only the first page misses syncs; the token leads to the rest."""
    await driver.switch("POST", "config", page_size=2, unique_sync_names=False)
    body = await driver.sync_body()
    made = {(await driver.data("POST", "/api/bulk/syncs", body))["id"] for _ in range(3)}
    first = (await driver.call("GET", "/api/bulk/syncs")).json()
    token = first["pagination"]["next_page_token"]
    second = (await driver.call("GET", f"/api/bulk/syncs?page_token={token}")).json()
    assert "pagination" not in second
    assert {sync["id"] for sync in first["data"] + second["data"]} == made


async def test_the_last_changed_bulk_sync_comes_first(driver: Driver) -> None:
    """Someone who looks for what they just did finds it on the first page."""
    await driver.switch("POST", "config", unique_sync_names=False)
    body = await driver.sync_body()
    first, second = [(await driver.data("POST", "/api/bulk/syncs", body))["id"] for _ in range(2)]
    assert [sync["id"] for sync in await driver.data("GET", "/api/bulk/syncs")] == [second, first]
    await driver.data("POST", f"/api/bulk/syncs/{first}/activate", {"active": True})
    assert [sync["id"] for sync in await driver.data("GET", "/api/bulk/syncs")] == [first, second]


async def test_secrets_are_never_shown_again(driver: Driver) -> None:
    """Not in answers, not in the log of requests, and a mask is no secret to save."""
    goal = await driver.snowflake()
    shown = await driver.call("GET", "/api/connections")
    log = await driver.http.get(f"{driver.running.url}/_sandbox/requests")
    assert '"secret"' not in shown.text + log.text
    assert "sandbox-key" not in log.text
    echoed = {"name": "Snowflake", "configuration": shown.json()["data"][0]["configuration"]}
    refused = await driver.call("PUT", f"/api/connections/{goal['id']}", echoed)
    assert (refused.status_code, "masked" in refused.json()["message"]) == (422, True)


async def test_a_body_that_is_not_json_is_refused(driver: Driver) -> None:
    """Garbage is the caller's mistake, not a failure."""
    headers = {"Authorization": "Bearer sandbox-key", "X-Polytomic-Version": NEWEST}
    for garbage in (b"{", b"[]", b'"x"', b"\xff"):
        response = await driver.http.post(
            f"{driver.running.url}/api/connections", content=garbage, headers=headers
        )
        assert response.status_code == 400, response.text


async def test_the_type_of_a_connection_stays(driver: Driver) -> None:
    """A connection cannot become another service's."""
    goal = await driver.snowflake()
    body = {"name": "S", "type": "salesforce", "configuration": SALESFORCE}
    assert (await driver.call("PUT", f"/api/connections/{goal['id']}", body)).status_code == 422


async def test_a_mistake_of_the_sandbox_looks_like_the_originals_own(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """JSON with status 500, the traceback in the log, and everything works again afterwards."""
    with monkeypatch.context() as broken:
        broken.setattr("bot.sandbox.polytomic.state.Sandbox.link", lambda *_: 1 / 0)
        failed = await driver.call("GET", "/api/connection_types")
    assert (failed.status_code, failed.json()["status"]) == (500, 500)
    assert "ZeroDivisionError" in caplog.text
    await driver.data("GET", "/api/connection_types")
