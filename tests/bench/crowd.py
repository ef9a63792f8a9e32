"""A Polytomic with as many unfinished sign-ins as wanted; it answers at once and counts what it is asked."""

from __future__ import annotations

import json
import time
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot import web as serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LIST, EVENTS = "/api/connections", "/api/events"
WHEN = "2026-11-02T12:00:00Z"


EVENT = {"id": "1", "type": "bulk_sync.completed", "created_at": WHEN, "event": {"sync_id": "s"}}


class Crowd:
    """The connections of the organization, none of them signed in to, and one event of long ago."""

    def __init__(self) -> None:
        self.asked_at: list[float] = []  # when, without the requests that only tell whether the key is right
        self.url = ""
        self.grow_to(0)

    def grow_to(self, count: int) -> None:
        """Have so many connections."""
        self.ids: list[str] = [str(uuid.uuid4()) for _ in range(count)]
        self._list = json.dumps(
            {"data": [connection(number, key) for number, key in enumerate(self.ids)]}
        ).encode()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer whoever asks for the identity, the list or the events; nothing else exists."""
        if request.path == "/api/me":
            return web.json_response({"data": {"organization_name": "Bench"}})
        self.asked_at.append(time.time())
        if request.path == LIST:
            return web.Response(body=self._list, content_type="application/json")
        if request.path == EVENTS:
            return web.json_response({"data": [] if "starting_after" in request.query else [EVENT]})
        return web.json_response({"status": 404, "message": "not found"}, status=404)


@asynccontextmanager
async def crowded_polytomic() -> AsyncIterator[Crowd]:
    """Serve it."""
    crowd, app = Crowd(), web.Application()
    app.router.add_route("*", "/{tail:.*}", crowd.answer)
    async with serving.serving(app, serving.listen("127.0.0.1", 0)) as port:
        crowd.url = f"http://127.0.0.1:{port}"
        yield crowd


def connection(number: int, connection_id: str) -> dict[str, Any]:
    """Draw a connection as the API lists it, with all that a real one carries."""
    actor = {"id": str(uuid.UUID(int=1)), "name": "Somebody", "type": "user"}
    return {
        "id": connection_id,
        "name": f"Source {number}",
        "type": {
            "id": "salesforce",
            "name": "Salesforce",
            "logo_url": "https://example.com/logos/salesforce.svg",
            "logo_dark_url": "https://example.com/logos/salesforce-dark.svg",
            "operations": ["source", "destination"],
        },
        "configuration": {"domain": "https://example.my.salesforce.com", "connect_mode": "browser"},
        "status": "unhealthy",
        "status_error": None,
        "organization_id": str(uuid.UUID(int=2)),
        "policies": [],
        "saved": False,
        "api_calls_last_24_hours": 0,
        "rate_limit": None,
        "created_at": WHEN,
        "created_by": actor,
        "updated_at": WHEN,
        "updated_by": actor,
    }
