"""Signing in by link, and what services say to wrong credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import SALESFORCE, SNOWFLAKE

if TYPE_CHECKING:
    from sandbox_driver import Driver

BACK = "https://example.com/back"
S3 = {"s3_bucket_name": "bucket", "s3_bucket_region": "us-east-1", "auth_mode": "access_key_and_secret"}
POSTGRES = {"hostname": "db.example.com", "username": "u", "password": "p", "database": "d", "port": 5432}


async def shown(driver: Driver, item: Any) -> Any:
    """Return a connection as it stands."""
    return await driver.data("GET", f"/api/connections/{item['id']}")


async def invited(driver: Driver, **more: Any) -> Any:
    """Make a Salesforce connection that waits for its sign-in."""
    body = {"name": "SF", "type": "salesforce", "configuration": SALESFORCE, **more}
    return await driver.data("POST", "/api/connections", body)


async def test_allowing_makes_the_connection_healthy(driver: Driver) -> None:
    """The page says whose access is asked for, where, and that it is only a sandbox."""
    item = await invited(driver)
    page = await driver.http.get(item["auth_url"])
    for words in ("Salesforce", "SF", "example.my.salesforce.com", "Local sandbox", "Allow", "Deny"):
        assert words in page.text
    done = await driver.http.post(item["auth_url"], data={"decision": "allow"})
    assert (done.status_code, "close this window" in done.text) == (200, True)
    assert (await shown(driver, item))["status"] == "healthy"


async def test_denying_says_so_and_a_new_link_can_still_be_allowed(driver: Driver) -> None:
    """The reason stands in the connection; reconnecting goes on from there."""
    item = await invited(driver)
    await driver.http.post(item["auth_url"], data={"decision": "deny"})
    denied = await shown(driver, item)
    assert (denied["status"], "denied" in denied["status_error"]) == ("unhealthy", True)
    used = await driver.http.get(item["auth_url"])
    assert (used.status_code, "used" in used.text) == (410, True)
    body = {"name": "SF", "configuration": SALESFORCE, "reconnect": True}
    again = await driver.data("PUT", f"/api/connections/{item['id']}", body)
    await driver.http.post(again["auth_url"], data={"decision": "allow"})
    healed = await shown(driver, item)
    assert (healed["status"], healed["status_error"]) == ("healthy", None)


@pytest.mark.parametrize("decision", ["allow", "deny"])
async def test_the_browser_goes_where_the_caller_wanted_it(driver: Driver, decision: str) -> None:
    """Both ways, and after a reconnection too."""
    item = await invited(driver, redirect_url=BACK)
    gone = await driver.http.post(item["auth_url"], data={"decision": decision})
    assert (gone.status_code, gone.headers["location"]) == (302, BACK)
    body = {"name": "SF", "configuration": SALESFORCE, "reconnect": True}
    again = await driver.data("PUT", f"/api/connections/{item['id']}", body)
    back = await driver.http.post(again["auth_url"], data={"decision": "allow"})
    assert (back.status_code, back.headers["location"]) == (302, BACK)


async def test_links_expire_and_are_replaced(driver: Driver) -> None:
    """An old link says so and changes nothing."""
    item = await invited(driver)
    await driver.advance(3601)
    expired = await driver.http.post(item["auth_url"], data={"decision": "allow"})
    assert (expired.status_code, "expired" in expired.text) == (410, True)
    assert (await shown(driver, item))["status"] == "unhealthy"
    body = {"name": "SF", "configuration": SALESFORCE, "reconnect": True}
    first, second = [await driver.data("PUT", f"/api/connections/{item['id']}", body) for _ in range(2)]
    assert (await driver.http.get(first["auth_url"])).status_code == 410
    assert (await driver.http.get(second["auth_url"])).status_code == 200
    assert (await driver.http.get(f"{second['auth_url']}x")).status_code == 404


async def test_a_decision_must_be_made(driver: Driver) -> None:
    """A form without a button pressed decides nothing and does not use the link up."""
    item = await invited(driver)
    assert (await driver.http.post(item["auth_url"], data={})).status_code == 400
    assert (await driver.http.get(item["auth_url"])).status_code == 200


async def test_a_name_cannot_smuggle_markup_into_a_page(driver: Driver) -> None:
    """Names come from chat; pages show them as text."""
    item = await invited(driver, name="<script>alert(1)</script>")
    for url in (item["auth_url"], f"{driver.running.url}/"):
        page = await driver.http.get(url)
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("kind", "configuration", "words"),
    [
        ("snowflake", {**SNOWFLAKE, "password": "wrong"}, "Incorrect username or password was specified."),
        ("snowflake", {**SNOWFLAKE, "account": "unreachable"}, "Could not reach unreachable"),
        ("snowflake", {k: v for k, v in SNOWFLAKE.items() if k != "password"}, '"password" is required'),
        ("snowflake", {**SNOWFLAKE, "key_pair_auth": True}, '"private_key" is required'),
        ("snowflake", {"account": "a"}, '"username" is required'),
        ("postgresql", {**POSTGRES, "hostname": "unreachable.example.com"}, "Could not reach"),
        ("postgresql", {**POSTGRES, "password": "so wrong"}, 'authentication failed for user "u"'),
        ("s3", S3, '"aws_access_key_id" is required'),
        ("s3", {**S3, "auth_mode": "iam_role"}, '"iam_role_arn" is required'),
        ("salesforce", {}, '"domain" is required'),
        ("salesforce", {"domain": "https://example.com"}, "example.com is not a Salesforce domain"),
        ("salesforce", {"domain": "my.salesforce.com.evil.example"}, "is not a Salesforce domain"),
        ("salesforce", {"domain": "https://a.my.salesforce.com/home"}, "without a path"),
        ("salesforce", {**SALESFORCE, "connect_mode": "clientcredentials"}, '"client_id" is required'),
    ],
)
async def test_what_the_service_refuses_is_refused_with_its_reason(
    driver: Driver, kind: str, configuration: dict[str, Any], words: str
) -> None:
    """A test answers 400, a creation 422, both in words a person can act on; nothing is created."""
    body = {"type": kind, "configuration": configuration}
    tested = await driver.call("POST", "/api/connections/test", body)
    created = await driver.call("POST", "/api/connections", {"name": "C", **body})
    assert (tested.status_code, created.status_code) == (400, 422)
    assert words in tested.json()["message"] == created.json()["message"]
    assert await driver.data("GET", "/api/connections") == []


async def test_validation_can_be_skipped_but_health_tells_the_truth(driver: Driver) -> None:
    """The connection exists, unhealthy for the same reason."""
    body = {"name": "C", "type": "snowflake", "configuration": {**SNOWFLAKE, "password": "wrong"}}
    item = await driver.data("POST", "/api/connections", {**body, "validate": False})
    assert (item["status"], "Incorrect" in item["status_error"]) == ("unhealthy", True)
    healed = await driver.data(
        "PUT", f"/api/connections/{item['id']}", {"name": "C", "configuration": SNOWFLAKE}
    )
    assert healed["status"] == "healthy"


async def test_a_refused_change_changes_nothing(driver: Driver) -> None:
    """The old credentials go on working."""
    item = await driver.snowflake()
    body = {"name": "Other", "configuration": {**SNOWFLAKE, "password": "wrong", "dbname": "other"}}
    assert (await driver.call("PUT", f"/api/connections/{item['id']}", body)).status_code == 422
    kept = await shown(driver, item)
    assert (kept["name"], kept["status"]) == ("Snowflake", "healthy")
    assert kept["configuration"]["dbname"] == "database"


async def test_a_changed_source_keeps_the_schemas_it_knows(driver: Driver) -> None:
    """Only a source that turns healthy begins to cache; a healthy one stays usable."""
    body = {"name": "PG", "type": "postgresql", "configuration": POSTGRES}
    item = await driver.data("POST", "/api/connections", body)
    status = f"/api/connections/{item['id']}/schemas/status"
    assert (await driver.data("GET", status))["cache_status"] == "refreshing"
    await driver.advance(61)
    change = {"name": "PG", "configuration": {**POSTGRES, "port": 5433}}
    await driver.data("PUT", f"/api/connections/{item['id']}", change)
    assert (await driver.data("GET", status))["cache_status"] == "fresh"


async def test_a_test_builds_on_a_stored_connection(driver: Driver) -> None:
    """Only what changes needs to be sent, and nothing is saved."""
    item = await driver.snowflake()
    body = {"type": "snowflake", "configuration": {"warehouse": "W"}, "connection_id": item["id"]}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 200
    body["configuration"] = {"password": "wrong"}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 400
    assert "warehouse" not in (await shown(driver, item))["configuration"]


@pytest.mark.parametrize(
    ("method", "more", "status"),
    [
        ("access_key", {"access_key": "k"}, "healthy"),
        (
            "client_credentials",
            {"tenant_id": "t", "client_id": "i", "client_secret": "s"},
            "healthy",
        ),
        ("oauth", {}, "unhealthy"),
    ],
)
async def test_a_type_with_several_ways_needs_a_sign_in_only_for_one(
    driver: Driver, method: str, more: dict[str, str], status: str
) -> None:
    """Azure Blob Storage signs in with keys, or in a browser."""
    configuration = {"auth_method": method, "container_name": "c", "account_name": "a", **more}
    body = {"name": "A", "type": "azureblob", "configuration": configuration}
    made = await driver.data("POST", "/api/connections", body)
    assert (made["status"], "auth_url" in made) == (status, method == "oauth")
