"""Reading a connection's configuration: its form first, then whether the service would let us in."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.polytomic.catalog import ConnectionType
from bot.sandbox.polytomic.errors import invalid
from bot.sandbox.polytomic.key_material import malformed
from bot.sandbox.polytomic.needs import missing
from bot.sandbox.polytomic.secrets import MASK, is_secret, with_kept_secrets, without_secrets

JSON_TYPES: Mapping[str, tuple[type, str]] = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "boolean": (bool, "a boolean"),
    "array": (list, "an array"),
    "object": (dict, "an object"),
}
SALESFORCE_HOSTS = ("salesforce.com", "force.com", "cloudforce.com", "salesforce.mil")
HOST_FIELDS = (
    "account",
    "hostname",
    "hosts",
    "server_hostname",
    "url",
    "s3_bucket_name",
    "bucket",
    "account_name",
)
REFUSALS = {
    "snowflake": "Incorrect username or password was specified.",
    "postgresql": 'password authentication failed for user "{username}"',
    "redshift": 'password authentication failed for user "{username}"',
    "mysql": "Access denied for user '{account}'",
    "mongodb": "Authentication failed.",
    "s3": "The AWS access key was refused.",
}


def check_form(kind: ConnectionType, configuration: dict[str, Any]) -> None:
    """Refuse unknown keys, wrong types and values that are not on offer, naming the field."""
    for name, value in configuration.items():
        if name not in kind.properties:
            raise invalid(f'unknown configuration field "{name}" for connection type {kind.id}')
        _check_value(name, value, kind.properties[name])


def _check_value(name: str, value: Any, schema: dict[str, Any]) -> None:
    if value is None:
        return
    python, words = JSON_TYPES[schema["type"]]
    if not isinstance(value, python) or (python is int and isinstance(value, bool)):
        raise invalid(f'configuration field "{name}" must be {words}')
    choices = [choice["value"] if isinstance(choice, dict) else choice for choice in schema.get("enum", [])]
    if choices and value not in choices:
        raise invalid(f'configuration field "{name}" must be one of: {", ".join(choices)}')
    if isinstance(value, list):
        for item in value:
            _check_value(name, item, schema.get("items", {"type": "string"}))
    if isinstance(value, dict):
        _check_object(name, value, schema)


def _check_object(name: str, value: dict[str, Any], schema: dict[str, Any]) -> None:
    properties = schema.get("properties", {})
    for inner, item in value.items():
        if inner not in properties:
            raise invalid(f'unknown configuration field "{name}.{inner}"')
        _check_value(f"{name}.{inner}", item, properties[inner])


def masked(kind: ConnectionType, configuration: dict[str, Any]) -> dict[str, Any]:
    """Copy a configuration with its secrets masked, as the API shows it."""
    return {
        name: MASK if value and is_secret_field(kind, name) else without_secrets(value, inside=name)
        for name, value in configuration.items()
    }


def is_secret_field(kind: ConnectionType, name: str) -> bool:
    """Tell whether a field of the configuration must never be shown."""
    return bool(kind.properties[name].get("sensitive")) or is_secret(name)


def renewed(kind: ConnectionType, stored: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Put a filled-in form over what is stored: secrets left empty stay, and what no form asks for."""
    kept = {
        name: value
        for name, value in stored.items()
        if is_secret_field(kind, name) or not kind.is_asked(name)
    }
    return {**kept, **with_kept_secrets(typed, stored)}


def needs_sign_in(kind: ConnectionType, configuration: dict[str, Any]) -> bool:
    """Tell whether a person must allow access in a browser before the connection works."""
    if not kind.use_oauth or configuration.get("oauth_refresh_token") or configuration.get("api_key"):
        return False
    if kind.id == "azureblob":
        return configuration.get("auth_method") == "oauth"
    return configuration.get("connect_mode", "browser") in {"browser", "code"}


def refusal(kind: ConnectionType, configuration: dict[str, Any]) -> str | None:
    """Say why the service would not let us in, or None when it would."""
    return (
        _missing(kind, configuration)
        or _masked(configuration)
        or malformed(configuration)
        or _not_salesforce(kind, configuration)
        or _unreachable(configuration)
        or _wrong_credentials(kind, configuration)
    )


def _missing(kind: ConnectionType, configuration: dict[str, Any]) -> str | None:
    name = missing(kind, configuration)
    return f'configuration field "{name}" is required' if name else None


def _masked(configuration: dict[str, Any]) -> str | None:
    # Whether the original keeps the stored secret when its own mask comes back is not documented; a caller
    # that relies on it would lose credentials if it does not, so the sandbox refuses.
    masks = list(_masks(configuration))
    return f'configuration field "{masks[0]}" holds a masked value' if masks else None


def _masks(value: Any, path: str = "") -> Iterator[str]:
    if value == MASK:
        yield path
    inner = value.items() if isinstance(value, dict) else ()
    for name, item in inner:
        yield from _masks(item, f"{path}.{name}" if path else name)
    for item in value if isinstance(value, list) else ():
        yield from _masks(item, path)


def _not_salesforce(kind: ConnectionType, configuration: dict[str, Any]) -> str | None:
    if kind.id != "salesforce":
        return None
    domain = configuration["domain"]
    parts = urlsplit(domain if "://" in domain else f"https://{domain}")
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https"} or parts.path.strip("/") or parts.query:
        return 'configuration field "domain" must be a Salesforce domain without a path'
    if not host.endswith(tuple(f".{known}" for known in SALESFORCE_HOSTS)):
        return f"{host or domain} is not a Salesforce domain"
    return None


def _unreachable(configuration: dict[str, Any]) -> str | None:
    for name in HOST_FIELDS:
        host = configuration.get(name)
        if isinstance(host, str) and "unreachable" in host.lower():
            return f"Could not reach {host}: the connection timed out. Check the address and the firewall."
    return None


def _wrong_credentials(kind: ConnectionType, configuration: dict[str, Any]) -> str | None:
    for name, value in configuration.items():
        if is_secret_field(kind, name) and isinstance(value, str) and "wrong" in value.lower():
            known = {key: str(text) for key, text in configuration.items() if key in {"username", "account"}}
            return REFUSALS.get(kind.id, "The credentials were refused.").format_map(
                {"username": "", **known}
            )
    return None
