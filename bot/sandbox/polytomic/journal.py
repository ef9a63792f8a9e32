"""What was asked of the API, for tests and for the curious; secrets are masked."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.polytomic.secrets import without_secrets

KEPT_HEADERS = (
    "accept",
    "content-type",
    "idempotency-key",
    "user-agent",
    "x-polytomic-version",
)
KEPT_ENTRIES = 50_000


@dataclass
class Entry:
    """One request; `status` is None while it is under way, 0 when the connection was cut."""

    at: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any
    status: int | None = None


class Journal:
    """The last requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT_ENTRIES)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (asdict(entry) for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> Entry:
        """Note a request as it comes in."""
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Begin a new page."""
        self._entries.clear()


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Choose the headers that matter; of the authorization only its scheme remains."""
    kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
    if "authorization" in headers:
        kept["authorization"] = f"{headers['authorization'].split(' ')[0]} ********"
    return kept


def readable(raw: bytes) -> Any:
    """Read a body for the log: JSON without its secrets, or a short text of what it was."""
    if not raw:
        return None
    try:
        return without_secrets(json.loads(raw))
    except ValueError:
        return f"{len(raw)} bytes that are not JSON"
