"""The client against the sandbox: whoever edits one thing of a bulk sync leaves all others alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pydantic import SecretStr

from bot.models import Frequency, Schedule
from bot.polytomic import NotFound, Polytomic, SyncChange

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.polytomic import Running

SINCE_2024 = {
    "automatically_add_new_objects": "onlyIncremental",
    "automatically_add_new_fields": "none",
    "normalize_names": "legacy",
    "concurrency_limit": 3,
    "resync_concurrency_limit": 2,
    "data_cutoff_timestamp": "2026-01-01T00:00:00Z",
    "disable_record_timestamps": True,
}
CUSTOM = {"frequency": "custom", "minute": "1", "hour": "2", "day_of_month": "3", "month": "4"}
MULTI = {
    "frequency": "multi",
    "multi": {"schedules": [{"item": "x", "schedule": {"frequency": "continuous"}}]},
}
FURTHER = {"frequency": "daily", "hour": "4", "schemas": ["Account"], "resync_mode": "resync"}
RARE: dict[str, dict[str, Any]] = {
    "2023-04-25": {"mode": "snapshot", "schedule": MULTI, "discover": True},
    "2024-02-08": {**SINCE_2024, "mode": "snapshot", "schedule": MULTI},
    "2025-09-18": {
        **SINCE_2024,
        "mode": "append",
        "default_schedule": CUSTOM,
        "additional_schedules": [FURTHER],
    },
}
COMMON = {
    "active": True,
    "source_configuration": {"replication_slot": "slot"},
    "destination_configuration": {"schema": "S", "advanced": {"table_prefix": "x_"}},
    "policies": ["5d6e9d5a-9d1c-4d6e-8a4e-0a8b1a5e8d11"],
}
CHOSEN = {
    "id": "Account",
    "fields": [{"id": "Id"}, {"id": "Phone", "enabled": False, "obfuscate": True, "user_output_name": "tel"}],
    "filters": [{"field_id": "Id", "function": "IsNotNull"}],
    "partition_key": "Id",
}
SNOWFLAKE = {"account": "uc193736182", "username": "user", "password": "right", "dbname": "db"}


class Api:
    """Somebody else at Polytomic, in one version's own words."""

    def __init__(self, http: httpx.AsyncClient, version: str) -> None:
        self._http = http
        self.version = version

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        """Ask for something that must work."""
        answer = await self._http.request(
            method, f"/api/{path}", json=body or None, headers={"X-Polytomic-Version": self.version}
        )
        assert answer.is_success, answer.text
        return answer.json()["data"] if answer.content.strip() else None

    async def make_sync(self) -> str:
        """Make a bulk sync with everything set that this version knows."""
        ends = []
        for kind, configuration in (
            ("salesforce", {"domain": "https://a.my.salesforce.com"}),
            ("snowflake", SNOWFLAKE),
        ):
            made = await self.ask("POST", "connections", name=kind, type=kind, configuration=configuration)
            healthy = {"status": "healthy", "cached": True}
            await self._http.post(f"/_sandbox/connections/{made['id']}", json=healthy)
            ends.append(made["id"])
        schemas = (
            ["Account", "Contact"]
            if self.version < "2024"
            else [CHOSEN, {"id": "Contact", "fields": [{"id": "Id"}]}]
        )
        sync = await self.ask(
            "POST",
            "bulk/syncs",
            name="Orders",
            source_connection_id=ends[0],
            destination_connection_id=ends[1],
            schemas=schemas,
            **COMMON,
            **RARE[self.version],
        )
        return str(sync["id"])

    async def look(self, sync_id: str) -> dict[str, Any]:
        """Read everything of a bulk sync, but for who changed it last, with all settings of its objects."""
        said: dict[str, Any] = await self.ask("GET", f"bulk/syncs/{sync_id}")
        objects = await self.ask("GET", f"bulk/syncs/{sync_id}/schemas")
        whole = [await self.ask("GET", f"bulk/syncs/{sync_id}/schemas/{one['id']}") for one in objects]
        return without_dates(said) | {"objects": {one["id"]: one for one in whole}}


def without_dates(said: Any) -> Any:
    """Leave out when it was changed."""
    if isinstance(said, dict):
        return {name: without_dates(value) for name, value in said.items() if name != "updated_at"}
    return [without_dates(one) for one in said] if isinstance(said, list) else said


@pytest.fixture(params=RARE)
async def api(polytomic_sandbox: Running, request: pytest.FixtureRequest) -> AsyncIterator[Api]:
    """Let somebody use each version of the API."""
    key = {"Authorization": f"Bearer {polytomic_sandbox.config.token}"}
    async with httpx.AsyncClient(base_url=polytomic_sandbox.url, headers=key) as http:
        yield Api(http, request.param)


@pytest.fixture
async def polytomic(polytomic_sandbox: Running, api: Api) -> AsyncIterator[Polytomic]:
    """Make a client of the same version."""
    key = SecretStr(polytomic_sandbox.config.token)
    async with Polytomic(url=polytomic_sandbox.url, key=key, version=api.version) as client:
        yield client


async def test_an_edit_changes_what_it_names_and_nothing_else(api: Api, polytomic: Polytomic) -> None:
    """With everything set that the version knows, a new name leaves all of it; so do the others."""
    sync_id = await api.make_sync()
    before = await api.look(sync_id)
    plain = {name: value for name, value in RARE[api.version].items() if "schedule" not in name}
    assert before.items() >= plain.items(), "the sample must really be there"

    whole = await polytomic.whole_sync(sync_id)
    await polytomic.update_bulk_sync(whole, SyncChange(name="New"), key="edit-0001")
    expected = before | {"name": "New"}
    assert await api.look(sync_id) == expected

    settings = {"schema": "T", "advanced.hard_deletes": True}
    whole = await polytomic.whole_sync(sync_id)
    await polytomic.update_bulk_sync(whole, SyncChange(settings=settings), key="edit-0002")
    advanced = {"table_prefix": "x_", "hard_deletes": True}
    expected["destination_configuration"] = {"schema": "T", "advanced": advanced}
    assert await api.look(sync_id) == expected

    whole = await polytomic.whole_sync(sync_id)
    hourly = SyncChange(schedule=Schedule(frequency=Frequency.HOURLY, minute=5))
    await polytomic.update_bulk_sync(whole, hourly, key="edit-0003")
    after = await api.look(sync_id)
    key = "default_schedule" if api.version.startswith("2025") else "schedule"
    assert after[key].items() >= {"frequency": "hourly", "minute": "05"}.items()
    assert "month" not in after[key]
    assert after | {key: expected[key]} == expected


async def test_objects_are_switched_with_everything_that_was_chosen_of_them(
    api: Api, polytomic: Polytomic
) -> None:
    """Off and on again, an object has the fields, filters and keys that it had, and so have all others."""
    sync_id = await api.make_sync()
    before = await api.look(sync_id)
    await polytomic.switch_objects(
        sync_id, {"Account": False, "Contact": False, "Lead": True}, key="objects-0001"
    )
    whole = await polytomic.whole_sync(sync_id)
    assert set(whole.enabled) == {"Lead"}
    assert len(whole.known) > len(whole.enabled)
    await polytomic.switch_objects(
        sync_id, {"Account": True, "Contact": True, "Lead": False}, key="objects-0002"
    )
    assert await api.look(sync_id) == before
    with pytest.raises(NotFound):
        await polytomic.whole_sync("no-such-sync")
