"""Driving the sandbox from tests: the raw API under a version, its switches, and a ready-made setup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from bot.sandbox.polytomic import Running

NEWEST = "2025-09-18"
SNOWFLAKE = {"account": "uc193736182", "username": "user", "password": "secret", "dbname": "database"}
SALESFORCE = {"domain": "https://example.my.salesforce.com"}
PEM_BODY = "MC4CAQAwBQYDK2VwBCIEIHNhbmRib3gta2V5LW9mLW5v\nYm9keS1hdC1hbGwh"
PEM = f"-----BEGIN PRIVATE KEY-----\n{PEM_BODY}\n-----END PRIVATE KEY-----\n"


@dataclass
class Driver:
    """One test's hands on one sandbox."""

    running: Running
    http: httpx.AsyncClient

    async def call(
        self, method: str, path: str, body: Any = None, *, version: str | None = NEWEST, **headers: str
    ) -> httpx.Response:
        """Send one raw request; further headers are named with underscores."""
        given = {"Authorization": "Bearer sandbox-key"}
        if version:
            given["X-Polytomic-Version"] = version
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(method, f"{self.running.url}{path}", json=body, headers=given)

    async def data(self, method: str, path: str, body: Any = None, *, version: str = NEWEST) -> Any:
        """Send a request that must succeed and return what its envelope holds."""
        response = await self.call(method, path, body, version=version)
        assert response.status_code == 200, response.text
        return response.json()["data"] if response.content else None

    async def switch(self, method: str, path: str, /, **body: Any) -> Any:
        """Use one of the sandbox's own switches."""
        response = await self.http.request(method, f"{self.running.url}/_sandbox/{path}", json=body or None)
        assert response.status_code == 200, response.text
        return response.json()

    async def advance(self, seconds: float) -> None:
        """Let time pass."""
        await self.switch("POST", "clock", advance_seconds=seconds)

    async def salesforce(
        self, name: str = "Salesforce", *, signed_in: bool = True, cached: bool = True
    ) -> Any:
        """Make a Salesforce connection."""
        body = {"name": name, "type": "salesforce", "configuration": SALESFORCE}
        made = await self.data("POST", "/api/connections", body)
        if signed_in:
            await self.http.post(made["auth_url"], data={"decision": "allow"})
        if signed_in and cached:
            await self.switch("POST", f"connections/{made['id']}", cached=True)
        return made

    async def snowflake(self, name: str = "Snowflake") -> Any:
        """Make a Snowflake connection."""
        return await self.data(
            "POST", "/api/connections", {"name": name, "type": "snowflake", "configuration": SNOWFLAKE}
        )

    async def sync_body(self, name: str = "Sync", **more: Any) -> dict[str, Any]:
        """Make both ends and return a body that creates a bulk sync between them."""
        source, destination = await self.salesforce(f"{name} source"), await self.snowflake(f"{name} goal")
        return {
            "name": name,
            "source_connection_id": source["id"],
            "destination_connection_id": destination["id"],
            "destination_configuration": {"schema": "SALESFORCE"},
            "default_schedule": {"frequency": "manual"},
            "schemas": ["Account", "Contact"],
            **more,
        }

    async def sync(self, name: str = "Sync", **more: Any) -> Any:
        """Make a bulk sync with both its ends."""
        return await self.data("POST", "/api/bulk/syncs", await self.sync_body(name, **more))

    async def start(self, sync: Any) -> Any:
        """Start a run."""
        return await self.data("POST", f"/api/bulk/syncs/{sync['id']}/executions", {})

    async def plan(self, outcome: str, message: str | None = None) -> None:
        """Say how the next run ends."""
        await self.switch("POST", "executions/next", outcome=outcome, message=message)

    async def events(self, query: str = "") -> Any:
        """List events."""
        return await self.data("GET", f"/api/events{query}")

    async def seen(self, method: str, path: str) -> None:
        """Wait until a request has come in."""
        while not await self.switch("GET", f"requests?method={method}&path={path}"):
            pass

    async def answered(self, method: str, path: str) -> None:
        """Wait until a request has been worked through."""
        while not (await self.switch("GET", f"requests?method={method}&path={path}"))[-1]["status"]:
            pass
