"""How the client reads: pages, batches, addresses, and answers that leave things out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from polytomic_doubles import KEY, Script, refused, said

from bot.polytomic import (
    Connection,
    ModelSync,
    Unreadable,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ACCOUNT = {"schema": "Account", "status": "completed", "record_count": 5, "error_count": 1}
LEAD = {"schema": "Lead", "status": "running", "record_count": 7}
CASE = {"schema": "Case", "status": "scheduled"}


def page(token: str | None, *ids: str) -> httpx.Response:
    """Make one page of a list."""
    return said([{"id": one} for one in ids], pagination={"next_page_token": token})


async def test_health_is_read_again_only_when_it_changed() -> None:
    """The poller asks every few seconds, and thousands of connections take long to read."""
    sick, well = (
        {"id": "a", "status": "unhealthy", "status_error": "denied"},
        {"id": "a", "status": "healthy"},
    )
    script = Script(said([sick]), said([sick]), said([well]))
    async with script.client() as polytomic:
        first, second, third = [await polytomic.health() for _ in range(3)]
    assert [(one.is_healthy, one.status_error) for one in first] == [(False, "denied")]
    assert second is first
    assert [one.is_healthy for one in third] == [True]
    assert len(script.requests) == 3


async def test_health_that_was_heard_a_moment_ago_is_not_asked_for_again() -> None:
    """Two rounds of one beat look at it; with thousands of connections, hearing it is what a beat costs."""
    script = Script(said([{"id": "a", "status": "healthy"}]), said([]))
    async with script.client() as polytomic:
        first = await polytomic.health()
        assert await polytomic.health(within=60) is first
        assert await polytomic.health(within=0) == []


async def test_health_follows_pages_too() -> None:
    """A second page must not be overlooked, nor the first be asked for twice."""
    script = Script(page(None, "a"), page("two", "a"), page(None, "b"), page(None, "c"))
    async with script.client() as polytomic:
        assert [one.id for one in await polytomic.health()] == ["a"]
        assert [one.id for one in await polytomic.health()] == ["a", "b"]
        assert len(script.requests) == 3
        assert [one.id for one in await polytomic.health(within=60)] == ["c"], "what is old is not believed"


async def test_a_list_is_read_to_its_last_page() -> None:
    """The SDK shows no pages of bulk syncs, yet Polytomic may send them."""
    script = Script(page("two", "a", "b"), page("three", "c"), page("", "d"))
    async with script.client() as polytomic:
        assert [sync.id for sync in await polytomic.bulk_syncs(active=True)] == ["a", "b", "c", "d"]
    tokens = [request.url.params.get("page_token") for request in script.requests]
    assert tokens == [None, "two", "three"]
    assert {request.url.params["active"] for request in script.requests} == {"true"}


async def test_a_page_that_points_at_itself_ends_the_list() -> None:
    """A mistake of the server must not keep the bot asking for ever."""
    script = Script(page("two", "a"), page("two", "b"))
    async with script.client() as polytomic:
        assert [one.id for one in await polytomic.connections()] == ["a", "b"]


async def test_a_page_of_executions_knows_the_next() -> None:
    """Histories are long; they are read page by page."""
    script = Script(page("more", "e1"), page(None, "e2"))
    async with script.client() as polytomic:
        first = await polytomic.executions("s1", limit=1)
        second = await polytomic.executions("s1", limit=1, page_token=first.next_page_token)
    assert (first.items[0].id, second.items[0].id, second.next_page_token) == ("e1", "e2", None)


@pytest.mark.parametrize(("count", "query"), [(50, "sync_id"), (51, "all")])
async def test_many_statuses_take_one_request(count: int, query: str) -> None:
    """The poller's requests must not grow with the number of watched syncs."""
    wanted = [f"s{number}" for number in range(count)]
    script = Script(said([{"sync_id": one, "status": "running"} for one in [*wanted, "somebody-elses"]]))
    async with script.client() as polytomic:
        found = await polytomic.statuses(wanted)
    assert [status.sync_id for status in found] == wanted
    assert set(script.requests[0].url.params) == {query}


async def test_no_sync_takes_no_request() -> None:
    """An empty question has an empty answer."""
    script = Script()
    async with script.client() as polytomic:
        assert await polytomic.statuses([]) == []


async def test_a_null_list_is_empty() -> None:
    """Go writes an empty list as null."""
    script = Script(said(None), said({"schemas": None}))
    async with script.client() as polytomic:
        assert await polytomic.connections() == []
        assert await polytomic.schemas("c1") == []


async def test_a_list_that_is_none_is_unreadable() -> None:
    """An object where a list belongs is no empty list."""
    script = Script(said({"connections": []}), said([]))
    async with script.client() as polytomic:
        with pytest.raises(Unreadable):
            await polytomic.connections()
        assert await polytomic.connections() == []


async def test_an_answer_that_comes_in_pieces_is_one_answer() -> None:
    """A list of megabytes takes many reads; where one ends and the next begins says nothing."""
    whole = said([{"id": "c", "name": "Müller"}]).content

    async def in_pieces(size: int) -> AsyncIterator[bytes]:
        for begin in range(0, len(whole), size):
            yield whole[begin : begin + size]

    script = Script(*(httpx.Response(200, content=in_pieces(size)) for size in (1, 7)))
    async with script.client() as polytomic:
        heard = await polytomic.health()
        assert [one.name for one in heard] == ["Müller"]
        assert await polytomic.health() is heard


async def test_an_unreadable_list_is_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """Where it is wrong first, however long it is; no JSON at all is an outage, which is logged elsewhere."""
    script = Script(said([{"id": "a"}, *({"name": "s3cret"} for _ in range(1_000))]), httpx.Response(200))
    async with script.client() as polytomic:
        for _ in range(2):
            with pytest.raises(Unreadable):
                await polytomic.connections()
    assert caplog.messages == ["GET /api/connections: data.1.id: Field required"]


async def test_an_id_cannot_lead_elsewhere() -> None:
    """Ids come from what people type; a slash or dots in one must stay part of it."""
    script = Script(said({"id": "x"}))
    async with script.client() as polytomic:
        await polytomic.execution("../../me", "a/b?c=d")
    assert script.requests[0].url.raw_path == b"/api/bulk/syncs/..%2F..%2Fme/executions/a%2Fb%3Fc%3Dd"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://app.polytomic.com", "https://app.polytomic.com/api/me"),
        ("https://app.polytomic.com/", "https://app.polytomic.com/api/me"),
        ("app.polytomic.com/api", "https://app.polytomic.com/api/me"),
        ("http://127.0.0.1:8321/polytomic/", "http://127.0.0.1:8321/polytomic/api/me"),
    ],
)
async def test_the_address_may_be_written_as_people_write_it(url: str, asked: str) -> None:
    """Self-hosted Polytomics have other hosts, and the demo mounts its own under a path."""
    script = Script(said({"organization_name": "Example"}))
    async with script.client(url=url) as polytomic:
        assert (await polytomic.me()).organization_name == "Example"
        assert polytomic.sync_url("s 1") == asked.replace("/api/me", "/syncs/s%201")
    assert str(script.requests[0].url) == asked


async def test_a_reconnect_sends_no_mask_back() -> None:
    """Whether Polytomic takes a mask for the secret itself is not documented."""
    stored = {
        "domain": "https://a.example",
        "client_secret": "********",
        "auth": {"password": "***", "user": "u"},
    }
    connection = Connection(id="c1", name="SF", configuration=stored)
    script = Script(said({"id": "c1", "auth_url": "https://b.example"}))
    async with script.client() as polytomic:
        renewed = await polytomic.reconnect(connection, key=KEY)
    assert renewed.auth_url == "https://b.example"
    assert script.bodies() == [
        {
            "name": "SF",
            "configuration": {"domain": "https://a.example", "auth": {"user": "u"}},
            "reconnect": True,
        }
    ]


async def test_a_destination_without_modes_has_the_versions() -> None:
    """A form needs modes to offer even when Polytomic names none."""
    script = Script(said({"configuration": {}}), said({"modes": [{"id": "snapshot"}]}))
    async with script.client() as polytomic:
        assert [m.id for m in (await polytomic.bulk_destination("c1")).modes] == [
            "replicate",
            "snapshot",
            "append",
        ]
        assert [m.id for m in (await polytomic.bulk_destination("c1")).modes] == ["snapshot"]


async def test_a_deletion_tells_whether_there_was_something_to_delete() -> None:
    """Somebody may have been faster; that is said, and is no error."""
    script = Script(said(None), refused(404, "connection not found"))
    async with script.client() as polytomic:
        assert await polytomic.delete_connection("c1")
        assert not await polytomic.delete_connection("c1")


def test_a_model_sync_names_its_target_in_either_shape() -> None:
    """2025 lists light items; the versions before nest the target."""
    nested = ModelSync.model_validate({"id": "s1", "target": {"connection_id": "c1", "object": "Lead"}})
    light = ModelSync.model_validate({"id": "s1", "target_connection_id": "c1"})
    assert nested == light
    fields = [{"source": {"model_id": "m1", "field": "email"}}, {"source": None}, {"override_value": "x"}]
    whole = ModelSync.model_validate({"id": "s1", "fields": fields})
    brief = ModelSync.model_validate({"id": "s1", "model_ids": ["m1"]})
    assert whole.reads_from == brief.reads_from == {"m1"}
    assert ModelSync.model_validate({"id": "s1", "target": None}).target_connection_id == ""


async def test_a_deleted_sync_does_not_hide_the_others() -> None:
    """Polytomic may refuse the whole question for one id that is gone."""
    script = Script(refused(404, "bulk sync not found"), said([{"sync_id": "s1"}, {"sync_id": "s3"}]))
    async with script.client() as polytomic:
        assert [status.sync_id for status in await polytomic.statuses(["s1", "gone"])] == ["s1"]
    assert len(script.requests) == 2
