"""Makes what a view has to carry along short enough for Slack."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

MAX_METADATA = 3000  # Slack's limit, in characters
ROOM = 800  # for the ids beside it, and for what JSON escapes


def packed(carried: dict[str, Any]) -> str:
    """Make something short enough to travel with a view; empty if it cannot be."""
    text = base64.b85encode(zlib.compress(json.dumps(carried).encode(), 9)).decode()
    return text if len(text) < MAX_METADATA - ROOM else ""


def unpacked(text: str | None) -> dict[str, Any]:
    """Read what was packed; empty if it did not fit."""
    found = json.loads(zlib.decompress(base64.b85decode(text))) if text else {}
    return found if isinstance(found, dict) else {}
