"""Whether keys and certificates are what they claim to be, as far as their form tells."""

import json
import re
from base64 import b64decode
from binascii import Error
from typing import Any

PEM_FIELDS = {
    "private_key": "key",
    "ssh_private_key": "key",
    "client_key": "key",
    "client_certificate": "certificate",
    "ca_cert": "certificate",
}
JSON_FIELDS = ("service_account", "credential_config")
# The first line stands alone, as the last one does; between them base64, after headers where there are some.
_BLOCK = re.compile(
    r"-----BEGIN (?P<label>[A-Z0-9 ]+)-----\r?\n"
    r"(?:[\w-]+:[^\n]*\n)*"
    r"(?P<body>[A-Za-z0-9+/=\s]+?)\r?\n"
    r"-----END (?P=label)-----\s*"
)


def malformed(configuration: dict[str, Any]) -> str | None:
    """Say which key or certificate could never be read, never repeating it."""
    for name, noun in PEM_FIELDS.items():
        if configuration.get(name) and not _is_pem(configuration[name]):
            return f'configuration field "{name}" is not a valid PEM {noun}'
    for name in JSON_FIELDS:
        if configuration.get(name) and not _is_json_object(configuration[name]):
            return f'configuration field "{name}" is not a JSON object'
    return None


def _is_pem(text: str) -> bool:
    rest = text.strip()
    while rest:
        block = _BLOCK.match(rest)
        if block is None or not _is_base64(block["body"]):
            return False
        rest = rest[block.end() :]
    return True


def _is_base64(body: str) -> bool:
    try:
        return bool(b64decode(body.replace("\r", "").replace("\n", ""), validate=True))
    except Error:
        return False


def _is_json_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
