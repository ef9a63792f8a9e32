"""Log files at signed addresses: fetched without our key, and never trusted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpx
import pytest
from polytomic_doubles import API_KEY, Script, said

from bot.polytomic import LogFile, NoLog, PolytomicError, TooLarge, Unavailable
from bot.polytomic.client.downloads import MOST_BYTES
from bot.polytomic.client.logs import MOST_FILES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ADDRESS = "https://storage.example/exports/run%201.log?signature=s3cret"


def file(content: bytes = b"line\n", **headers: str) -> httpx.Response:
    """Answer with a file, as the network brings it."""
    return httpx.Response(200, stream=httpx.ByteStream(content), headers=headers)


def logs(*addresses: str) -> httpx.Response:
    """Answer where the files are, with Polytomic's own capitals."""
    return said({"Expires": "2026-03-01T13:00:00Z", "URLs": list(addresses)})


async def fetched(script: Script, **more: str) -> list[LogFile]:
    """Fetch all files of a run."""
    async with script.client(**more) as polytomic:
        return [one async for one in polytomic.log_files("s1", "e1")]


async def endless() -> AsyncIterator[bytes]:
    """Send more than anybody asked for, without saying how much."""
    for _ in range(MOST_BYTES // 1024 + 2):
        yield b"x" * 1024


async def test_a_file_is_fetched_without_our_key() -> None:
    """Storage needs no key, and shall not learn ours; the name is the address's, made harmless."""
    script = Script(logs(ADDRESS), file())
    assert await fetched(script) == [LogFile("run-1.log", b"line\n")]
    asked, download = script.requests
    assert asked.headers["Authorization"] == f"Bearer {API_KEY}"
    assert API_KEY not in str(download.headers)
    assert str(download.url) == ADDRESS


async def test_a_packed_file_stays_packed() -> None:
    """Packed by its name or by a header: the bytes are those that were stored."""
    packed = b"\x1f\x8b\x08 not really"
    named = file(packed)
    headed = file(packed, **{"Content-Encoding": "gzip"})
    script = Script(logs("https://a.example/1.log.gz", "https://a.example/2.log"), named, headed)
    assert await fetched(script) == [LogFile("1.log.gz", packed), LogFile("2.log.gz", packed)]


async def test_a_file_without_a_name_gets_one() -> None:
    """Slack knows by the name what a file is; a name of the address is no path."""
    script = Script(
        logs("https://a.example/download?x=1", "https://a.example/..%2F..%2Fetc.log"), file(), file()
    )
    assert [one.name for one in await fetched(script)] == ["execution-e1-1.log", "etc.log"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(403, text="<Error>expired</Error>"), NoLog),
        (httpx.Response(404), NoLog),
        (httpx.Response(410), NoLog),
        (httpx.Response(400), Unavailable),
        (httpx.Response(503), Unavailable),
        (file(b"x" * (MOST_BYTES + 1)), TooLarge),
        (httpx.Response(200, content=endless()), TooLarge),
        (httpx.ConnectError(ADDRESS), Unavailable),
        (httpx.ReadTimeout(ADDRESS), Unavailable),
        (httpx.Response(302, headers={"Location": "http://storage.example/plain"}), Unavailable),
        (httpx.Response(302, headers={"Location": "file:///etc/passwd"}), Unavailable),
    ],
)
async def test_what_cannot_be_fetched_is_said_without_its_address(
    answer: httpx.Response | Exception, kind: type[PolytomicError], caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has a signed address has the file: no error and no log line names it; the next try works."""
    caplog.set_level(logging.DEBUG, logger="bot")
    script = Script(logs(ADDRESS), answer, logs(ADDRESS), file())
    with pytest.raises(kind) as refused:
        await fetched(script)
    assert "s3cret" not in f"{refused.value.message} {refused.value.guidance} {caplog.text}"
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert await fetched(script) == [LogFile("run-1.log", b"line\n")]


async def test_a_secure_redirect_is_followed_and_an_endless_one_is_not() -> None:
    """Storage moves files between its own addresses; the file keeps its first name."""
    moved = httpx.Response(302, headers={"Location": "/elsewhere?signature=t"})
    script = Script(logs(ADDRESS), moved, file())
    assert [one.name for one in await fetched(script)] == ["run-1.log"]
    with pytest.raises(Unavailable, match="do not follow"):
        await fetched(Script(logs(ADDRESS), moved, moved, moved))


async def test_plain_addresses_are_for_a_plain_polytomic_only() -> None:
    """A local stand-in has no certificate; the real one has."""
    plain = "http://127.0.0.1/run.log"
    with pytest.raises(Unavailable):
        await fetched(Script(logs(plain)))
    assert len(await fetched(Script(logs(plain), file()), url="http://127.0.0.1")) == 1


async def test_a_run_without_files_says_so() -> None:
    """None yet, or none any more; and of endlessly many the first are enough."""
    with pytest.raises(NoLog):
        await fetched(Script(logs()))
    with pytest.raises(NoLog):
        await fetched(Script(said({"Expires": None, "URLs": None})))
    many = [file() for _ in range(MOST_FILES)]
    assert len(await fetched(Script(logs(*[ADDRESS] * (MOST_FILES + 5)), *many))) == MOST_FILES
