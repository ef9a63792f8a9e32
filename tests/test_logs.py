"""Logs: no token in any line, whatever a library says and at whatever level."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

import aiohttp
import httpx
import pytest
from aiohttp import web as aiohttp_web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.trace import about

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "hunter2hunter2"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Leave logging as the other tests know it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.PINNED}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.mark.parametrize(
    "line",
    [
        f"token xoxb-123-{SECRET}",
        f"xapp-1-A0-{SECRET}",
        f"refreshed to xoxe.xoxb-1-{SECRET}",
        f"Authorization: Bearer {SECRET}",
        f"authorization: bearer {SECRET}.part",
        f"Authorization: Basic {SECRET}",
        f"sent to https://app.polytomic.com/sign-in?state={SECRET}&x=1",
        f"the link is http://127.0.0.1:8321/polytomic/oauth/{SECRET}",
        f"the form is at https://app.polytomic.com/connect/{SECRET}?a=b",
        f"wss://wss-primary.slack.com/link/?ticket={SECRET}",
        f"https://hooks.slack.com/commands/T1/1/{SECRET}",
        f"cannot reach postgresql+psycopg://bot:{SECRET}@db:5432/bot",
        f"{{'account': 'a', 'password': '{SECRET}'}}",
        f'{{"client_secret": "{SECRET}"}}',
        f"password={SECRET} host=db",
    ],
)
def test_secrets_are_hidden(line: str) -> None:
    """Each shape in which a secret has a name or a place is recognised."""
    redacted = logs.redact(line)
    assert SECRET not in redacted
    assert logs.HIDDEN in redacted


@pytest.mark.parametrize(
    "line",
    [
        "GET /api/connections 200 in 12 ms",
        "setup 6f1c moved to awaiting_schemas",
        "https://app.polytomic.com/syncs/123 exists",
        "the password was refused",
        "see Basic Information, App-Level Tokens",
    ],
)
def test_other_words_stay(line: str) -> None:
    """A log without its facts helps nobody."""
    assert logs.redact(line) == line


@pytest.mark.parametrize("form", ["text", "json"])
def test_arguments_and_tracebacks_are_redacted(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A secret comes in through an argument or an exception more often than through the words."""
    logs.configure("INFO", form)
    log = logging.getLogger("bot.test")
    log.info("using %s", f"xoxb-{SECRET}")
    try:
        int(f"Bearer {SECRET}")
    except ValueError:
        log.exception("it failed")
    written = capsys.readouterr().err
    assert SECRET not in written
    assert written.count(logs.HIDDEN) == 2
    assert "ValueError" in written


def test_json_lines_are_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    """A collector reads line by line; a line break inside a message must not split it."""
    logs.configure("INFO", "json")
    logging.getLogger("bot.test").warning("two\nlines")
    (line,) = capsys.readouterr().err.splitlines()
    parts = json.loads(line)
    assert (parts["level"], parts["logger"], parts["message"]) == ("WARNING", "bot.test", "two\nlines")


@pytest.mark.parametrize("form", ["text", "json"])
async def test_lines_carry_the_id_of_the_work_also_in_tasks_that_it_began(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A request's lines lie among those of a hundred others; what it set going still belongs to it."""
    logs.configure("INFO", form)
    log = logging.getLogger("bot.test")

    async def later() -> None:
        log.info("later")

    with about("request-1f"):
        task = asyncio.create_task(later())
        log.info("now")
    with about(f"xoxb-{SECRET}"):
        log.info("redacted")
    log.info("outside")
    await task
    now, redacted, outside, then = capsys.readouterr().err.splitlines()
    assert "request-1f" in now
    assert "request-1f" in then
    assert SECRET not in redacted
    assert logs.HIDDEN in redacted
    assert "request" not in outside
    if form == "json":
        assert json.loads(now)["about"] == "request-1f"


async def test_libraries_never_write_what_people_typed(capsys: pytest.CaptureFixture[str]) -> None:
    """At DEBUG, slack_sdk writes whole bodies: LOG_LEVEL=DEBUG must not put a password into the log."""

    async def answer(_: aiohttp_web.Request) -> aiohttp_web.Response:
        return aiohttp_web.json_response({"ok": True, "echo": SECRET})

    application = aiohttp_web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    async with (
        TestServer(application) as server,
        aiohttp.ClientSession() as session,
        httpx.AsyncClient() as http,
    ):
        address = str(server.make_url("/api/"))
        logs.configure("DEBUG", "text")
        logging.getLogger("bot.test").debug("at this level")
        await AsyncWebClient("xoxb-1", base_url=address, session=session).chat_postMessage(
            channel="C", text=SECRET
        )
        await http.post(address, json={"any": SECRET}, headers={"X-Any": SECRET})
    written = capsys.readouterr().err
    assert "at this level" in written
    assert SECRET not in written


def test_a_quieter_level_quietens_libraries_too() -> None:
    """LOG_LEVEL=ERROR means errors only, from everybody."""
    logs.configure("ERROR", "text")
    assert logging.getLogger("slack_sdk.web").getEffectiveLevel() == logging.ERROR
