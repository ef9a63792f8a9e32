"""What was typed into a form, and the bot's key, never come back in an error or a log."""

from __future__ import annotations

import json
import logging
import traceback
from base64 import b64encode
from typing import Any
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polytomic_doubles import API_KEY, KEY, Script, refused, said

from bot.polytomic import PolytomicError, Rejected
from bot.polytomic.client.scrub import MASK, scrub

PASSWORD = 'p@ss "wörd"/7'
PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END"
SETTINGS = {
    "account": "uc193736182",
    "username": "user",
    "password": PASSWORD,
    "private_key": PRIVATE_KEY,
    "auth": {"basic": {"password": "nested-secret"}},
    "headers": [{"name": "X-Token", "value": "listed-secret"}],
}
ECHOES = [
    f"bad password {PASSWORD}!",
    f"snowflake://user:{quote(PASSWORD, safe='')}@host",
    f"?password={quote_plus(PASSWORD)}&role=x",
    f"got {json.dumps(PASSWORD)}",
    f"basic {b64encode(PASSWORD.encode()).decode()}",
    "not a key: MIIEvQIBADANBgkqhkiG9w0B",
    "no nested-secret here",
    "no listed-secret here",
    f"Bearer {API_KEY} is unknown",
    "x" * 280 + f" {PASSWORD} and more",
]


@pytest.mark.parametrize("echo", ECHOES)
@pytest.mark.parametrize("status", [400, 401, 403, 409, 422, 500])
async def test_an_echoed_secret_is_taken_out(
    echo: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Polytomic quotes what an upstream said, which may quote what was typed, however it is spelled."""
    caplog.set_level(logging.DEBUG)
    script = Script(refused(status, echo))
    async with script.client() as polytomic:
        with pytest.raises(PolytomicError) as caught:
            await polytomic.create_connection("Snow", "snowflake", SETTINGS, key=KEY)
    story = "".join(traceback.format_exception(caught.value)) + caught.value.guidance + caplog.text
    for secret in (
        PASSWORD,
        quote(PASSWORD, safe=""),
        quote_plus(PASSWORD),
        json.dumps(PASSWORD),
        "MIIEvQ",
        "nested-secret",
        "listed-secret",
        API_KEY,
        b64encode(PASSWORD.encode()).decode(),
    ):
        assert secret not in story


async def test_the_reason_stays_readable() -> None:
    """A host that is wrong must be named, and "username" is no place to look for the user's name."""
    script = Script(refused(422, "Incorrect username or password for account uc193736182 (user)."))
    async with script.client() as polytomic:
        with pytest.raises(Rejected) as caught:
            await polytomic.create_connection("Snow", "snowflake", SETTINGS, key=KEY)
    assert caught.value.api_message == f"Incorrect username or password for account uc193736182 ({MASK})."


TYPED = st.text(st.characters(exclude_characters=MASK, exclude_categories=["Cs"]))


@given(TYPED.filter(lambda secret: len(secret) >= 8), TYPED, TYPED)
def test_no_long_secret_survives_between_any_words(secret: str, before: str, after: str) -> None:
    """However an error embeds it, the typed value is gone."""
    shown = scrub(f"{before}{secret}{after}", {"password": secret})
    assert secret not in shown


async def test_what_does_not_parse_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    """A sign-in link in an answer of a wrong shape must not reach the log through a parser's complaint."""
    caplog.set_level(logging.DEBUG)
    broken = {"id": {"auth_url": "https://app.polytomic.com/sign-in?token=t0p"}, "auth_url": ["t0p"]}
    script = Script(said(broken))
    async with script.client() as polytomic:
        with pytest.raises(PolytomicError) as caught:
            await polytomic.create_connection("SF", "salesforce", {}, key=KEY)
    assert "t0p" not in "".join(traceback.format_exception(caught.value)) + caplog.text
    assert "POST /api/connections" in caplog.text


async def test_a_request_is_logged_without_its_content(caplog: pytest.LogCaptureFixture) -> None:
    """One line tells method, path, outcome and time, for each try."""
    caplog.set_level(logging.DEBUG, logger="bot.polytomic")
    script = Script(httpx.ReadError("reset"), said({"id": "made"}))
    async with script.client() as polytomic:
        await polytomic.create_connection("Snow", "snowflake", SETTINGS, key=KEY)
    lost, answered = [record.getMessage() for record in caplog.records]
    assert lost.startswith("POST /api/connections no answer ")
    assert answered.startswith("POST /api/connections 200 ")
    assert answered.endswith(" ms")


async def test_secrets_are_not_in_what_python_shows_of_values() -> None:
    """A repr in a traceback or a debugger's log shows no link, token or configuration."""
    made: dict[str, Any] = {
        "id": "c1",
        "auth_url": "link-1",
        "auth_code": "code-1",
        "configuration": SETTINGS,
    }
    script = Script(said(made), said({"redirect_url": "link-2", "token": "token-2"}))
    async with script.client() as polytomic:
        connection = await polytomic.create_connection("SF", "salesforce", SETTINGS, key=KEY)
        session = await polytomic.connect(
            "SF", redirect_url="https://a.example", types=["salesforce"], ttl_seconds=60, key=KEY
        )
    shown = repr(connection) + repr(session)
    for secret in ("link-1", "code-1", PASSWORD, "link-2", "token-2"):
        assert secret not in shown
    assert (connection.auth_url, session.redirect_url) == ("link-1", "link-2")
