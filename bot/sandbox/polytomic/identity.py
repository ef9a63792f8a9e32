"""Who the API key belongs to."""

from typing import Any

from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.versions import Version


def me(call: Call) -> Answer:
    """Describe the caller."""
    caller: dict[str, Any] = {
        "id": call.sandbox.user_id,
        "email": "ops@example.com",
        "role": "admin",
        "organization_id": call.sandbox.organization_id,
        "organization_name": call.sandbox.config.organization_name,
        "is_user": True,
        "is_organization": False,
        "is_partner": False,
        "is_system": False,
    }
    if call.version >= Version.V2025:
        caller["credential"] = {"method": "api_key"}
    return data(caller)
