"""What a connection and the ends of a bulk sync may be told, type by type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator
from sandbox_driver import SNOWFLAKE

if TYPE_CHECKING:
    from sandbox_driver import Driver

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("webhook", {"auth_method": "magic"}, '"auth_method" must be one of: polytomic_secret, basic'),
        ("webhook", {"basic": {"user": "u"}}, 'unknown configuration field "basic.user"'),
        ("webhook", {"headers": [{"name": 1}]}, '"headers.name" must be a string'),
        ("webhook", {"oauth": {"scopes": [1]}}, '"oauth.scopes" must be a string'),
        ("s3", {"single_table_file_formats": ["xml"]}, '"single_table_file_formats" must be one of: csv'),
        ("postgresql", {"port": True}, '"port" must be an integer'),
    ],
)
async def test_nested_configuration_is_checked_too(
    driver: Driver, kind: str, changes: dict[str, Any], words: str
) -> None:
    """The field is named with its path; null is as good as left out."""
    complete = {
        "webhook": {
            "url": "https://example.com",
            "auth_method": "basic",
            "basic": {"username": "u", "password": "p"},
        },
        "s3": {
            "auth_mode": "iam_role",
            "iam_role_arn": "arn",
            "s3_bucket_name": "b",
            "s3_bucket_region": "r",
            "single_table_file_formats": ["csv", "json"],
        },
        "postgresql": {"hostname": "h", "username": "u", "password": "p", "database": "d", "ssh_host": None},
    }[kind]
    body = {"name": "C", "type": kind, "configuration": {**complete, **changes}}
    refused = await driver.call("POST", "/api/connections", body)
    assert refused.status_code == 400
    assert words in refused.json()["message"]
    await driver.data("POST", "/api/connections", {**body, "configuration": complete})


async def test_nested_secrets_are_masked_though_nothing_marks_them(driver: Driver) -> None:
    """The recorded schemas mark no secret inside an object; its name gives it away."""
    configuration = {
        "url": "https://example.com",
        "auth_method": "basic",
        "basic": {"username": "u", "password": "hidden-1"},
        "headers": [{"name": "X-Key", "value": "hidden-2"}],
        "oauth": {"client_id": "id", "client_secret": "hidden-3"},
    }
    body = {"name": "W", "type": "webhook", "configuration": configuration}
    made = await driver.call("POST", "/api/connections", body)
    log = await driver.http.get(f"{driver.running.url}/_sandbox/requests")
    assert "hidden" not in made.text + log.text
    assert made.json()["data"]["configuration"]["basic"] == {"username": "u", "password": "********"}


async def test_a_test_needs_a_connection_that_exists(driver: Driver) -> None:
    """A mistyped id is not silently ignored."""
    body = {"type": "snowflake", "configuration": SNOWFLAKE, "connection_id": NOWHERE}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 404


async def test_a_file_store_has_other_settings_than_a_warehouse(driver: Driver) -> None:
    """A format instead of a schema."""
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    place = {"auth_mode": "access_key_and_secret", "s3_bucket_name": "b", "s3_bucket_region": "r"}
    made = {"name": "S3", "type": "s3", "configuration": {**keys, **place}}
    goal = await driver.data("POST", "/api/connections", made)
    target = await driver.data("GET", f"/api/connections/{goal['id']}/bulksync/target")
    assert set(target["configuration"]) == {"format", "subfolder"}
    body = {**await driver.sync_body(), "destination_connection_id": goal["id"]}
    for wrong in ({"schema": "X"}, {"format": "xml"}):
        refused = await driver.call("POST", "/api/bulk/syncs", {**body, "destination_configuration": wrong})
        assert refused.status_code == 400
    await driver.data("POST", "/api/bulk/syncs", {**body, "destination_configuration": {"format": "parquet"}})


async def test_ends_must_be_able_to_play_their_part(driver: Driver) -> None:
    """Salesforce is no destination of a bulk sync, a webhook no source."""
    body = await driver.sync_body()
    hook = {"name": "W", "type": "webhook", "configuration": {"url": "https://e.com"}}
    source = await driver.data("POST", "/api/connections", hook)
    for changes in (
        {"source_connection_id": source["id"]},
        {"destination_connection_id": body["source_connection_id"]},
    ):
        assert (await driver.call("POST", "/api/bulk/syncs", {**body, **changes})).status_code == 400
    status = await driver.call("GET", f"/api/connections/{source['id']}/schemas/status")
    assert status.status_code == 400


async def test_only_a_healthy_source_is_refreshed(driver: Driver) -> None:
    """The original says so; the reason is passed on."""
    source = await driver.salesforce(signed_in=False)
    path = f"/api/connections/{source['id']}/schemas/refresh"
    assert (await driver.call("POST", path)).status_code == 400
    await driver.switch("POST", f"connections/{source['id']}", status="healthy")
    assert (await driver.call("POST", path)).headers["location"].endswith("/schemas/status")


async def test_a_sync_moves_to_another_source_with_that_sources_schemas(driver: Driver) -> None:
    """Schemas of the old source would name objects that the new one does not have."""
    sync = await driver.sync()
    config = {"hostname": "h", "username": "u", "password": "p", "database": "d", "port": 5432}
    other = await driver.data(
        "POST", "/api/connections", {"name": "PG", "type": "postgresql", "configuration": config}
    )
    await driver.switch("POST", f"connections/{other['id']}", cached=True)
    body = {
        "name": "Sync",
        "source_connection_id": other["id"],
        "destination_connection_id": sync["destination_connection_id"],
        "destination_configuration": {},
        "default_schedule": {"frequency": "manual"},
    }
    await driver.data("PUT", f"/api/bulk/syncs/{sync['id']}", body)
    schemas = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/schemas")
    assert "public.users" in [schema["id"] for schema in schemas]
    one = f"/api/bulk/syncs/{sync['id']}/schemas"
    assert (await driver.call("GET", f"{one}/public.users")).status_code == 200
    assert (await driver.call("GET", f"{one}/Account")).status_code == 404


def draft_04(schema: dict[str, Any]) -> Draft4Validator:
    """Make the judge that somebody else wrote."""
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


@pytest.mark.parametrize(
    ("kind", "configuration", "fits", "fails"),
    [
        (
            "bigquery",
            {"auth_method": "application_default_credentials"},
            {"dataset": "crm", "mirror_schemas": True, "advanced": {"hard_deletes": True}},
            {"schema": "crm"},
        ),
        (
            "gcs",
            {"bucket": "b", "service_account": "{}"},
            {"format": "parquet", "subfolder": "crm"},
            {"format": "xml"},
        ),
        (
            "azureblob",
            {"container_name": "c", "account_name": "a", "access_key": "k"},
            {"format": "json"},
            {"subfolder": 7},
        ),
    ],
)
async def test_a_destination_is_described_in_either_style(
    driver: Driver, kind: str, configuration: dict[str, Any], fits: dict[str, Any], fails: dict[str, Any]
) -> None:
    """The original has answered with a form of its own and with draft-04 JSON Schema; both tell the same."""
    made = {"name": kind, "type": kind, "configuration": configuration}
    goal = await driver.data("POST", "/api/connections", made)
    path = f"/api/connections/{goal['id']}/bulksync/target"
    form = (await driver.data("GET", path))["configuration"]
    assert form.keys() >= fits.keys()
    await driver.switch("POST", "config", target_style="schema")
    judge = draft_04((await driver.data("GET", path))["configuration"])
    assert (judge.is_valid(fits), judge.is_valid(fails)) == (True, False)
    body = {**await driver.sync_body(), "destination_connection_id": goal["id"]}
    refused = await driver.call("POST", "/api/bulk/syncs", {**body, "destination_configuration": fails})
    assert refused.status_code == 400
    await driver.data("POST", "/api/bulk/syncs", {**body, "destination_configuration": fits})


async def test_thousands_of_objects_are_listed(driver: Driver) -> None:
    """A wizard that searches as one types waits for this list."""
    await driver.switch("POST", "config", objects=3000)
    source = await driver.salesforce()
    path = f"/api/connections/{source['id']}/bulksync/source"
    listed = (await driver.call("GET", path)).json()["data"]["schemas"]
    assert len(listed) == 3000
    assert all(schema["fields"] for schema in listed)
