import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_driver import DATA_OPS, at_the_page, config, connected, refused, running
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running


async def test_arranged_faults_strike_once_and_then_all_is_well(
    client: AsyncWebClient, session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """429 with Retry-After, a status, an error name; each as often as was asked."""
    faults = f"{sandbox.url}/_sandbox/faults"
    wishes: list[tuple[dict[str, Any], int, str]] = [
        ({"method": "chat.postMessage", "status": 429, "retry_after": 7}, 429, "ratelimited"),
        ({"method": "chat.postMessage", "status": 503}, 503, "internal_error"),
        ({"method": "chat.postMessage", "error": "fatal_error"}, 200, "fatal_error"),
    ]
    for wish, status, error in wishes:
        await session.post(faults, json=wish)
        assert (await client.auth_test())["ok"]
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=DATA_OPS, text="x")
        response = caught.value.response
        assert (response.status_code, response["error"]) == (status, error)
        assert response.headers.get("Retry-After") == ("7" if status == 429 else None)
        assert (await client.chat_postMessage(channel=DATA_OPS, text="x"))["ok"]
    await session.post(faults, json={"error": "fatal_error", "times": 5})
    await session.delete(faults)
    assert (await client.auth_test())["ok"]
    assert (await session.post(faults, json={"eror": "x"})).status == 400


@pytest.mark.parametrize(("drop", "posted"), [("before", 0), ("after", 1)])
async def test_a_lost_answer_leaves_the_post_done_or_not(
    session: aiohttp.ClientSession, sandbox: Running, drop: str, posted: int
) -> None:
    """The connection is cut before or after the work: the caller cannot tell, the channel can."""
    sandbox.workspace.faults.add(method="chat.postMessage", drop=drop)
    client = AsyncWebClient(
        token="xoxb-sandbox", base_url=sandbox.api_url, session=session, retry_handlers=[]
    )
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=DATA_OPS, text="x")
    assert len(sandbox.workspace.channels[DATA_OPS].messages) == posted


@pytest.mark.parametrize(
    ("garble", "begins", "length"),
    [("page", b"<!DOCTYPE", 61), ("empty", b"", 0), ("truncated", b'{"ok"', None)],
)
async def test_an_answer_may_arrive_as_something_else(
    session: aiohttp.ClientSession, sandbox: Running, garble: str, begins: bytes, length: int | None
) -> None:
    """The message is there, but what the caller reads of it is no answer of Slack's."""
    sandbox.workspace.faults.add(method="chat.postMessage", garble=garble)
    post = {"headers": {"Authorization": "Bearer xoxb-sandbox"}, "data": {"channel": DATA_OPS, "text": "x"}}
    async with session.post(f"{sandbox.api_url}chat.postMessage", **post) as response:
        body = await response.read()
    assert response.status == 200
    assert body.startswith(begins)
    assert length in {None, len(body)}
    with pytest.raises(ValueError, match=r"Expecting|delimiter|Unterminated"):
        json.loads(body)
    assert len(sandbox.workspace.channels[DATA_OPS].messages) == 1


async def test_an_answer_may_drip_until_the_caller_gives_up(
    session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """Bytes come all the time, so that only a limit for the whole call ends it; the work is done."""
    sandbox.workspace.faults.add(method="chat.postMessage", garble="drip")
    limit = aiohttp.ClientTimeout(total=0.35, sock_read=0.3)
    post = {"headers": {"Authorization": "Bearer xoxb-sandbox"}, "data": {"channel": DATA_OPS, "text": "x"}}
    async with session.post(f"{sandbox.api_url}chat.postMessage", timeout=limit, **post) as response:
        assert await response.content.readexactly(1) == b"{"
        with pytest.raises(TimeoutError, match=r"^$"):
            await response.read()
    assert len(sandbox.workspace.channels[DATA_OPS].messages) == 1


async def test_a_limit_may_come_without_saying_for_how_long(
    session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """A gateway in front of Slack knows no Retry-After."""
    sandbox.workspace.faults.add(method="auth.test", status=429, retry_after=0)
    async with session.post(f"{sandbox.api_url}auth.test") as response:
        assert (response.status, "Retry-After" in response.headers) == (429, False)


async def test_posts_can_be_limited_per_channel_and_second(session: aiohttp.ClientSession) -> None:
    """One a second in each channel, when the configuration says so."""
    async with running(config(messages_per_second=1)) as sandbox:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        assert (await client.chat_postMessage(channel=DATA_OPS, text="1"))["ok"]
        assert (await refused(client.chat_postMessage(channel=DATA_OPS, text="2")))["error"] == "ratelimited"
        sandbox.workspace.clock.advance(1)
        assert (await client.chat_postMessage(channel=DATA_OPS, text="2"))["ok"]


async def test_the_record_of_calls_hides_the_tokens(
    client: AsyncWebClient, session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """Arguments as given, answers as sent, and no token anywhere."""
    await client.chat_postMessage(channel=DATA_OPS, text="my xoxb-sandbox")
    async with session.get(
        f"{sandbox.url}/_sandbox/requests", params={"method": "chat.postMessage"}
    ) as answer:
        [call] = (await answer.json())["requests"]
    assert (call["arguments"]["channel"], call["arguments"]["text"]) == (DATA_OPS, "my ***")
    assert call["response"]["ok"]
    assert "xoxb-sandbox" not in json.dumps(call)
    await session.delete(f"{sandbox.url}/_sandbox/requests")
    assert sandbox.workspace.requests.calls() == []


async def test_a_stopped_sandbox_lets_go_of_its_apps(session: aiohttp.ClientSession) -> None:
    """stop() ends pages and sockets at once; nothing hangs."""
    async with running(config()) as sandbox:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        bolt = AsyncApp(client=client, request_verification_enabled=False)
        async with connected(bolt) as handler, at_the_page(sandbox, session):
            handler.client.auto_reconnect_enabled = False
            async with asyncio.timeout(0.9):
                await sandbox.stop()
