"""A lost answer is repeated with the same key: the original's rules, and the ways to lose an answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sandbox_driver import SNOWFLAKE

from bot.sandbox.polytomic.idempotency import Answers

if TYPE_CHECKING:
    from sandbox_driver import Driver

KEY = "setup-0001"


def body(name: str = "S", **changes: Any) -> dict[str, Any]:
    """Describe a Snowflake connection."""
    return {"name": name, "type": "snowflake", "configuration": {**SNOWFLAKE, **changes}}


async def create(driver: Driver, wish: Any, key: str = KEY) -> httpx.Response:
    """Create a connection under a key."""
    return await driver.call("POST", "/api/connections", wish, Idempotency_Key=key)


async def count(driver: Driver) -> int:
    """Count the connections that exist."""
    return len((await driver.switch("GET", "state"))["connections"])


async def test_a_repeated_key_gets_the_first_answer_and_makes_nothing_new(driver: Driver) -> None:
    """Without this a crash between request and answer would make a second connection."""
    first, second = await create(driver, body()), await create(driver, body())
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert await count(driver) == 1


async def test_a_refusal_is_kept_for_its_key(driver: Driver) -> None:
    """The same key repeats the refusal even when it would pass by now; a new key passes."""
    await create(driver, body(), key="other-key-1")
    assert (await create(driver, body())).status_code == 422
    (existing,) = (await driver.switch("GET", "state"))["connections"]
    await driver.data("DELETE", f"/api/connections/{existing['id']}")
    assert (await create(driver, body())).status_code == 422
    assert (await create(driver, body(), key="setup-0002")).status_code == 200


async def test_no_schemas_yet_is_kept_like_any_refusal(driver: Driver) -> None:
    """This is why each attempt to create a bulk sync needs a key of its own."""
    wish = await driver.sync_body()
    await driver.switch("POST", f"connections/{wish['source_connection_id']}", cached=False)
    early = await driver.call("POST", "/api/bulk/syncs", wish, Idempotency_Key=KEY)
    await driver.switch("POST", f"connections/{wish['source_connection_id']}", cached=True)
    again = await driver.call("POST", "/api/bulk/syncs", wish, Idempotency_Key=KEY)
    assert (early.status_code, again.content) == (400, early.content)
    assert (
        await driver.call("POST", "/api/bulk/syncs", wish, Idempotency_Key="attempt-2")
    ).status_code == 200


async def test_a_key_with_another_body_is_refused(driver: Driver) -> None:
    """The documentation is silent here; the strict reading finds a bot that mixes its keys up."""
    await create(driver, body())
    assert (await create(driver, body("Other"))).status_code == 422
    assert (await create(driver, body("Other"), key="setup-0002")).status_code == 200


@pytest.mark.parametrize("key", ["short", "with space", "käse-käse", "a" * 256, "semi;colon"])
async def test_a_key_has_a_form(driver: Driver, key: str) -> None:
    """8 to 255 letters, digits, hyphens and underscores."""
    headers = {"Authorization": "Bearer sandbox-key", "X-Polytomic-Version": "2025-09-18"}
    refused = await driver.http.post(
        f"{driver.running.url}/api/connections",
        json=body(),
        headers=[*((n.encode(), v.encode()) for n, v in headers.items()), (b"Idempotency-Key", key.encode())],
    )
    assert refused.status_code == 400
    assert (await create(driver, body(), key="A_z-0" * 51)).status_code == 200


async def test_a_key_in_flight_is_a_conflict(driver: Driver) -> None:
    """Two replicas that repeat the same step at once do the work once."""
    await driver.switch("POST", "faults", method="POST", path="/api/connections$", delay_seconds=0.5)
    slow = asyncio.create_task(create(driver, body()))
    await driver.seen("POST", "/api/connections")
    assert (await create(driver, body())).status_code == 409
    assert (await slow).status_code == 200
    assert (await create(driver, body())).content == (await slow).content


async def test_a_key_is_forgotten_after_a_day(driver: Driver) -> None:
    """Afterwards it counts as new."""
    await create(driver, body())
    await driver.advance(86_401)
    assert (await create(driver, body())).status_code == 422  # the name is taken: the work was tried again


async def test_a_lost_answer_leaves_its_work_behind(driver: Driver) -> None:
    """The repeat with the same key finds what was made; with a new key it meets the taken name."""
    await driver.switch("POST", "faults", method="POST", path="connections", drop="after", times=1)
    with pytest.raises(httpx.TransportError):
        await create(driver, body())
    assert await count(driver) == 1
    assert (await create(driver, body())).status_code == 200
    assert (await create(driver, body(), key="setup-0002")).status_code == 422


async def test_a_cut_connection_leaves_nothing_behind(driver: Driver) -> None:
    """The request never arrived, so the key is as good as new."""
    await driver.switch("POST", "faults", drop="before", times=1)
    with pytest.raises(httpx.TransportError):
        await create(driver, body())
    assert await count(driver) == 0
    assert (await create(driver, body())).status_code == 200


async def test_a_gateways_failure_does_not_use_the_key_up(driver: Driver) -> None:
    """A 502 page comes from before the API; Polytomic's own 500 is kept."""
    page = "<html><body>Bad gateway</body></html>"
    await driver.switch("POST", "faults", status=502, body=page, times=1)
    broken = await create(driver, body())
    assert (broken.status_code, broken.text, broken.headers["content-type"]) == (502, page, "text/html")
    await driver.switch("POST", "faults", status=500, stored=True, times=1)
    for _ in range(2):
        assert (await create(driver, body())).status_code == 500
    assert (await create(driver, body(), key="setup-0002")).status_code == 200


async def test_a_gateway_can_stand_before_an_answer_that_is_kept(driver: Driver) -> None:
    """The repeat of a lost answer may itself fail; the kept answer is still there afterwards."""
    first = await create(driver, body())
    await driver.switch("POST", "faults", status=503, times=1)
    assert (await create(driver, body())).status_code == 503
    assert (await create(driver, body())).content == first.content
    assert await count(driver) == 1


async def test_faults_choose_by_method_and_path_and_can_be_called_off(driver: Driver) -> None:
    """Only what matches goes wrong, with the headers that were ordered."""
    await driver.switch("POST", "faults", path="^/api/me$", status=429, headers={"Retry-After": "7"})
    limited = await driver.call("GET", "/api/me")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "7")
    assert (await driver.call("GET", "/api/connections")).status_code == 200
    assert len(await driver.switch("GET", "faults")) == 1
    await driver.switch("DELETE", "faults")
    assert (await driver.call("GET", "/api/me")).status_code == 200


async def test_garbage_can_be_ordered_under_a_good_status(driver: Driver) -> None:
    """A body that is no JSON, or another JSON than expected, arrives as ordered."""
    await driver.switch("POST", "faults", status=200, body="{", content_type="application/json", times=1)
    assert (await driver.call("GET", "/api/me")).text == "{"
    await driver.switch("POST", "faults", status=200, body={"data": 7}, times=1)
    assert (await driver.call("GET", "/api/me")).json() == {"data": 7}


async def test_a_slow_answer_is_given_up_by_the_caller_but_done_by_the_server(driver: Driver) -> None:
    """A time-out is a lost answer too."""
    await driver.switch("POST", "faults", method="POST", path="connections", delay_seconds=0.3, times=1)
    driver.http.timeout = httpx.Timeout(0.1)
    with pytest.raises(httpx.ReadTimeout):
        await create(driver, body())
    driver.http.timeout = httpx.Timeout(5)
    await driver.answered("POST", "/api/connections")
    assert (await create(driver, body())).status_code == 200
    assert await count(driver) == 1


@pytest.mark.parametrize(
    ("garble", "begins"), [("page", b"<!DOCTYPE"), ("empty", b""), ("truncated", b'{"data"')]
)
async def test_an_answer_that_arrives_as_something_else_leaves_its_work_behind(
    driver: Driver, garble: str, begins: bytes
) -> None:
    """What cannot be read was done all the same; the repeat with the same key reads it whole."""
    await driver.switch("POST", "faults", method="POST", path="connections", garble=garble, times=1)
    broken = await create(driver, body())
    assert broken.status_code == 200
    assert broken.content.startswith(begins)
    with pytest.raises(ValueError, match=r"Expecting|delimiter|Unterminated"):
        broken.json()
    assert (await create(driver, body())).json()["data"]["name"]
    assert await count(driver) == 1


async def test_an_answer_that_drips_is_never_silent_and_never_done(driver: Driver) -> None:
    """A limit for silence does not end it: only one for the whole call does."""
    await driver.switch("POST", "faults", path="^/api/me$", garble="drip", times=1)
    driver.http.timeout = httpx.Timeout(0.3)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.6):
            await driver.call("GET", "/api/me")
    assert (await driver.call("GET", "/api/me")).status_code == 200


@pytest.mark.parametrize(
    "fault", [{"path": "("}, {"drop": "sideways"}, {"garble": "up"}, {"times": 0}, {"colour": "red"}]
)
async def test_a_fault_with_a_mistake_is_refused(driver: Driver, fault: dict[str, Any]) -> None:
    """A mistyped fault would make a test pass for the wrong reason."""
    response = await driver.http.post(f"{driver.running.url}/_sandbox/faults", json=fault)
    assert response.status_code == 400
    assert (await driver.call("GET", "/api/me")).status_code == 200


async def test_the_log_of_requests_shows_what_was_asked(driver: Driver) -> None:
    """Tests count requests and read them back."""
    await create(driver, body())
    await driver.call("GET", "/api/bulk/syncs?active=true")
    post, get = await driver.switch("GET", "requests")
    assert (post["method"], post["path"], post["status"]) == ("POST", "/api/connections", 200)
    assert (post["headers"]["idempotency-key"], post["body"]["name"]) == (KEY, "S")
    assert post["body"]["configuration"]["password"] == "********"
    assert get["query"] == {"active": ["true"]}
    assert len(await driver.switch("GET", "requests?method=POST&path=/api/conn")) == 1
    await driver.switch("DELETE", "requests")
    assert await driver.switch("GET", "requests") == []


async def test_a_key_whose_work_was_broken_off_is_as_good_as_new() -> None:
    """A sandbox that is stopped in the middle has not answered."""
    answers = Answers[str]()
    now = datetime.now(UTC)

    async def broken_off() -> str:
        raise asyncio.CancelledError

    async def done() -> str:
        return "done"

    with pytest.raises(asyncio.CancelledError):
        await answers.once(KEY, "a", now, broken_off)
    assert await answers.once(KEY, "a", now, done) == "done"
