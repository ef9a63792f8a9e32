"""`doctor` on this machine: its clock, its port, the form of the signing secret, and how it is printed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import psycopg
import pytest
from diagnosis import answering, failures, findings, json
from sqlalchemy.engine import make_url

from bot import web
from bot.doctor import clocks, here

if TYPE_CHECKING:
    from aiohttp import web as aiohttp_web
    from diagnosis import Given

SIGNING_SECRET = "a94a8fe5ccb19ba61c4c0873d391e987"


@pytest.mark.parametrize("secret", ["hunter2", "xoxb-hunter2", SIGNING_SECRET.upper(), f"{SIGNING_SECRET}0"])
async def test_a_signing_secret_of_another_form_is_told(given: Given, secret: str) -> None:
    """The client secret and the verification token stand beside it."""
    by_http = {"slack_app_token": None, "slack_signing_secret": secret}
    failed = await failures(given(**by_http))
    assert set(failed) == {"Signing secret"}
    assert "Basic Information" in failed["Signing secret"].guidance


async def test_http_says_what_cannot_be_seen_from_here(given: Given) -> None:
    """That the form is right must not pass for "it is the right one"."""
    settings = given(slack_app_token=None, slack_signing_secret=SIGNING_SECRET)
    found = {finding.name: finding for finding in await findings(settings)}
    assert all(finding.is_well for finding in found.values())
    assert "only Slack's first call shows" in found["Signing secret"].says
    assert "/slack/events" in found["Port"].says
    assert "Socket Mode" not in found


async def test_a_taken_port_is_told_unless_the_bot_has_it(given: Given) -> None:
    """Whoever checks a bot that runs must not be told that it is in its own way."""
    async with answering(lambda _: json({})) as url:
        port = int(url.rpartition(":")[2].strip("/"))
        failed = await failures(given(port=port))
        assert set(failed) == {"Port"}
        assert str(port) in failed["Port"].says

    async def ready() -> dict[str, bool]:
        return {"database": True, "polytomic": False}

    with web.listen("127.0.0.1", 0) as listener:
        async with web.serving(web.build(ready), listener) as port:
            assert "A bot runs" in (await here.port(given(port=port))).says


async def test_an_address_that_is_not_ours_is_told(given: Given) -> None:
    """HOST is this machine's own address, not the one that people type."""
    assert not (await here.port(given(host="192.0.2.1", port=3000))).is_well


async def test_a_clock_that_is_off_is_told_by_how_much(given: Given, database_url: str) -> None:
    """From five minutes on Slack's requests are refused, and nothing else says why."""

    def answer(_: aiohttp_web.Request) -> aiohttp_web.Response:
        date = format_datetime(datetime.now(UTC) - timedelta(seconds=400), usegmt=True)
        return json({"ok": True, "data": [], "url": "wss://x"}, Date=date)

    async with answering(answer) as url:
        failed = await failures(given(slack_api_url=f"{url}api/", polytomic_api_url=url))
    assert "ahead of Slack" in failed["Clock"].says
    assert "40" in failed["Clock"].says
    fake = (
        "CREATE SCHEMA fake",
        "CREATE FUNCTION fake.now() RETURNS timestamptz RETURN pg_catalog.now() + interval '100 s'",
        f'ALTER DATABASE "{make_url(database_url).database}" SET search_path = fake, pg_catalog, public',
    )
    with psycopg.connect(database_url, autocommit=True) as connection:
        for statement in fake:
            connection.execute(statement.encode())
    failed = await failures(given())
    assert "behind the database" in failed["Clock"].says


def test_a_header_that_is_no_date_says_nothing() -> None:
    """A proxy that writes nonsense must not stop the other checks."""
    assert clocks.ahead_of_header(None) is None
    assert clocks.ahead_of_header("soon") is None
    assert clocks.compare({}).is_well
