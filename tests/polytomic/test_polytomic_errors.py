"""Each refusal becomes the error that tells the caller what to do, and is followed by its recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from polytomic_doubles import KEY, NO_SCHEMAS, Script, refused, said
from pydantic import SecretStr

from bot.models import Schedule
from bot.polytomic import (
    AlreadyRunning,
    Forbidden,
    NameTaken,
    NewBulkSync,
    NotFound,
    Polytomic,
    PolytomicError,
    Rejected,
    SchemasNotReady,
    Unauthorized,
    Unreadable,
    Unsupported,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NEW = NewBulkSync(
    name="Sync",
    source_connection_id="c1",
    destination_connection_id="c2",
    mode="replicate",
    schedule=Schedule(),
    destination_configuration={},
    schemas=None,
)


def create(polytomic: Polytomic) -> Awaitable[Any]:
    """Ask for a connection."""
    return polytomic.create_connection("SF", "salesforce", {}, key=KEY)


def create_sync(polytomic: Polytomic) -> Awaitable[Any]:
    """Ask for a bulk sync."""
    return polytomic.create_bulk_sync(NEW, key=KEY)


def start(polytomic: Polytomic) -> Awaitable[Any]:
    """Ask for an execution."""
    return polytomic.start("s1", key=KEY)


def get(polytomic: Polytomic) -> Awaitable[Any]:
    """Ask for a connection that exists."""
    return polytomic.connection("c1")


IN_2023 = {"code": 401, "error": "the key is unknown", "status": "Unauthorized", "context": {}}
GZIP = {"content-encoding": "gzip"}
REFUSALS = [
    (create, refused(400, "domain is required"), Rejected),
    (create, refused(422, "could not connect: bad credentials"), Rejected),
    (create, refused(409, "the connection is being changed"), Rejected),
    (create, refused(422, 'a connection named "SF" already exists'), NameTaken),
    (create, refused(422, "name must be unique"), NameTaken),
    (create, refused(422, "Name has already been taken"), NameTaken),
    (create, refused(401, "unauthorized"), Unauthorized),
    (create, httpx.Response(401, json=IN_2023), Unauthorized),
    (create, httpx.Response(401, html="<p>who are you?</p>"), Unauthorized),
    (create, refused(403, "your role lacks this"), Forbidden),
    (create_sync, refused(400, NO_SCHEMAS), SchemasNotReady),
    (create_sync, refused(400, "Schema Foo does not exist"), Rejected),
    (start, refused(409, "The sync is running"), AlreadyRunning),
    (get, refused(404, "not found"), NotFound),
    (get, refused(410, "gone"), NotFound),
    (get, httpx.Response(404, html="<p>nginx</p>"), Unreadable),
    (get, httpx.Response(301, headers={"location": "https://elsewhere.example"}), Unreadable),
    (get, httpx.Response(200, html="<p>Please log in</p>"), Unreadable),
    (get, httpx.Response(200, text='{"data": {'), Unreadable),
    (get, httpx.Response(200, text="[" * 100_000), Unreadable),
    (get, httpx.Response(200, json={"result": {}}), Unreadable),
    (get, httpx.Response(200, json={"data": {"name": "without id"}}), Unreadable),
    (get, httpx.Response(200, json={"data": None}), Unreadable),
    (get, httpx.Response(200, headers=GZIP, stream=httpx.ByteStream(b"not gzip")), Unreadable),
]


@pytest.mark.parametrize(("ask", "answer", "kind"), REFUSALS)
async def test_a_refusal_becomes_its_error_and_the_next_try_works(
    ask: Callable[[Polytomic], Awaitable[Any]], answer: httpx.Response, kind: type[PolytomicError]
) -> None:
    """The class tells what to do; message and guidance are sentences; nothing sticks to the client."""
    script = Script(answer)
    async with script.client() as polytomic:
        with pytest.raises(PolytomicError) as caught:
            await ask(polytomic)
        assert type(caught.value) is kind
        assert caught.value.message.endswith((".", "”"))
        assert caught.value.guidance.endswith(".")
        assert caught.value.status in {answer.status_code, None}  # None: garbled

        script.answers.append(said({"id": "there"}))
        assert (await ask(polytomic)).id == "there"


@pytest.mark.parametrize(
    "body",
    [
        {"status": 422, "message": "the reason", "key": "some_key"},
        {"error": {"message": "the reason"}},
        {"error": "the reason"},
        {"message": "the reason", "status_code": 422, "metadata": []},
        "the reason",
    ],
)
async def test_every_shape_of_an_error_is_quoted(body: object) -> None:
    """Polytomic's versions write errors differently; the person reads the reason each time."""
    script = Script(httpx.Response(422, json=body))
    async with script.client() as polytomic:
        with pytest.raises(Rejected, match="“the reason”") as caught:
            await create(polytomic)
    assert caught.value.key == (body.get("key") if isinstance(body, dict) else None)


@pytest.mark.parametrize(
    "body", ["", "[]", "3", "null", "[" * 100_000, '{"message": 3}', '{"error": {"message": []}}', "{}"]
)
async def test_an_error_without_words_is_still_an_error(body: str) -> None:
    """A strange body must not become a crash."""
    script = Script(httpx.Response(422, headers={"content-type": "application/json"}, text=body))
    async with script.client() as polytomic:
        with pytest.raises(Rejected) as caught:
            await create(polytomic)
    assert caught.value.message.startswith("Polytomic could not create the connection.")


async def test_a_long_message_is_shortened() -> None:
    """A stack trace has no place in Slack."""
    script = Script(refused(422, "x" * 5000))
    async with script.client() as polytomic:
        with pytest.raises(Rejected) as caught:
            await create(polytomic)
    assert len(caught.value.api_message) == 300


async def test_what_cannot_be_read_names_the_request() -> None:
    """Whoever runs the bot must see which request met the wrong server."""
    script = Script(httpx.Response(200, html="<p>Please log in</p>"))
    async with script.client() as polytomic:
        with pytest.raises(Unreadable, match="GET /api/connections/c1") as caught:
            await get(polytomic)
    assert caught.value.request == "GET /api/connections/c1"


async def test_deleting_what_is_gone_is_done() -> None:
    """A repeat after a lost answer meets a 404, and that is what was wanted."""
    script = Script(httpx.ReadError("reset"), refused(404, "not found"))
    async with script.client() as polytomic:
        await polytomic.delete_connection("c1")
    assert script.keys() == [None, None]


async def test_a_connection_in_use_is_no_name_conflict() -> None:
    """Polytomic says 422 to both; only one is mended by another name."""
    script = Script(refused(422, "connection in use"))
    async with script.client() as polytomic:
        with pytest.raises(Rejected, match="connection in use") as caught:
            await polytomic.delete_connection("c1")
    assert type(caught.value) is Rejected


@pytest.mark.parametrize("status", [200, 201, 202])
async def test_any_success_is_a_success(status: int) -> None:
    """No source settles which of them Polytomic uses where."""
    script = Script(said({"id": "there"}, status))
    async with script.client() as polytomic:
        assert (await create(polytomic)).id == "there"


@pytest.mark.parametrize("answer", [httpx.Response(204), httpx.Response(200, text=""), said("")])
async def test_an_empty_success_is_enough_where_nothing_is_told(answer: httpx.Response) -> None:
    """Testing a configuration answers with nothing at all."""
    script = Script(answer)
    async with script.client() as polytomic:
        await polytomic.test_connection("snowflake", {}, key=KEY)


@pytest.mark.parametrize("key", ["", "  ", "pt-\u2026", "pt\nkey"])
def test_a_key_that_cannot_be_one_is_refused_in_words(key: str) -> None:
    """Without this check the HTTP library quotes the key in its own error."""
    with pytest.raises(Unauthorized) as caught:
        Polytomic(url="https://app.polytomic.com", key=SecretStr(key))
    assert not key.strip() or key not in str(caught.value)


def test_an_api_version_that_the_bot_does_not_speak_is_refused() -> None:
    """Guessing at another version's words would create wrong things."""
    with pytest.raises(Unsupported, match="2021-05-23"):
        Polytomic(url="https://app.polytomic.com", key=SecretStr("key"), version="2021-05-23")
