"""Keys that look like keys and open nothing."""

from base64 import b64encode

_BODY = b64encode(bytes(range(256)) * 4).decode()


def pem(kind: str = "PRIVATE KEY") -> str:
    """Write a key as files hold it, in lines of 64 characters."""
    lines = [_BODY[start : start + 64] for start in range(0, len(_BODY), 64)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----"])


SERVICE_ACCOUNT = '{"type": "service_account", "project_id": "acme", "client_email": "loader@acme.example"}'
