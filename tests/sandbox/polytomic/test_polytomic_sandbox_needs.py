"""What each way of signing in needs, and which keys and certificates could never be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import PEM, SNOWFLAKE

if TYPE_CHECKING:
    from sandbox_driver import Driver

CERTIFICATE = PEM.replace("PRIVATE KEY", "CERTIFICATE")
JSON_KEY = '{"type": "service_account"}'
DATABASE = {"hostname": "db.example.com", "username": "u", "password": "p", "database": "d"}
SSH = {"ssh": True, "ssh_host": "bastion.example.com", "ssh_user": "root", "ssh_private_key": PEM}
BRICKS = {"server_hostname": "dbc.example.com"}
AZURE = {"container_name": "c", "account_name": "a"}
BUCKET = {"s3_bucket_name": "b", "s3_bucket_region": "r"}
STAGED = {"access_token": "t", "cloud_provider": "aws", "s3_bucket_name": "b", "s3_bucket_region": "r"}
HOOK = {"url": "https://example.com"}
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # the type, what it has, and what its way of signing in needs beside that
    ("bigquery", {}, {"service_account": JSON_KEY}),
    (
        "bigquery",
        {"auth_method": "workload_identity_federation"},
        {"wif_project_id": "p", "credential_config": JSON_KEY},
    ),
    ("bigquery", {"auth_method": "application_default_credentials"}, {}),
    ("bigquery", {"service_account": JSON_KEY, "use_extract": True}, {"bucket": "b"}),
    ("databricks", BRICKS, {"access_token": "t"}),
    (
        "databricks",
        {**BRICKS, "databricks_auth_mode": "oauth_service_principal"},
        {"service_principal_id": "i", "service_principal_secret": "s"},
    ),
    (
        "databricks",
        {**BRICKS, "access_token": "t", "cloud_provider": "azure"},
        {"azure_account_name": "a", "azure_access_key": "k", "container_name": "c"},
    ),
    ("databricks", {**BRICKS, **STAGED}, {"aws_access_key_id": "k", "aws_secret_access_key": "s"}),
    ("databricks", {**BRICKS, **STAGED, "auth_mode": "iam_role"}, {"iam_role_arn": "arn"}),
    ("azureblob", AZURE, {"access_key": "k"}),
    (
        "azureblob",
        {**AZURE, "auth_method": "client_credentials"},
        {"tenant_id": "t", "client_id": "i", "client_secret": "s"},
    ),
    ("azureblob", {**AZURE, "auth_method": "oauth"}, {}),
    ("gcs", {"bucket": "b"}, {"service_account": JSON_KEY}),
    ("gsheets", {"connect_mode": "jwt"}, {"service_account": JSON_KEY}),
    ("mongodb", {}, {"hosts": "h"}),
    ("mysql", {"hostname": "h", "account": "u", "passwd": "p"}, {}),
    ("mysql", {"hostname": "h", "account": "u", "passwd": "p", "ssh": True}, {**SSH}),
    ("postgresql", DATABASE, {}),
    ("postgresql", {**DATABASE, "ssh": True}, {**SSH}),
    (
        "postgresql",
        {**DATABASE, "client_certs": True},
        {"client_certificate": CERTIFICATE, "client_key": PEM},
    ),
    ("redshift", DATABASE, {}),
    ("redshift", {**DATABASE, "ssh": True}, {**SSH}),
    ("s3", BUCKET, {"aws_access_key_id": "k", "aws_secret_access_key": "s"}),
    ("s3", {**BUCKET, "auth_mode": "iam_role"}, {"iam_role_arn": "arn"}),
    ("webhook", HOOK, {}),
    ("webhook", {**HOOK, "auth_method": "query"}, {"query": [{"name": "n", "value": "v"}]}),
    ("webhook", {**HOOK, "auth_method": "basic"}, {"basic": {"username": "u", "password": "p"}}),
    ("webhook", {**HOOK, "auth_method": "header"}, {"header": {"name": "n", "value": "v"}}),
    (
        "webhook",
        {**HOOK, "auth_method": "oauth_client_credentials"},
        {"oauth": {"client_id": "i", "client_secret": "s", "token_endpoint": "https://example.com"}},
    ),
    ("hubspot", {}, {}),
    ("api", HOOK, {}),
]


@pytest.mark.parametrize(("kind", "given", "needed"), CASES)
async def test_a_way_of_signing_in_needs_its_fields_and_no_others(
    driver: Driver, kind: str, given: dict[str, Any], needed: dict[str, Any]
) -> None:
    """The refusal names the field, so that a form can show it there; then the complete one is taken."""
    path, whole = "/api/connections/test", {**given, **needed}
    for name in needed.keys() - given.keys():
        short = {each: value for each, value in whole.items() if each != name}
        refused = await driver.call("POST", path, {"type": kind, "configuration": short})
        assert refused.status_code == 400
        assert f'configuration field "{name}' in refused.json()["message"]
        assert "is required" in refused.json()["message"]
    taken = await driver.call("POST", path, {"type": kind, "configuration": whole})
    assert taken.status_code == 200, taken.text


@pytest.mark.parametrize(
    "key",
    [
        "not a key",
        PEM.replace("\n", " "),
        PEM.replace("\n", ""),
        PEM.replace("\n", "\\n"),
        PEM.replace("MC4C", "M*4C"),
        PEM.replace("MC4C", "MC4"),
        PEM.replace("END PRIVATE", "END PUBLIC"),
        "-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----",
    ],
)
async def test_a_key_that_was_pasted_badly_is_refused(driver: Driver, key: str) -> None:
    """Lost line breaks are the usual damage; the key itself is never repeated."""
    pair = {**SNOWFLAKE, "key_pair_auth": True}
    body = {"name": "S", "type": "snowflake", "configuration": {**pair, "private_key": key}}
    refused = await driver.call("POST", "/api/connections", body)
    assert refused.status_code == 422
    assert refused.json()["message"] == 'configuration field "private_key" is not a valid PEM key'
    body["configuration"]["private_key"] = PEM
    assert (await driver.call("POST", "/api/connections", body)).status_code == 200


@pytest.mark.parametrize(
    "key", [PEM.strip(), PEM.replace("\n", "\r\n"), PEM.replace("MC4C", "Proc-Type: 4,ENCRYPTED\n\nMC4C")]
)
async def test_a_key_may_come_from_anywhere(driver: Driver, key: str) -> None:
    """Windows' line ends, a missing last one, and the headers of an encrypted key are as good."""
    configuration = {**SNOWFLAKE, "key_pair_auth": True, "private_key": key}
    body = {"type": "snowflake", "configuration": configuration}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 200


@pytest.mark.parametrize("text", ["not json", "[]", '"text"', '{"type": '])
async def test_a_service_account_must_be_a_json_object(driver: Driver, text: str) -> None:
    """A path or a cut file is noticed before anything is stored."""
    for name, more in (
        ("service_account", {}),
        ("credential_config", {"auth_method": "workload_identity_federation", "wif_project_id": "p"}),
    ):
        body = {"type": "bigquery", "configuration": {**more, name: text}}
        refused = await driver.call("POST", "/api/connections/test", body)
        assert refused.json()["message"] == f'configuration field "{name}" is not a JSON object'
        body["configuration"][name] = JSON_KEY
        assert (await driver.call("POST", "/api/connections/test", body)).status_code == 200


async def test_a_chain_of_certificates_is_one_value(driver: Driver) -> None:
    """Several blocks may stand one after the other, one of them broken spoils all."""
    body = {"type": "postgresql", "configuration": {**DATABASE, "ca_cert": CERTIFICATE * 2}}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 200
    body["configuration"]["ca_cert"] = CERTIFICATE + "garbage"
    refused = await driver.call("POST", "/api/connections/test", body)
    assert refused.json()["message"] == 'configuration field "ca_cert" is not a valid PEM certificate'
