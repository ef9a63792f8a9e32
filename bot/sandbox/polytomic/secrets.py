"""What must never be shown again once it was typed."""

from typing import Any

MASK = "********"

# Beside what the schemas mark as sensitive: names of secrets in nested objects, which lack the mark.
SECRET_NAMES = frozenset(
    {
        "password",
        "passwd",
        "secret",
        "client_secret",
        "access_token",
        "api_key",
        "oauth_refresh_token",
        "private_key",
        "private_key_passphrase",
        "ssh_private_key",
        "client_key",
        "client_certificate",
        "ca_cert",
        "service_account",
        "service_principal_secret",
        "credential_config",
        "aws_secret_access_key",
        "azure_access_key",
        "access_key",
    }
)
SECRET_VALUES_IN = frozenset({"header", "headers", "query", "parameters"})


def without_secrets(value: Any, *, inside: str = "", mask: str = MASK) -> Any:
    """Copy JSON with a mask in place of every secret, judged by names alone."""
    if isinstance(value, list):
        return [without_secrets(item, inside=inside, mask=mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: mask if item and is_secret(name, inside) else without_secrets(item, inside=name, mask=mask)
        for name, item in value.items()
    }


def with_kept_secrets(value: Any, stored: Any, *, inside: str = "") -> Any:
    """Copy JSON with the stored secret wherever one was left empty; items of lists are known by name."""
    if isinstance(value, list) and isinstance(stored, list):
        named = {item.get("name"): item for item in stored if isinstance(item, dict)}
        return [
            with_kept_secrets(item, named.get(item["name"]), inside=inside) if _has_name(item) else item
            for item in value
        ]
    if not isinstance(value, dict) or not isinstance(stored, dict):
        return value
    return {
        name: stored.get(name, item)
        if is_secret(name, inside) and not item
        else with_kept_secrets(item, stored.get(name), inside=name)
        for name, item in value.items()
    }


def _has_name(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def is_secret(name: str, inside: str = "") -> bool:
    """Tell whether a value of this name is a secret; `inside` is the object that holds it."""
    return name in SECRET_NAMES or (name == "value" and inside in SECRET_VALUES_IN)
