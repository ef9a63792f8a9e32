"""The same wish on each API version is sent in that version's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest
from polytomic_doubles import KEY, Script, refused, said

from bot.models import Discovery, Frequency, Naming, Schedule
from bot.polytomic import Connection, NewBulkSync, NewField, NewSchema, NotFound, Unreadable, Unsupported

OLD, MIDDLE, NEWEST = "2023-04-25", "2024-02-08", "2025-09-18"
NEW = NewBulkSync(
    name="Sync",
    source_connection_id="c1",
    destination_connection_id="c2",
    mode="replicate",
    schedule=Schedule(),
    destination_configuration={},
    schemas=None,
)
MANUAL = {"frequency": "manual"}


async def body_on(version: str, new: NewBulkSync = NEW) -> dict[str, Any]:
    """Return the body that a new bulk sync becomes."""
    script = Script(said({"id": "s1"}))
    async with script.client(version=version) as polytomic:
        await polytomic.create_bulk_sync(new, key=KEY)
    (body,) = script.bodies()
    assert script.requests[0].headers["x-polytomic-version"] == version
    return dict(body)


@pytest.mark.parametrize(
    ("version", "own"),
    [
        (OLD, {"schedule": MANUAL}),
        (MIDDLE, {"schedule": MANUAL, "active": True}),
        (NEWEST, {"default_schedule": MANUAL, "active": True}),
    ],
)
async def test_a_bulk_sync_is_written_in_the_versions_words(version: str, own: dict[str, Any]) -> None:
    """2025 renamed the schedule; leaving `schemas` out syncs every object, as None asks."""
    shared = {
        "name": "Sync",
        "source_connection_id": "c1",
        "destination_connection_id": "c2",
        "mode": "replicate",
        "destination_configuration": {},
    }
    assert await body_on(version) == shared | own


@pytest.mark.parametrize(
    ("version", "own"),
    [
        (OLD, {"schemas": ["Contact"], "discover": True}),
        (
            MIDDLE,
            {
                "schemas": [
                    {
                        "id": "Contact",
                        "enabled": True,
                        "fields": [{"id": "Email", "enabled": True, "obfuscate": True}],
                    }
                ],
                "automatically_add_new_objects": "all",
                "automatically_add_new_fields": "onlyNonIncremental",
                "normalize_names": "disabled",
            },
        ),
    ],
)
async def test_what_a_version_cannot_be_told_is_left_out(version: str, own: dict[str, Any]) -> None:
    """An unknown key has Polytomic refuse the whole sync; 2023 knows objects by name, and `discover`."""
    rare = replace(
        NEW,
        schemas=[NewSchema("Contact", [NewField(id="Email", enabled=True, obfuscate=True)])],
        new_objects=Discovery.ALL,
        new_fields=Discovery.NON_INCREMENTAL,
        naming=Naming.DISABLED,
    )
    plain, told = await body_on(version), await body_on(version, rare)
    assert {name: value for name, value in told.items() if name not in plain} == own


@pytest.mark.parametrize("version", [OLD, MIDDLE, NEWEST])
async def test_a_sync_that_shall_rest_says_so_everywhere(version: str) -> None:
    """Leaving `active` out would start what nobody asked to start."""
    assert (await body_on(version, replace(NEW, active=False)))["active"] is False


@pytest.mark.parametrize(
    ("schedule", "strings"),
    [
        (Schedule(), {"frequency": "manual"}),
        (Schedule(frequency=Frequency.CONTINUOUS, hour=3), {"frequency": "continuous"}),
        (Schedule(frequency=Frequency.HOURLY, hour=3, minute=7), {"frequency": "hourly", "minute": "07"}),
        (Schedule(frequency=Frequency.DAILY, hour=14), {"frequency": "daily", "hour": "14", "minute": "00"}),
        (
            Schedule(frequency=Frequency.WEEKLY, hour=5, minute=30, weekday="friday"),
            {"frequency": "weekly", "hour": "05", "minute": "30", "day_of_week": "friday"},
        ),
    ],
)
async def test_a_schedule_is_strings_and_only_what_its_frequency_needs(
    schedule: Schedule, strings: dict[str, str]
) -> None:
    """Polytomic wants two-digit strings, not numbers."""
    assert (await body_on(NEWEST, replace(NEW, schedule=schedule)))["default_schedule"] == strings


@pytest.mark.parametrize(
    ("version", "method", "paths"),
    [
        (OLD, "PATCH", ["/api/bulk/source/c1", "/api/bulk/source/c1/status", "/api/bulk/dest/c1"]),
        *(
            (
                version,
                "PUT",
                [
                    "/api/connections/c1/bulksync/source",
                    "/api/connections/c1/schemas/status",
                    "/api/connections/c1/bulksync/target",
                ],
            )
            for version in (MIDDLE, NEWEST)
        ),
    ],
)
async def test_paths_and_methods_are_the_versions(version: str, method: str, paths: list[str]) -> None:
    """2024 moved sources and destinations under the connection, and made changes a PUT."""
    script = Script(said({}), said({}), said({}), said({"id": "c1"}))
    async with script.client(version=version) as polytomic:
        await polytomic.schemas("c1")
        await polytomic.schema_status("c1")
        await polytomic.bulk_destination("c1")
        await polytomic.reconnect(Connection(id="c1", name="SF"), key=KEY)
    assert [request.url.path for request in script.requests] == [*paths, "/api/connections/c1"]
    assert script.requests[-1].method == method


@pytest.mark.parametrize(
    ("version", "body"),
    [(OLD, {"resync": True}), (MIDDLE, {"resync_mode": "rebuild"}), (NEWEST, {"resync_mode": "rebuild"})],
)
async def test_a_resync_is_asked_for_in_the_versions_words(version: str, body: dict[str, Any]) -> None:
    """2023 knows only one kind of resync."""
    script = Script(said({"id": "e1"}))
    async with script.client(version=version) as polytomic:
        await polytomic.start("s1", key=KEY, resync_mode="rebuild")
    assert script.bodies() == [body]


@pytest.mark.parametrize(
    ("version", "path", "has_ttl"),
    [
        (OLD, "/api/connections/connect", False),
        (MIDDLE, "/api/connections/connect/", False),
        (NEWEST, "/api/connections/connect/", True),
    ],
)
async def test_a_connect_page_lives_as_long_as_the_version_lets_us_say(
    version: str, path: str, *, has_ttl: bool
) -> None:
    """Older versions refuse the field."""
    script = Script(said({"redirectURL": "https://b.example"}))
    async with script.client(version=version) as polytomic:
        session = await polytomic.connect(
            "SF", redirect_url="https://a.example", types=["x"], ttl_seconds=60, key=KEY, connection_id="c1"
        )
    (body,) = script.bodies()
    assert session.redirect_url == "https://b.example"
    assert (script.requests[0].url.path, "ttl" in body, body["connection"]) == (path, has_ttl, "c1")


async def test_2023_cannot_test_a_configuration_and_does_nothing() -> None:
    """Creating the connection validates it there."""
    script = Script()
    async with script.client(version=OLD) as polytomic:
        await polytomic.test_connection("snowflake", {}, key=KEY)
    assert script.requests == []


async def test_2023_refreshes_schemas_by_reading_them() -> None:
    """It has no request of its own for that, and reading carries no idempotency key."""
    script = Script(said({"schemas": []}))
    async with script.client(version=OLD) as polytomic:
        await polytomic.refresh_schemas("c1", key=KEY)
    assert str(script.requests[0].url).endswith("/api/bulk/source/c1?refresh_schemas=true")
    assert script.keys() == [None]


async def test_a_version_without_batch_status_says_so() -> None:
    """The poller asks first; whoever does not, reads words instead of a 404."""
    script = Script(said([]))
    async with script.client(version=OLD) as polytomic:
        assert not polytomic.has_batch_status
        with pytest.raises(Unsupported, match="2023-04-25"):
            await polytomic.statuses(["s1"])
    async with script.client() as polytomic:
        assert polytomic.has_batch_status
        assert await polytomic.statuses(["s1"]) == []


async def test_2023_has_the_bundled_form_and_no_other() -> None:
    """Its API cannot describe a type, so the bot brings the common ones along."""
    script = Script()
    async with script.client(version=OLD) as polytomic:
        assert "domain" in (await polytomic.connection_schema("salesforce"))["properties"]
        with pytest.raises(Unsupported):
            await polytomic.connection_schema("zoominfo")


@pytest.mark.parametrize("answer", [refused(404, "no such type"), httpx.Response(200, html="<p>hi</p>")])
async def test_a_form_that_polytomic_cannot_give_comes_from_the_bundle(answer: httpx.Response) -> None:
    """The tutorial's forms work on a bad day; the live one is used again when the day is better."""
    script = Script(answer, httpx.Response(200, json={"properties": {"live": {}}}))
    async with script.client() as polytomic:
        bundled = await polytomic.connection_schema("snowflake")
        assert "account" in bundled["properties"]
        bundled["properties"].clear()  # a caller's change must not reach the next one
        assert await polytomic.connection_schema("snowflake") == {"properties": {"live": {}}}
        script.answers.append(refused(404, "no such type"))
        assert "account" in (await polytomic.connection_schema("snowflake"))["properties"]


async def test_a_wrapped_form_is_unwrapped_and_no_form_is_unreadable() -> None:
    """This one answer has no envelope; should it get one, the forms go on working."""
    script = Script(said({"properties": {"url": {}}}), httpx.Response(200, json=[]))
    async with script.client() as polytomic:
        assert await polytomic.connection_schema("csv") == {"properties": {"url": {}}}
        with pytest.raises(Unreadable):
            await polytomic.connection_schema("csv")


async def test_an_unknown_type_that_polytomic_cannot_describe_is_an_error() -> None:
    """There is nothing to fall back to."""
    script = Script(refused(404, "no such type"))
    async with script.client() as polytomic:
        with pytest.raises(NotFound):
            await polytomic.connection_schema("nonesuch")
