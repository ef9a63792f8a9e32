"""Connection-type schemas that come with the bot, for when Polytomic cannot give them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _texts() -> dict[str, str]:
    return {
        entry.name.removesuffix(".json"): entry.read_text("utf-8")
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".json")
    }


def bundled(type_id: str) -> dict[str, Any] | None:
    """Return a fresh copy of the type's JSON Schema, or None when it is not bundled."""
    text = _texts().get(type_id)
    if text is None:
        return None
    schema: dict[str, Any] = json.loads(text)
    return schema
