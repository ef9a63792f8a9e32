"""The official SDK judges the sandbox: it parses strictly, and drives every endpoint that both know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from polytomic import (
    AsyncPolytomic,
    BadRequestError,
    BulkSchema,
    BulkSyncDefaultScheduleRequest,
    ConflictError,
    NotFoundError,
    SchemaConfiguration,
    UnauthorizedError,
    UnprocessableEntityError,
)
from sandbox_driver import SALESFORCE, SNOWFLAKE

if TYPE_CHECKING:
    import httpx
    from sandbox_driver import Driver

    from bot.sandbox.polytomic import Running

MANUAL = BulkSyncDefaultScheduleRequest(frequency="manual")


async def made(sdk: AsyncPolytomic, driver: Driver, name: str = "Sync") -> Any:
    """Create a bulk sync through the SDK alone."""
    body = await driver.sync_body(name)
    body.pop("default_schedule")
    return (await sdk.bulk_sync.create(default_schedule=MANUAL, **body)).data


async def test_identity_names_the_organization(
    sdk: AsyncPolytomic, http: httpx.AsyncClient, running: Running
) -> None:
    """The bot greets with the organization's name; a wrong key is told apart from everything else."""
    response = await sdk.identity.with_raw_response.get()
    assert response.data.data.organization_name == "Sandbox Inc"
    assert response.headers["x-polytomic-version"] == "2025-09-18"
    stranger = AsyncPolytomic(token="wrong", base_url=running.url, httpx_client=http, max_retries=0)
    with pytest.raises(UnauthorizedError) as refused:
        await stranger.identity.get()
    assert refused.value.body.message == "the API key is not valid"


async def test_connection_types_and_their_schemas_parse(sdk: AsyncPolytomic) -> None:
    """The recorded types have a JSON Schema, and the SDK's strict models accept each."""
    types = (await sdk.connections.get_types()).data
    recorded = [each.id for each in types if each.configuration_form]
    assert (len(types), len(recorded)) == (226, 15)
    for type_id in recorded:
        schema = await sdk.connections.get_connection_type_schema(type_id)
        assert schema.type == "object"
    with pytest.raises(NotFoundError):
        await sdk.connections.get_connection_type_schema("nothing")


async def test_a_connection_lives_and_dies(sdk: AsyncPolytomic) -> None:
    """Create, list, get, replace, test and delete speak the same shapes as the original."""
    await sdk.connections.test_connection(type="snowflake", configuration=SNOWFLAKE)
    created = (await sdk.connections.create(name="Snow", type="snowflake", configuration=SNOWFLAKE)).data
    assert (created.status, created.configuration["password"], created.auth_url) == (
        "healthy",
        "********",
        None,
    )
    assert [item.id for item in (await sdk.connections.list()).data] == [created.id]
    await sdk.connections.update(created.id, name="Snow 2", configuration={**SNOWFLAKE, "warehouse": "W"})
    shown = (await sdk.connections.get(created.id)).data
    assert (shown.name, shown.configuration["warehouse"], shown.type.name) == ("Snow 2", "W", "Snowflake")
    await sdk.connections.delete(created.id)
    with pytest.raises(NotFoundError):
        await sdk.connections.get(created.id)


async def test_a_sign_in_link_comes_with_creation_and_with_reconnection(sdk: AsyncPolytomic) -> None:
    """An OAuth type cannot work before a person has allowed it."""
    created = (await sdk.connections.create(name="SF", type="salesforce", configuration=SALESFORCE)).data
    assert created.status == "unhealthy"
    assert created.auth_url
    again = (
        await sdk.connections.update(created.id, name="SF", configuration=SALESFORCE, reconnect=True)
    ).data
    assert again.auth_url not in {None, created.auth_url}
    coded = await sdk.connections.create(
        name="SF code", type="salesforce", configuration={**SALESFORCE, "connect_mode": "code"}
    )
    assert coded.data.auth_code


async def test_connect_opens_a_session(
    sdk: AsyncPolytomic, http: httpx.AsyncClient, running: Running
) -> None:
    """The hosted form is known by its token alone."""
    card = (
        await sdk.connections.connect(
            name="SF", redirect_url="https://example.com/ok", whitelist=["salesforce"]
        )
    ).data
    assert card.redirect_url.endswith(card.token)
    holder = AsyncPolytomic(token=card.token, base_url=running.url, httpx_client=http, max_retries=0)
    session = (await holder.connections.get_connect_session()).data
    assert (session.name, session.type, session.redirect_url) == (
        "SF",
        "salesforce",
        "https://example.com/ok",
    )
    with pytest.raises(UnauthorizedError):
        await sdk.connections.get_connect_session()


async def test_schemas_are_cached_then_listed(sdk: AsyncPolytomic, driver: Driver) -> None:
    """A source is empty while its schemas are cached; afterwards list, lookup and refresh agree."""
    source = await driver.salesforce(cached=False)
    assert (await sdk.schemas.get_status(source["id"])).data.cache_status == "refreshing"
    assert (await sdk.bulk_sync.get_source(source["id"])).data.schemas == []
    await driver.advance(61)
    state = (await sdk.schemas.get_status(source["id"])).data
    assert state.cache_status == "fresh"
    assert state.last_refresh_finished > state.last_refresh_started
    schemas = (await sdk.bulk_sync.get_source(source["id"])).data.schemas
    assert len(schemas) >= 40
    account = (await sdk.schemas.get(source["id"], "Account")).data
    assert [field.id for field in account.fields if field.is_primary_key] == ["Id"]
    names_only = (await sdk.bulk_sync.get_source(source["id"], include_fields=False)).data.schemas
    assert names_only[0].fields is None
    await sdk.schemas.refresh(source["id"])
    assert (await sdk.schemas.get_status(source["id"])).data.cache_status == "refreshing"


async def test_a_destination_says_what_it_can_be_told(sdk: AsyncPolytomic, driver: Driver) -> None:
    """The bot asks for the destination's settings by this answer; Salesforce is no destination."""
    goal = (await sdk.bulk_sync.get_destination((await driver.snowflake())["id"])).data
    assert {mode.id for mode in goal.modes} == {"replicate", "snapshot", "append"}
    assert set(goal.configuration) == {"schema", "mirror_schemas", "advanced"}
    with pytest.raises(BadRequestError):
        await sdk.bulk_sync.get_destination((await driver.salesforce())["id"])


async def test_a_bulk_sync_lives_and_dies(sdk: AsyncPolytomic, driver: Driver) -> None:
    """Create, list, get, replace, pause and delete speak the same shapes as the original."""
    sync = await made(sdk, driver)
    assert (sync.mode, sync.active, sync.default_schedule.frequency) == ("replicate", False, "manual")
    assert (await sdk.bulk_sync.activate(sync.id, active=True)).data.active
    assert [item.id for item in (await sdk.bulk_sync.list(active=True)).data] == [sync.id]
    assert (await sdk.bulk_sync.list(active=False)).data == []
    replaced = await sdk.bulk_sync.update(
        sync.id,
        name="Renamed",
        source_connection_id=sync.source_connection_id,
        destination_connection_id=sync.destination_connection_id,
        destination_configuration={"schema": "OTHER"},
        default_schedule=BulkSyncDefaultScheduleRequest(frequency="daily", hour="5", minute="30"),
        schemas=["Lead", SchemaConfiguration(id="Account", enabled=True)],
    )
    assert (replaced.data.name, replaced.data.default_schedule.hour, replaced.data.active) == (
        "Renamed",
        "5",
        False,
    )
    assert (await sdk.bulk_sync.get(sync.id)).data.destination_configuration == {"schema": "OTHER"}
    await sdk.bulk_sync.delete(sync.id)
    with pytest.raises(NotFoundError):
        await sdk.bulk_sync.get(sync.id)


async def test_schemas_of_a_bulk_sync_can_be_switched(sdk: AsyncPolytomic, driver: Driver) -> None:
    """A patch changes what it names and nothing else."""
    sync = await made(sdk, driver)
    listed = (await sdk.bulk_sync.schemas.list(sync.id, filters={"enabled": "true"})).data
    assert [schema.id for schema in listed] == ["Account", "Contact"]
    await sdk.bulk_sync.schemas.patch(
        sync.id, schemas=[BulkSchema(id="Lead", enabled=True, user_output_name="leads")]
    )
    everything = {schema.id: schema for schema in (await sdk.bulk_sync.schemas.list(sync.id)).data}
    assert [name for name, schema in everything.items() if schema.enabled] == ["Account", "Contact", "Lead"]
    assert everything["Lead"].output_name == "leads"
    assert (await sdk.bulk_sync.schemas.get(sync.id, "Account")).data.output_name == "account"


async def test_a_run_is_started_watched_and_canceled(sdk: AsyncPolytomic, driver: Driver) -> None:
    """Every view of a run tells the same story."""
    sync = await made(sdk, driver)
    run = (await sdk.bulk_sync.start(sync.id)).data
    assert run.status == "created"
    with pytest.raises(ConflictError):
        await sdk.bulk_sync.start(sync.id)
    await driver.advance(50)
    assert (await sdk.bulk_sync.get_status(sync.id)).data.current_execution.status == "running"
    assert (await sdk.bulk_sync.executions.get(sync.id, run.id)).data.record_count > 0
    (batch,) = (await sdk.bulk_sync.executions.list_status(sync_id=[sync.id])).data
    assert (batch.status, {schema.execution_id for schema in batch.schemas}) == ("running", {run.id})
    assert (await sdk.bulk_sync.executions.cancel(sync.id, run.id)).data.message == "Cancellation requested"
    assert (await sdk.bulk_sync.executions.get(sync.id, run.id)).data.status == "canceling"
    await driver.advance(11)
    assert (await sdk.bulk_sync.get_status(sync.id)).data.last_execution.status == "canceled"
    second = (await sdk.bulk_sync.start(sync.id, test=True, schemas=["Account"])).data
    await sdk.bulk_sync.schemas.cancel(sync.id, "Account")
    await sdk.bulk_sync.cancel(sync.id)
    await driver.advance(11)
    page = await sdk.bulk_sync.executions.list(sync.id, only_terminal=True, limit=1)
    assert [item.id for item in page.data] == [second.id]
    rest = await sdk.bulk_sync.executions.list(sync.id, limit=1, page_token=page.pagination.next_page_token)
    assert [item.id for item in rest.data] == [run.id]


async def test_a_runs_logs_have_addresses(
    sdk: AsyncPolytomic, driver: Driver, http: httpx.AsyncClient
) -> None:
    """None while it goes on; then one for whoever has it, for an hour, and with no other key besides."""
    sync = await made(sdk, driver)
    await driver.plan("failed", "The warehouse is full.")
    run = (await sdk.bulk_sync.start(sync.id)).data
    assert (await sdk.bulk_sync.executions.get_logs(sync.id, run.id)).data.ur_ls == []
    await driver.advance(101)
    logs = (await sdk.bulk_sync.executions.get_logs(sync.id, run.id)).data
    assert logs.expires > datetime.now(UTC)
    (url,) = logs.ur_ls
    assert "The warehouse is full." in (await http.get(url)).text
    assert (await http.get(url, headers={"Authorization": "Bearer sandbox-key"})).status_code == 400
    assert (await http.get(url.replace("signature=", "signature=0"))).status_code == 403
    await driver.advance(3600)
    assert (await http.get(url)).status_code == 403


async def test_a_runs_last_lines_are_read(sdk: AsyncPolytomic, driver: Driver) -> None:
    """The newest of them, with what went wrong marked as an error."""
    sync = await made(sdk, driver)
    await driver.plan("failed", "The warehouse is full.")
    run = (await sdk.bulk_sync.start(sync.id)).data
    await driver.advance(101)
    console = (await sdk.bulk_sync.executions.get_console_logs(sync.id, run.id)).data
    assert console.entries[0].message == f"Execution {run.id} was created."
    assert (console.entries[-1].level, console.entries[-1].message) == ("error", "The warehouse is full.")
    newest = (await sdk.bulk_sync.executions.get_console_logs(sync.id, run.id, limit=1)).data
    assert [entry.id for entry in newest.entries] == [console.next_cursor]


async def test_events_tell_what_happened(sdk: AsyncPolytomic, driver: Driver) -> None:
    """Events are found by type and by a window of time."""
    sync = await made(sdk, driver)
    await sdk.bulk_sync.start(sync.id)
    await driver.advance(101)
    newest, oldest = (await sdk.events.list()).data
    assert (newest.type, oldest.type) == ("bulk_sync.completed", "bulk_sync.running")
    assert newest.event.sync_name == "Sync"
    assert newest.type in (await sdk.events.get_types()).data
    assert len((await sdk.events.list(type="bulk_sync.running")).data) == 1
    assert (await sdk.events.list(starting_after=newest.created_at)).data == []
    assert len((await sdk.events.list(ending_before=newest.created_at + timedelta(seconds=1))).data) == 2
    with pytest.raises(UnprocessableEntityError):
        await sdk.events.list(type="nonsense")


async def test_the_sdk_reads_refusals(sdk: AsyncPolytomic, driver: Driver) -> None:
    """A refusal arrives as the SDK's own error with the sentence in it; then the right call works."""
    with pytest.raises(UnprocessableEntityError) as refused:
        await sdk.connections.create(
            name="S", type="snowflake", configuration={**SNOWFLAKE, "password": "wrong"}
        )
    assert refused.value.body.message == "Incorrect username or password was specified."
    with pytest.raises(BadRequestError):
        await sdk.connections.test_connection(
            type="snowflake", configuration={**SNOWFLAKE, "password": "wrong"}
        )
    await driver.snowflake("S")
