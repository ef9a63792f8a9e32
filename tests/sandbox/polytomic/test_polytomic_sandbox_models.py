"""Models and model syncs, as far as they tell what uses a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from polytomic import NotFoundError

if TYPE_CHECKING:
    from polytomic import AsyncPolytomic
    from sandbox_driver import Driver


async def chain(driver: Driver) -> tuple[Any, Any, Any, Any]:
    """Make a source, a target, a model that reads the one, and a sync that writes it into the other."""
    source, target = await driver.snowflake("Warehouse"), await driver.salesforce("CRM")
    model = await driver.switch("POST", "models", name="users", connection_id=source["id"])
    wish = {"name": "Users to CRM", "target_connection_id": target["id"], "model_ids": [model["id"]]}
    return source, target, model, await driver.switch("POST", "model_syncs", **wish)


async def test_models_and_their_syncs_are_listed(sdk: AsyncPolytomic, driver: Driver) -> None:
    """The official SDK reads both; a whole sync names its target, a brief one its id."""
    source, target, model, sync = await chain(driver)
    (listed,) = (await sdk.models.list()).data
    assert (listed.id, listed.name, listed.connection_id) == (model["id"], "users", source["id"])
    assert (await sdk.models.get(model["id"])).data.type == "snowflake"
    (brief,) = (await sdk.model_sync.list()).data
    assert (brief.id, brief.target_connection_id, brief.model_ids) == (
        sync["id"],
        target["id"],
        [model["id"]],
    )
    assert (await sdk.model_sync.get(sync["id"])).data.target.connection_id == target["id"]
    assert (await sdk.model_sync.list(target_connection_id=source["id"])).data == []
    assert (await sdk.model_sync.list(active=False)).data == []
    with pytest.raises(NotFoundError):
        await sdk.models.get(sync["id"])
    with pytest.raises(NotFoundError):
        await sdk.model_sync.get(model["id"])


async def test_model_syncs_are_whole_before_2025(driver: Driver) -> None:
    """An older version lists targets and mappings, and everything at once."""
    _, target, model, _ = await chain(driver)
    for version in ("2023-04-25", "2024-02-08"):
        (whole,) = await driver.data("GET", "/api/syncs", version=version)
        assert whole["target"]["connection_id"] == target["id"]
        assert [field["source"]["model_id"] for field in whole["fields"]] == [model["id"]]
        assert "target_connection_id" not in whole


async def test_long_lists_come_in_pages(driver: Driver) -> None:
    """A client that reads only the first page would call a used connection unused."""
    source = await driver.snowflake()
    for number in range(51):
        wish = {"connection_id": source["id"], "target_connection_id": source["id"]}
        wish.pop("connection_id" if number % 2 else "target_connection_id")
        kind = "model_syncs" if number % 2 else "models"
        await driver.switch("POST", kind, name=f"{kind} {number}", **wish)
    for path, count in (("models", 26), ("syncs", 25)):
        first = (await driver.call("GET", f"/api/{path}?limit=20")).json()
        token = first["pagination"]["next_page_token"]
        second = (await driver.call("GET", f"/api/{path}?limit=20&page_token={token}")).json()
        assert len({item["id"] for item in first["data"] + second["data"]}) == count
        assert "pagination" not in second


@pytest.mark.parametrize("end", [0, 1])
async def test_a_connection_that_models_use_is_deleted_only_by_force(driver: Driver, end: int) -> None:
    """Force takes along what reads from it and what writes into it, and nothing else."""
    made = await chain(driver)
    path = f"/api/connections/{made[end]['id']}"
    refused = await driver.call("DELETE", path)
    assert (refused.status_code, refused.json()["message"]) == (422, "connection in use")
    await driver.data("DELETE", f"{path}?force=true")
    assert await driver.data("GET", "/api/syncs") == []
    assert len(await driver.data("GET", "/api/models")) == end


async def test_a_model_of_nothing_is_refused(driver: Driver) -> None:
    """A test that names the wrong connection must not pass."""
    for path, body in (
        ("models", {"name": "M", "connection_id": "none"}),
        ("model_syncs", {"name": "S", "target_connection_id": "none"}),
    ):
        missing = await driver.http.post(f"{driver.running.url}/_sandbox/{path}", json=body)
        assert missing.status_code == 404
