import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_driver import (
    MANIFEST,
    Person,
    Recorder,
    at_the_page,
    config,
    running,
)
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running

SECRET = "sandbox-signing-secret"


async def socket_url(client: AsyncWebClient) -> str:
    """Ask for a Socket Mode address."""
    url: str = (await client.apps_connections_open(app_token="xapp-sandbox"))["url"]
    return url


async def test_each_envelope_goes_to_one_connection(
    client: AsyncWebClient, session: aiohttp.ClientSession, ada: Person
) -> None:
    """Two replicas split the payloads, and each gets its own hello; whoever acknowledges, answers."""
    async with (
        session.ws_connect(await socket_url(client)) as first,
        session.ws_connect(await socket_url(client)) as second,
    ):
        assert [(await first.receive_json())["num_connections"], (await second.receive_json())["type"]] == [
            1,
            "hello",
        ]
        texts: list[str] = []
        for socket, word in ((first, "one"), (second, "two")):
            typing = asyncio.create_task(ada.type(f"/try {word}"))
            envelope = await socket.receive_json(timeout=5)
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
            texts.append(envelope["payload"]["text"])
            await socket.send_str("not json")
            await socket.send_json(
                {"envelope_id": envelope["envelope_id"], "payload": {"text": f"got {word}"}}
            )
            await typing
            heard = await ada.hears("ephemeral")
            assert heard["message"]["text"] == f"got {word}"
    assert texts == ["one", "two"]


async def test_a_ticket_is_good_for_one_connection(
    client: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    """The address of apps.connections.open cannot be used twice."""
    url = await socket_url(client)
    async with session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_eleventh_connection_is_one_too_many(
    client: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    """Slack takes ten connections of an app."""
    sockets = [await session.ws_connect(await socket_url(client)) for _ in range(11)]
    greetings = [await socket.receive_json() for socket in sockets]
    assert [item["type"] for item in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[-1]["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.close()


async def test_a_refreshed_connection_comes_back(
    recorder: Recorder, ada: Person, session: aiohttp.ClientSession, sandbox: Running
) -> None:
    """The official client reconnects when Slack says refresh_requested, and nothing is lost after."""
    first = next(call for call in sandbox.workspace.requests.calls("apps.connections.open"))
    async with session.post(
        f"{sandbox.url}/_sandbox/disconnect", json={"reason": "refresh_requested"}
    ) as told:
        assert (await told.json())["told"] == 1
    async with asyncio.timeout(5):
        while (await (await session.get(f"{sandbox.url}/_sandbox/state")).json())["connections"] == 0:
            pass
    assert sandbox.workspace.requests.calls("apps.connections.open")[-1] != first
    await ada.type("/try again")
    assert (await recorder.gets("command"))["text"] == "again"


async def test_without_a_connection_a_command_fails_aloud(ada: Person) -> None:
    """Slackbot says it to the one who typed, in Slack's words."""
    await ada.type("/try")
    message = (await ada.hears("ephemeral"))["message"]
    assert message["text"] == '/try failed with the error "dispatch_failed"'
    assert message["user"] == "USLACKBOT"


async def test_a_command_that_is_not_acknowledged_times_out_aloud(recorder: Recorder, ada: Person) -> None:
    """operation_timeout; the next one, acknowledged, passes silently."""
    recorder.silent.add("command")
    await ada.type("/try")
    assert (await ada.hears("ephemeral"))["message"][
        "text"
    ] == '/try failed with the error "operation_timeout"'
    recorder.silent.clear()
    await ada.type("/try")
    assert [item for item in ada.news if item["type"] == "ephemeral"] == []


async def test_an_event_is_repeated_until_it_is_acknowledged(
    client: AsyncWebClient, session: aiohttp.ClientSession, ada: Person
) -> None:
    """Only events come again, marked with the attempt and the reason."""
    async with session.ws_connect(await socket_url(client)) as socket:
        await socket.receive_json()
        await ada.ask("home")
        first, second = await socket.receive_json(timeout=5), await socket.receive_json(timeout=5)
        assert "retry_attempt" not in first
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        await socket.send_json({"envelope_id": second["envelope_id"]})


class HttpApp:
    """Something that listens where Slack posts, and keeps what came."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.body: dict[str, Any] | str = ""
        self._requests: asyncio.Queue[tuple[web.BaseRequest, str]] = asyncio.Queue()

    async def gets(self) -> tuple[web.BaseRequest, str]:
        """Wait for a request, and take it."""
        async with asyncio.timeout(5):
            return await self._requests.get()

    async def take(self, request: web.BaseRequest) -> web.StreamResponse:
        """Keep a request and answer as told."""
        text = await request.text()
        await self._requests.put((request, text))
        if isinstance(self.body, dict):
            return web.json_response(self.body, status=self.status)
        return web.Response(text=self.body, status=self.status)


@asynccontextmanager
async def listening() -> AsyncIterator[HttpApp]:
    """Listen on a port of its own."""
    app = HttpApp()
    server = web.ServerRunner(web.Server(app.take))
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0).start()
    app.url = f"http://127.0.0.1:{server.addresses[0][1]}/slack/events"
    try:
        yield app
    finally:
        await server.cleanup()


async def test_over_http_everything_is_signed_and_encoded_as_slack_does(
    session: aiohttp.ClientSession,
) -> None:
    """The official verifier accepts it; commands and interactions are forms, events are JSON."""
    verifier = SignatureVerifier(SECRET)
    async with (
        listening() as app,
        running(config(mode="http", request_url=app.url)) as sandbox,
        at_the_page(sandbox, session) as ada,
    ):
        app.body = {"text": "hello", "response_type": "in_channel"}
        await ada.type("/try x")
        request, text = await app.gets()
        assert verifier.is_valid_request(text, {key.lower(): value for key, value in request.headers.items()})
        assert request.content_type == "application/x-www-form-urlencoded"
        assert (await request.post())["command"] == "/try"
        assert (await ada.hears("message"))["message"]["text"] == "hello"
        app.body = ""
        await ada.ask("shortcut", callback_id="new")
        request, _ = await app.gets()
        assert json.loads(str((await request.post())["payload"]))["type"] == "shortcut"
        await ada.ask("home")
        request, text = await app.gets()
        assert json.loads(text)["event"]["type"] == "app_home_opened"


async def test_over_http_events_come_again_with_headers(session: aiohttp.ClientSession) -> None:
    """X-Slack-Retry-Num and -Reason, until a 200; commands are not repeated."""
    async with (
        listening() as app,
        running(config(mode="http", request_url=app.url)) as sandbox,
        at_the_page(sandbox, session) as ada,
    ):
        app.status = 500
        await ada.ask("home")
        first, _ = await app.gets()
        again, _ = await app.gets()
        assert "X-Slack-Retry-Num" not in first.headers
        assert (again.headers["X-Slack-Retry-Num"], again.headers["X-Slack-Retry-Reason"]) == (
            "1",
            "http_error",
        )


async def test_over_http_the_manifests_own_addresses_come_first(session: aiohttp.ClientSession) -> None:
    """A command's url, the interactivity's request_url and the options url each get their own."""
    async with listening() as app:
        other = app.url.replace("/slack/events", "/commands")
        [command, *_] = MANIFEST["features"]["slash_commands"]
        features = {**MANIFEST["features"], "slash_commands": [{**command, "url": other}]}
        manifest = {**MANIFEST, "features": features}
        async with (
            running(config(mode="http", request_url=app.url, app={"manifest": manifest})) as sandbox,
            at_the_page(sandbox, session) as ada,
        ):
            await ada.type("/try")
            assert (await app.gets())[0].path == "/commands"
            await ada.ask("shortcut", callback_id="new")
            assert (await app.gets())[0].path == "/slack/events"


async def test_over_http_a_refusal_or_a_dead_app_is_dispatch_failed(session: aiohttp.ClientSession) -> None:
    """404 from an unhandled command, and nobody listening at all, look alike to the person."""
    async with (
        listening() as app,
        running(config(mode="http", request_url=app.url)) as sandbox,
        at_the_page(sandbox, session) as ada,
    ):
        app.status = 404
        await ada.type("/try")
        told = (await ada.hears("ephemeral"))["message"]["text"]
        assert told == '/try failed with the error "dispatch_failed"'
        sandbox.workspace.config.request_url = "http://127.0.0.1:1/"
        assert (await ada.ask("shortcut", callback_id="new"))["error"] == "dispatch_failed"


@pytest.mark.parametrize("secret", [SECRET, "another"])
async def test_bolt_over_http_takes_what_is_signed_with_its_secret(
    session: aiohttp.ClientSession, secret: str
) -> None:
    """Bolt's own verification and url_verification judge it, with a right and a wrong secret."""
    async with running(config(mode="http")) as sandbox:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        bolt = AsyncApp(client=client, signing_secret=secret)
        recorder = Recorder(bolt)
        runner = web.AppRunner(bolt.web_app("/slack/events"))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sandbox.workspace.config.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        async with at_the_page(sandbox, session) as ada:
            good = secret == SECRET
            async with session.post(f"{sandbox.url}/_sandbox/verify") as answer:
                assert (await answer.json())["verified"] is good
            await ada.type("/try x")
            if good:
                assert (await recorder.gets("command"))["text"] == "x"
            else:
                told = (await ada.hears("ephemeral"))["message"]["text"]
                assert told == '/try failed with the error "dispatch_failed"'
        await runner.cleanup()
