"""Which fields a configuration needs for the way of signing in that it chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.polytomic.catalog import ConnectionType


@dataclass(frozen=True)
class Need:
    """While every field of `when` has its value, all of `names` must be filled in; dots lead into objects."""

    when: Mapping[str, Any]
    names: tuple[str, ...]


_AWS_KEYS = ("aws_access_key_id", "aws_secret_access_key")
_STAGING = ("s3_bucket_name", "s3_bucket_region")
_SSH = Need({"ssh": True}, ("ssh_host", "ssh_user", "ssh_private_key"))

# What the recorded schemas leave out, since they state no conditions. Redshift needs its bucket and AWS keys
# as a destination only, which a connection does not know of itself.
NEEDS: Mapping[str, tuple[Need, ...]] = {
    "azureblob": (
        Need({"auth_method": "access_key"}, ("access_key",)),
        Need({"auth_method": "client_credentials"}, ("tenant_id", "client_id", "client_secret")),
    ),
    "bigquery": (
        Need({"auth_method": "service_account_key"}, ("service_account",)),
        Need({"auth_method": "workload_identity_federation"}, ("wif_project_id", "credential_config")),
        Need({"use_extract": True}, ("bucket",)),
    ),
    "databricks": (
        Need({"databricks_auth_mode": "access_token"}, ("access_token",)),
        Need(
            {"databricks_auth_mode": "oauth_service_principal"},
            ("service_principal_id", "service_principal_secret"),
        ),
        Need({"cloud_provider": "aws"}, _STAGING),
        Need({"cloud_provider": "aws", "auth_mode": "access_key_and_secret"}, _AWS_KEYS),
        Need({"cloud_provider": "aws", "auth_mode": "iam_role"}, ("iam_role_arn",)),
        Need({"cloud_provider": "azure"}, ("azure_account_name", "azure_access_key", "container_name")),
        _SSH,
    ),
    "gsheets": (Need({"connect_mode": "jwt"}, ("service_account",)),),
    "mysql": (_SSH,),
    "postgresql": (_SSH, Need({"client_certs": True}, ("client_certificate", "client_key"))),
    "redshift": (_SSH,),
    "s3": (
        Need({"auth_mode": "access_key_and_secret"}, _AWS_KEYS),
        Need({"auth_mode": "iam_role"}, ("iam_role_arn",)),
    ),
    "salesforce": (
        Need({"connect_mode": "clientcredentials"}, ("client_id", "client_secret")),
        Need({"connect_mode": "api"}, ("client_id", "client_secret", "oauth_refresh_token")),
    ),
    "snowflake": (
        Need({"key_pair_auth": False}, ("password",)),
        Need({"key_pair_auth": True}, ("private_key",)),
    ),
    "webhook": (
        Need({"auth_method": "basic"}, ("basic.username", "basic.password")),
        Need({"auth_method": "header"}, ("header.name", "header.value")),
        Need({"auth_method": "query"}, ("query",)),
        Need(
            {"auth_method": "oauth_client_credentials"},
            ("oauth.client_id", "oauth.client_secret", "oauth.token_endpoint"),
        ),
    ),
}


def missing(kind: ConnectionType, configuration: dict[str, Any]) -> str | None:
    """Name the first field that is needed and not filled in."""
    chosen = {name: schema.get("default") for name, schema in kind.properties.items()} | {
        name: value for name, value in configuration.items() if value is not None
    }
    needed = [
        name
        for need in NEEDS.get(kind.id, ())
        if all(chosen.get(field) == value for field, value in need.when.items())
        for name in need.names
    ]
    return next((name for name in (*kind.needed, *needed) if _is_empty(configuration, name)), None)


def occasions(kind: ConnectionType, name: str) -> list[str]:
    """Say in words when a field is needed, of a field that is not always."""
    return [
        " and ".join(_chosen(kind.properties[field], value) for field, value in need.when.items())
        for need in NEEDS.get(kind.id, ())
        if name in {each.partition(".")[0] for each in need.names}
    ]


def _chosen(schema: dict[str, Any], value: Any) -> str:
    title = schema.get("title", "the way of connecting").strip()
    if isinstance(value, bool):
        return f"“{title}” is {'on' if value else 'off'}"
    labels = {each["value"]: each["label"] for each in schema.get("enum", []) if isinstance(each, dict)}
    return f"“{title}” is “{labels.get(value, value)}”"


def _is_empty(configuration: dict[str, Any], path: str) -> bool:
    value: Any = configuration
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value in (None, "", [], {})
