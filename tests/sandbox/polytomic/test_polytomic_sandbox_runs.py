"""Runs: how they go, how they end, what they leave behind, and when they begin by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import Driver

from bot.sandbox.polytomic import Config, serve

if TYPE_CHECKING:
    import httpx

ORDER = ["created", "scheduled", "running", "exporting", "processing", "completed"]


async def last(driver: Driver, sync: Any) -> Any:
    """Return the newest run as it stands."""
    return (await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/executions?limit=1"))[0]


async def test_a_run_passes_through_every_stage_in_order(driver: Driver) -> None:
    """Someone who watches sees each stage, and counts that never shrink."""
    sync = await driver.sync()
    await driver.start(sync)
    stages, counts = [], []
    for _ in range(27):
        run = await last(driver, sync)
        if not stages or stages[-1] != run["status"]:
            stages.append(run["status"])
        counts.append(run["record_count"])
        await driver.advance(4)
    assert stages == ORDER
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[-1]
    assert sum(schema["record_count"] for schema in run["schemas"]) == run["record_count"]
    assert {schema["status"] for schema in run["schemas"]} == {"completed"}


@pytest.mark.parametrize(
    ("outcome", "event"),
    [
        ("failed", "bulk_sync.failed"),
        ("errors", "bulk_sync.completed_with_error"),
        ("interrupted", "bulk_sync.failed"),
    ],
)
async def test_a_run_can_be_made_to_end_badly(driver: Driver, outcome: str, event: str) -> None:
    """Only the next run: the one after it completes."""
    sync = await driver.sync()
    await driver.plan(outcome, "The warehouse is full.")
    await driver.start(sync)
    await driver.advance(101)
    run = await last(driver, sync)
    assert (run["status"], run["status_message"]) == (outcome, "The warehouse is full.")
    assert (await driver.events())[0]["type"] == event
    assert [schema["status"] for schema in run["schemas"]] != ["completed", "completed"]
    await driver.start(sync)
    await driver.advance(101)
    assert (await last(driver, sync))["status"] == "completed"


async def test_a_bad_end_is_never_counted_as_success(driver: Driver) -> None:
    """Failed schemas carry their errors, and the run adds them up."""
    sync = await driver.sync()
    await driver.plan("errors")
    await driver.start(sync)
    await driver.advance(101)
    run = await last(driver, sync)
    assert run["error_count"] == sum(schema["error_count"] for schema in run["schemas"]) == 3


async def test_one_run_at_a_time(driver: Driver) -> None:
    """A second start is a conflict until the first run is over."""
    sync = await driver.sync()
    await driver.start(sync)
    refused = await driver.call("POST", f"/api/bulk/syncs/{sync['id']}/executions", {})
    assert refused.status_code == 409
    await driver.advance(101)
    await driver.start(sync)


async def test_a_broken_connection_stops_a_start_with_its_reason(driver: Driver) -> None:
    """The reason is named, and after healing the run starts."""
    sync = await driver.sync()
    path = f"connections/{sync['destination_connection_id']}"
    await driver.switch("POST", path, status="unhealthy", status_error="The warehouse is suspended.")
    refused = await driver.call("POST", f"/api/bulk/syncs/{sync['id']}/executions", {})
    assert (refused.status_code, "suspended" in refused.json()["message"]) == (422, True)
    await driver.switch("POST", path, status="healthy")
    await driver.start(sync)


async def test_a_broken_source_stops_a_creation_with_its_reason(driver: Driver) -> None:
    """The source may break between sign-in and creation; after healing the sync is created."""
    body = await driver.sync_body()
    path = f"connections/{body['source_connection_id']}"
    await driver.switch("POST", path, status="unhealthy", status_error="The token was revoked.")
    refused = await driver.call("POST", "/api/bulk/syncs", body)
    assert (refused.status_code, "revoked" in refused.json()["message"]) == (422, True)
    await driver.switch("POST", path, status="healthy", cached=True)
    await driver.data("POST", "/api/bulk/syncs", body)


async def test_a_pause_cancels_the_run(driver: Driver) -> None:
    """Deactivating a bulk sync also ends its run; a paused sync can still be started by hand."""
    sync = await driver.sync(active=True)
    await driver.start(sync)
    await driver.advance(30)
    paused = await driver.data("POST", f"/api/bulk/syncs/{sync['id']}/activate", {"active": False})
    assert paused == {"id": sync["id"], "active": False}
    assert (await last(driver, sync))["status"] == "canceling"
    await driver.advance(11)
    run = await last(driver, sync)
    assert (run["status"], run["completed_at"] is not None) == ("canceled", True)
    assert (await driver.events())[0]["type"] == "bulk_sync.canceled"
    await driver.start(sync)


async def test_a_canceled_run_stays_as_it_was(driver: Driver) -> None:
    """No record is counted after the end, and a second cancellation changes nothing."""
    sync = await driver.sync()
    await driver.start(sync)
    await driver.advance(30)
    await driver.data("POST", f"/api/bulk/syncs/{sync['id']}/cancel")
    await driver.advance(11)
    before = await last(driver, sync)
    await driver.data("POST", f"/api/bulk/syncs/{sync['id']}/cancel")
    await driver.advance(100)
    assert await last(driver, sync) == before


async def test_a_run_covers_the_schemas_that_were_asked_for(driver: Driver) -> None:
    """Some, or all that are enabled; unknown ones are refused by name."""
    sync = await driver.sync()
    path = f"/api/bulk/syncs/{sync['id']}/executions"
    refused = await driver.call("POST", path, {"schemas": ["Nothing"]})
    assert (refused.status_code, "Nothing" in refused.json()["message"]) == (400, True)
    some = await driver.data("POST", path, {"schemas": ["Contact"], "test": True})
    assert ([schema["schema"] for schema in some["schemas"]], some["is_partial"]) == (["Contact"], True)
    await driver.advance(101)
    assert (await last(driver, sync))["record_count"] == 5
    assert len((await driver.start(sync))["schemas"]) == 2


async def test_all_objects_are_synced_when_none_is_named(driver: Driver) -> None:
    """That is the original's default, and why the bot must ask."""
    body = await driver.sync_body()
    body.pop("schemas")
    sync = await driver.data("POST", "/api/bulk/syncs", body)
    enabled = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/schemas?filters[enabled]=true")
    assert len(enabled) >= 40


async def test_a_source_can_have_any_number_of_objects(driver: Driver) -> None:
    """A picker must cope with none, with few and with thousands."""
    source = await driver.salesforce()
    path = f"/api/connections/{source['id']}/bulksync/source?include_fields=false"
    for number in (0, 3, 2500):
        await driver.switch("POST", f"connections/{source['id']}", objects=number)
        schemas = (await driver.data("GET", path))["schemas"]
        assert len({schema["id"] for schema in schemas}) == number


async def test_events_come_newest_first_within_their_window(driver: Driver) -> None:
    """A reader that goes on from the last one it saw misses none and sees none twice."""
    sync = await driver.sync()
    for _ in range(7):
        await driver.start(sync)
        await driver.advance(101)
    events = await driver.events("?limit=100")
    times = [datetime.fromisoformat(event["created_at"]) for event in events]
    assert (len(events), times) == (14, sorted(times, reverse=True))
    assert len({event["id"] for event in events}) == 14
    assert len(await driver.events()) == 10
    newer = await driver.events(f"?starting_after={events[4]['created_at'].replace('+', '%2B')}")
    assert newer == events[:4]
    older = await driver.events(f"?limit=3&ending_before={events[4]['created_at'].replace('+', '%2B')}")
    assert older == events[5:8]
    token = (await driver.call("GET", "/api/events")).json()["pagination"]["next_page_token"]
    assert await driver.events(f"?page_token={token}") == events[10:]
    await driver.advance(48 * 3600)
    assert await driver.events() == []


async def test_scheduled_runs_begin_by_themselves(driver: Driver) -> None:
    """A watched sync reports runs that nobody started; a paused one does not run."""
    sync = await driver.sync(active=True, default_schedule={"frequency": "hourly", "minute": "10"})
    status = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/status")
    assert datetime.fromisoformat(status["next_execution_time"]).minute == 10
    await driver.advance(2 * 3600)
    runs = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/executions")
    assert [run["type"] for run in runs] == ["scheduled", "scheduled"]
    assert {datetime.fromisoformat(run["created_at"]).minute for run in runs} == {10}
    await driver.data("POST", f"/api/bulk/syncs/{sync['id']}/activate", {"active": False})
    await driver.advance(5 * 3600)
    assert len(await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/executions")) == 2


@pytest.mark.parametrize(
    ("schedule", "weekday", "hour", "minute"),
    [
        ({"frequency": "daily", "hour": "5", "minute": "30"}, None, 5, 30),
        ({"frequency": "weekly", "day_of_week": "friday", "hour": "14"}, 4, 14, 0),
    ],
)
async def test_the_next_run_follows_the_schedule(
    driver: Driver, schedule: dict[str, str], weekday: int | None, hour: int, minute: int
) -> None:
    """Hours, minutes and days are meant in UTC."""
    sync = await driver.sync(active=True, default_schedule=schedule)
    status = await driver.data("GET", f"/api/bulk/syncs/{sync['id']}/status")
    moment = datetime.fromisoformat(status["next_execution_time"])
    assert (moment.hour, moment.minute) == (hour, minute)
    assert weekday in {None, moment.weekday()}


async def test_a_run_can_be_begun_past_the_watcher(driver: Driver) -> None:
    """The switch stands for a schedule in tests that cannot wait for one."""
    sync = await driver.sync()
    assert (await driver.switch("POST", f"syncs/{sync['id']}/run"))["type"] == "scheduled"
    twice = await driver.http.post(f"{driver.running.url}/_sandbox/syncs/{sync['id']}/run")
    assert twice.status_code == 409


@pytest.mark.parametrize("outcome", ["completed", "failed", "errors", "interrupted"])
async def test_a_run_of_no_length_is_over_at_once(http: httpx.AsyncClient, outcome: str) -> None:
    """Fast tests set the length to zero."""
    running = await serve(Config(execution_seconds=0, schema_delay_seconds=0))
    driver = Driver(running, http)
    sync = await driver.sync()
    await driver.plan(outcome)
    assert (await driver.start(sync))["status"] == outcome
    await running.stop()
