"""The client against the sandbox Polytomic, which somebody else wrote: from key to finished run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pydantic import SecretStr

from bot.models import Schedule
from bot.polytomic import (
    AlreadyRunning,
    Connection,
    NameTaken,
    NewBulkSync,
    NotFound,
    Polytomic,
    Rejected,
    SchemasNotReady,
    Unauthorized,
    forms,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from bot.sandbox.polytomic import Running

VERSIONS = ["2023-04-25", "2024-02-08", "2025-09-18"]
SNOWFLAKE = {"account": "uc193736182", "username": "user", "password": "open-sesame", "dbname": "database"}
SALESFORCE = {"domain": "https://example.my.salesforce.com"}


class Person:
    """Somebody with a browser, and whoever pulls the sandbox's switches."""

    def __init__(self, url: str, browser: httpx.AsyncClient) -> None:
        self._url = url
        self._browser = browser

    async def switch(self, name: str, **settings: Any) -> Any:
        """Pull a switch of the sandbox."""
        answer = await self._browser.post(f"{self._url}/_sandbox/{name}", json=settings)
        answer.raise_for_status()
        return answer.json()

    async def allow(self, link: str | None) -> None:
        """Follow a sign-in link and allow access."""
        assert link is not None
        answer = await self._browser.post(link, data={"decision": "allow"})
        assert answer.status_code < 400

    async def requests(self) -> list[dict[str, Any]]:
        """List what the sandbox was asked."""
        found = (await self._browser.get(f"{self._url}/_sandbox/requests")).json()
        return list(found["requests"] if isinstance(found, dict) else found)


@pytest.fixture
async def person(polytomic_sandbox: Running) -> AsyncIterator[Person]:
    """Give somebody a browser."""
    async with httpx.AsyncClient(follow_redirects=False) as browser:
        yield Person(polytomic_sandbox.url, browser)


@pytest.fixture(params=VERSIONS)
async def polytomic(polytomic_sandbox: Running, request: pytest.FixtureRequest) -> AsyncIterator[Polytomic]:
    """Make a client of each API version."""
    key = SecretStr(polytomic_sandbox.config.token)
    async with Polytomic(url=polytomic_sandbox.url, key=key, version=request.param) as client:
        yield client


def bulk_sync(source: Connection, destination: Connection, schemas: Iterable[str] | None) -> NewBulkSync:
    """Describe the tutorial's bulk sync."""
    return NewBulkSync(
        name="Salesforce Bulk Sync",
        source_connection_id=source.id,
        destination_connection_id=destination.id,
        mode="replicate",
        schedule=Schedule(),
        destination_configuration={"schema": "SALESFORCE_CONNECTION"},
        schemas=None if schemas is None else list(schemas),
    )


async def connected(polytomic: Polytomic, person: Person) -> tuple[Connection, Connection]:
    """Make the tutorial's two connections, and sign in to the first."""
    source = await polytomic.create_connection("Salesforce", "salesforce", SALESFORCE, key="key-source")
    destination = await polytomic.create_connection(
        "Snowflake", "snowflake", SNOWFLAKE, key="key-destination"
    )
    await person.allow(source.auth_url)
    return source, destination


async def test_the_tutorial_goes_from_key_to_finished_run(polytomic: Polytomic, person: Person) -> None:
    """Every request that a setup needs is one that a strict Polytomic takes, on each API version."""
    assert (await polytomic.me()).organization_name
    assert {"salesforce", "snowflake"} <= {kind.id for kind in await polytomic.connection_types()}
    assert forms.fields(await polytomic.connection_schema("salesforce"), "salesforce")
    await polytomic.test_connection("snowflake", SNOWFLAKE, key="key-of-the-test")
    source, destination = await connected(polytomic, person)
    assert (await polytomic.connection(source.id)).is_healthy

    new = bulk_sync(source, destination, ["Account", "Contact"])
    with pytest.raises(SchemasNotReady) as caught:
        await polytomic.create_bulk_sync(new, key="key-sync-1")
    assert caught.value.fresh_key
    assert not (await polytomic.schema_status(source.id)).is_ready
    assert await polytomic.schemas(source.id) == []
    await person.switch("clock", advance_seconds=60)
    with pytest.raises(SchemasNotReady):  # the old key replays the old answer
        await polytomic.create_bulk_sync(new, key="key-sync-1")
    assert (await polytomic.schema_status(source.id)).is_ready
    assert "Account" in {schema.id for schema in await polytomic.schemas(source.id)}
    assert "replicate" in {mode.id for mode in (await polytomic.bulk_destination(destination.id)).modes}

    sync = await polytomic.create_bulk_sync(new, key="key-sync-2")
    assert [found.id for found in await polytomic.bulk_syncs()] == [sync.id]
    assert (await polytomic.bulk_sync(sync.id)).schedule is not None

    run = await polytomic.start(sync.id, key="key-start-1")
    with pytest.raises(AlreadyRunning):
        await polytomic.start(sync.id, key="key-start-2")
    running = (await polytomic.status(sync.id)).current_execution
    assert running is not None
    assert not running.is_over
    await person.switch("clock", advance_seconds=60)
    over = await polytomic.execution(sync.id, run.id)
    assert (over.succeeded, over.objects_done, over.objects_total) == (True, 2, 2)
    assert over.records
    assert [one.id for one in (await polytomic.executions(sync.id)).items] == [run.id]
    completed = await polytomic.events(type="bulk_sync.completed")
    assert {event.sync_id for event in completed.items} == {sync.id}


async def test_a_sync_is_paused_resumed_and_cancelled(polytomic: Polytomic, person: Person) -> None:
    """What people click on a running sync is taken on each API version."""
    source, destination = await connected(polytomic, person)
    await person.switch("clock", advance_seconds=60)
    sync = await polytomic.create_bulk_sync(bulk_sync(source, destination, None), key="key-sync")
    await polytomic.activate(sync.id, active=False, key="key-pause")
    assert not (await polytomic.bulk_sync(sync.id)).active
    await polytomic.activate(sync.id, active=True, key="key-resume")
    assert [one.id for one in await polytomic.bulk_syncs(active=True)] == [sync.id]

    run = await polytomic.start(sync.id, key="key-start", schemas=["Account"])
    await polytomic.cancel(sync.id, key="key-cancel")
    await person.switch("clock", advance_seconds=60)
    assert (await polytomic.execution(sync.id, run.id)).status == "canceled"
    if polytomic.has_batch_status:
        assert [status.sync_id for status in await polytomic.statuses([sync.id, "unknown"])] == [sync.id]

    await polytomic.refresh_schemas(source.id, key="key-refresh")
    with pytest.raises(Rejected):
        await polytomic.delete_connection(source.id)
    await polytomic.delete_connection(source.id, force=True)
    with pytest.raises(NotFound):
        await polytomic.connection(source.id)


async def test_lost_answers_create_nothing_twice(polytomic: Polytomic, person: Person) -> None:
    """Each POST does its work and loses its answer once: the repeat with the same key finds what was made."""
    paths = [r"/api/connections$", r"/api/bulk/syncs$", r"/executions$"]
    for path in paths:
        await person.switch("faults", method="POST", path=path, drop="after", times=1)
    source, destination = await connected(polytomic, person)
    await person.switch("clock", advance_seconds=60)
    sync = await polytomic.create_bulk_sync(bulk_sync(source, destination, None), key="key-sync")
    run = await polytomic.start(sync.id, key="key-start")

    assert len(await polytomic.connections()) == 2
    assert [one.id for one in await polytomic.bulk_syncs()] == [sync.id]
    assert [one.id for one in (await polytomic.executions(sync.id)).items] == [run.id]
    asked = Counter(one["path"] for one in await person.requests() if one["method"] == "POST")
    assert asked["/api/connections"] == 3
    assert asked["/api/bulk/syncs"] == 2


async def test_a_slow_first_try_is_waited_out(polytomic_sandbox: Running, person: Person) -> None:
    """Our try times out while Polytomic still works on it: 409 in flight, and then its answer."""
    key = SecretStr(polytomic_sandbox.config.token)
    await person.switch("faults", method="POST", path=r"/api/connections$", delay_seconds=2.1, times=1)
    async with Polytomic(url=polytomic_sandbox.url, key=key, time_limit=3.0) as hurried:
        made = await hurried.create_connection("Snowflake", "snowflake", SNOWFLAKE, key="key-hurried")
        assert [one.id for one in await hurried.connections()] == [made.id]


async def test_a_wrong_password_is_told_and_then_corrected(polytomic: Polytomic) -> None:
    """The reason can be shown in the form; the password in it cannot."""
    wrong = SNOWFLAKE | {"password": "wrong-sesame"}
    with pytest.raises(Rejected) as caught:
        await polytomic.create_connection("Snowflake", "snowflake", wrong, key="key-wrong", validate=True)
    assert "password" in caught.value.message
    assert "wrong-sesame" not in caught.value.message
    made = await polytomic.create_connection(
        "Snowflake", "snowflake", SNOWFLAKE, key="key-right", validate=True
    )
    assert made.is_healthy

    with pytest.raises(NameTaken):
        await polytomic.create_connection("Snowflake", "snowflake", SNOWFLAKE, key="key-again", validate=True)


async def test_a_new_link_signs_in_where_the_old_one_was_lost(polytomic: Polytomic, person: Person) -> None:
    """Reconnecting is taken on each version, and the older link stops working."""
    made = await polytomic.create_connection("Salesforce", "salesforce", SALESFORCE, key="key-source")
    renewed = await polytomic.reconnect(await polytomic.connection(made.id), key="key-link-2")
    assert renewed.auth_url not in (None, made.auth_url)
    await person.allow(renewed.auth_url)
    assert (await polytomic.connection(made.id)).is_healthy


async def test_a_connect_page_is_opened(polytomic: Polytomic) -> None:
    """The hosted form takes a type, and its time to live where the version has one."""
    session = await polytomic.connect(
        "From Slack",
        redirect_url="https://a.example",
        types=["snowflake"],
        ttl_seconds=3600,
        key="key-connect",
    )
    assert session.redirect_url.startswith("http")


async def test_a_wrong_key_is_told_and_a_right_one_works(polytomic_sandbox: Running) -> None:
    """Whoever runs the bot learns it at start; nothing else is wrong."""
    async with Polytomic(url=polytomic_sandbox.url, key=SecretStr("wrong-key")) as wrong:
        with pytest.raises(Unauthorized):
            await wrong.me()
    async with Polytomic(url=polytomic_sandbox.url, key=SecretStr(polytomic_sandbox.config.token)) as right:
        assert (await right.me()).organization_id
