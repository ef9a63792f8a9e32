"""What is sent again, with which key, and for how long."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polytomic_doubles import (
    CUT_AFTER,
    CUT_BEFORE,
    HANG,
    KEY,
    Loopback,
    Script,
    refused,
    said,
)

from bot.polytomic import AlreadyRunning, InFlight, PolytomicError, Unavailable
from bot.polytomic.client.answers import retry_after
from bot.polytomic.client.repeats import Repeats
from bot.polytomic.client.request import Request
from bot.polytomic.versions import Route

if TYPE_CHECKING:
    from bot.polytomic import CreatedConnection, Polytomic

IN_FLIGHT = "a request with this Idempotency-Key is in progress"
LOSSES = [
    httpx.ReadError("reset"),
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("cut"),
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("unreachable"),
    httpx.WriteError("broken pipe"),
]


async def create(polytomic: Polytomic) -> CreatedConnection:
    """Ask for a connection."""
    return await polytomic.create_connection("SF", "salesforce", {}, key=KEY)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
async def test_a_lost_answer_is_asked_for_again_with_the_same_key(loss: Exception) -> None:
    """A new key could create the connection twice."""
    script = Script(loss, said({"id": "made"}))
    async with script.client() as polytomic:
        assert (await create(polytomic)).id == "made"
    assert script.keys() == [KEY, KEY]
    first, second = script.bodies()
    assert first == second


@pytest.mark.parametrize("deed", [CUT_BEFORE, CUT_AFTER])
async def test_a_cut_connection_is_asked_again_over_the_network(server: Loopback, deed: str) -> None:
    """The connection breaks before or after the request was read: both look alike from here."""
    server.plan = [deed]
    async with server.client() as polytomic:
        assert (await create(polytomic)).id == "made"
    assert {heard.headers["idempotency-key"] for heard in server.heard} == {KEY}
    assert len(server.heard) == (1 if deed == CUT_BEFORE else 2)


async def test_lost_answers_end_as_unavailable_and_keep_the_key() -> None:
    """After three tries the outcome is still unknown, so only the same key may follow."""
    script = Script(*[httpx.ReadError("reset")] * 3)
    async with script.client() as polytomic:
        with pytest.raises(Unavailable) as caught:
            await create(polytomic)
        assert caught.value.fresh_key is False
        assert len(script.requests) == 3
        assert script.pauses == sorted(script.pauses)

        script.answers.append(said({"id": "made"}))
        assert (await create(polytomic)).id == "made"


async def test_our_own_request_in_flight_is_waited_out() -> None:
    """After a lost answer, 409 says that the first try is still at work; its answer will come."""
    script = Script(
        httpx.ReadTimeout("slow"), *[refused(409, IN_FLIGHT) for _ in range(5)], said({"id": "made"})
    )
    async with script.client() as polytomic:
        assert (await create(polytomic)).id == "made"
    assert script.keys() == [KEY] * 7


async def test_a_conflict_without_a_loss_is_not_asked_again() -> None:
    """Somebody else is at work with this key, or the state forbids it: waiting is the caller's choice."""
    script = Script(refused(409, IN_FLIGHT), said({"id": "made"}))
    async with script.client() as polytomic:
        with pytest.raises(InFlight) as caught:
            await create(polytomic)
        assert (len(script.requests), caught.value.fresh_key) == (1, False)
        assert (await create(polytomic)).id == "made"


async def test_a_start_that_was_lost_learns_that_the_sync_runs() -> None:
    """409 "already running" is an answer even after a loss."""
    script = Script(httpx.ReadError("reset"), refused(409, "The sync is already running"))
    async with script.client() as polytomic:
        with pytest.raises(AlreadyRunning):
            await polytomic.start("s1", key=KEY)
    assert len(script.requests) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_post_that_was_answered_is_never_repeated(status: int) -> None:
    """Polytomic keeps the answer, errors too: repeating would replay it."""
    script = Script(refused(status, "no"), said({"id": "made"}))
    async with script.client() as polytomic:
        with pytest.raises(Unavailable) as caught:
            await create(polytomic)
        assert (len(script.requests), caught.value.fresh_key) == (1, True)
        assert (await create(polytomic)).id == "made"


async def test_a_gateways_page_leaves_the_outcome_open() -> None:
    """A 502 page does not come from Polytomic: the work may be done, so the key must stay."""
    script = Script(httpx.Response(502, html="<h1>Bad gateway</h1>"))
    async with script.client() as polytomic:
        with pytest.raises(Unavailable) as caught:
            await create(polytomic)
    assert caught.value.fresh_key is False


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_reading_is_repeated_while_polytomic_is_busy(status: int) -> None:
    """Reading changes nothing, so it may be repeated."""
    script = Script(refused(status, "later"), httpx.ReadError("reset"), said([]))
    async with script.client() as polytomic:
        assert await polytomic.connections() == []
    assert script.keys() == [None] * 3


async def test_reading_gives_up_after_three_tries() -> None:
    """A person waits for this; three tries tell enough."""
    script = Script(*[refused(503, "later") for _ in range(3)])
    async with script.client() as polytomic:
        with pytest.raises(Unavailable):
            await polytomic.connections()
        script.answers.append(said([]))
        assert await polytomic.connections() == []


async def test_a_500_is_not_read_again() -> None:
    """A bug of Polytomic's does not pass by asking again."""
    script = Script(refused(500, "oops"))
    async with script.client() as polytomic:
        with pytest.raises(Unavailable):
            await polytomic.connections()
    assert len(script.requests) == 1


async def test_retry_after_is_honoured() -> None:
    """Polytomic knows better than our back-off when to come back."""
    script = Script(refused(429, "slow down", **{"retry-after": "7"}), said([]))
    async with script.client() as polytomic:
        await polytomic.connections()
    assert script.pauses == [7]


async def test_a_wait_beyond_the_time_limit_is_not_begun() -> None:
    """A person should hear at once that it takes an hour; the poller finds the seconds in the error."""
    script = Script(refused(429, "slow down", **{"retry-after": "3600"}))
    async with script.client() as polytomic:
        with pytest.raises(Unavailable) as caught:
            await polytomic.connections()
    assert (script.pauses, caught.value.retry_after) == ([], 3600)


async def test_a_silent_polytomic_ends_with_the_time_limit(server: Loopback) -> None:
    """The limit holds for all tries together."""
    server.plan = [HANG] * 9
    loop = asyncio.get_running_loop()
    async with server.client(time_limit=0.4) as polytomic:
        start = loop.time()
        with pytest.raises(Unavailable) as caught:
            await create(polytomic)
        assert loop.time() - start < 2
        assert caught.value.fresh_key is False
        server.plan = []
        assert (await create(polytomic)).id == "made"


async def test_the_limit_cuts_whatever_takes_too_long() -> None:
    """A wait, like an answer that trickles in, ends with the limit even if nothing in it times out."""
    script = Script(httpx.ReadError("reset"))
    never = asyncio.Event()
    async with script.client(time_limit=0.5, pause=lambda _: never.wait()) as polytomic:
        with pytest.raises(Unavailable, match="did not answer in time") as caught:
            await create(polytomic)
    assert caught.value.fresh_key is False


def test_a_change_without_a_key_is_not_repeated() -> None:
    """Nothing would tell Polytomic that the second request is the first."""
    lost = Repeats(Request(route=Route("POST", "/api/connections", "create")), lambda: 10.0)
    assert lost.after_loss() is None
    keyed = Repeats(Request(route=Route("POST", "/api/connections", "create"), key=KEY), lambda: 10.0)
    assert keyed.after_loss() is not None


async def test_nobody_there_is_said_so(unused_tcp_port: int) -> None:
    """A refused connection is told from an answer that does not come."""
    nobody = Loopback(url=f"http://127.0.0.1:{unused_tcp_port}")
    async with nobody.client() as polytomic:
        with pytest.raises(PolytomicError, match="cannot be reached"):
            await polytomic.me()


@given(st.integers(0, 10**6))
def test_retry_after_reads_seconds_and_dates_alike(seconds: int) -> None:
    """Both spellings are allowed by HTTP."""
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert retry_after(str(seconds), now) == seconds
    assert retry_after(format_datetime(now + timedelta(seconds=seconds), usegmt=True), now) == seconds


@given(st.text())
def test_any_retry_after_is_a_finite_wait_or_none(header: str) -> None:
    """No header may crash us or make us wait for ever."""
    seconds = retry_after(header, datetime(2026, 3, 1, tzinfo=UTC))
    assert seconds is None or 0 <= seconds < float("inf")


def test_a_retry_after_in_the_past_is_no_wait() -> None:
    """Clocks differ; a date that has passed means now."""
    for date in ("Sun, 01 Mar 2020 00:00:00 GMT", "Sun, 01 Mar 2020 00:00:00 -0000"):
        assert retry_after(date, datetime(2026, 3, 1, tzinfo=UTC)) == 0
