"""On API version 2023-04-25 the bot sends what Polytomic's tutorial sends with curl."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pydantic import SecretStr

from bot.models import Schedule
from bot.polytomic import NewBulkSync, Polytomic

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

HEADERS = {
    "accept": "application/json",
    "content-type": "application/json",
    "x-polytomic-version": "2023-04-25",
    "authorization": "Bearer the-key",
}
OF_HTTP_ITSELF = {"host", "accept-encoding", "connection", "user-agent", "content-length"}

SALESFORCE = {
    "name": "Salesforce Connection",
    "type": "salesforce",
    "configuration": {"domain": "https://example.my.salesforce.com"},
}
SNOWFLAKE = {
    "name": "Snowflake Connection",
    "type": "snowflake",
    "configuration": {
        "account": "uc193736182",
        "username": "user",
        "password": "secret",
        "dbname": "database",
    },
}
BULK_SYNC = {
    "name": "Salesforce Bulk Sync",
    "source_connection_id": "YOUR-SALESFORCE-CONNECTION-ID",
    "destination_connection_id": "YOUR-SNOWFLAKE-CONNECTION-ID",
    "mode": "replicate",
    "schedule": {"frequency": "manual"},
    "destination_configuration": {"schema": "SALESFORCE_CONNECTION"},
    "schemas": ["Account", "Contact"],
}


async def ask_for_connection(polytomic: Polytomic, body: dict[str, Any]) -> None:
    """Ask for the connection that the tutorial's body describes."""
    await polytomic.create_connection(
        body["name"], body["type"], body["configuration"], key="tutorial-key", validate=True
    )


async def ask_for_bulk_sync(polytomic: Polytomic, body: dict[str, Any]) -> None:
    """Ask for the bulk sync that the tutorial's body describes."""
    new = NewBulkSync(
        name=body["name"],
        source_connection_id=body["source_connection_id"],
        destination_connection_id=body["destination_connection_id"],
        mode=body["mode"],
        schedule=Schedule(),
        destination_configuration=body["destination_configuration"],
        schemas=body["schemas"],
    )
    await polytomic.create_bulk_sync(new, key="tutorial-key")


@pytest.mark.parametrize(
    ("ask", "path", "body"),
    [
        (ask_for_connection, "/api/connections", SALESFORCE),
        (ask_for_connection, "/api/connections", SNOWFLAKE),
        (ask_for_bulk_sync, "/api/bulk/syncs", BULK_SYNC),
    ],
    ids=["salesforce", "snowflake", "bulk sync"],
)
async def test_the_tutorials_request_is_sent_exactly(
    ask: Callable[[Polytomic, dict[str, Any]], Awaitable[None]], path: str, body: dict[str, Any]
) -> None:
    """Method, URL, headers and JSON equal the tutorial's; the idempotency key is all that is added."""
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"data": {"id": "made"}})

    async with Polytomic(
        url="https://app.polytomic.com",
        key=SecretStr("the-key"),
        version="2023-04-25",
        transport=httpx.MockTransport(answer),
    ) as polytomic:
        await ask(polytomic, body)

    (request,) = sent
    assert request.method == "POST"
    assert str(request.url) == f"https://app.polytomic.com{path}"
    assert json.loads(request.content) == body
    headers = {name: value for name, value in request.headers.items() if name not in OF_HTTP_ITSELF}
    assert headers.pop("idempotency-key") == "tutorial-key"
    assert headers == HEADERS
