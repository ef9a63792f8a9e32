"""`doctor` on Polytomic: the address, the version and the key are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from diagnosis import answering, failures, findings, json

from bot.doctor import polytomic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from diagnosis import Given

    from bot.doctor.findings import Finding, Seen
    from bot.sandbox.polytomic import Running
    from bot.settings import Settings

ME = {"data": {"organization_name": "Larkspur Tea"}}
REFUSALS = (
    web.HTTPBadRequest.status_code,
    web.HTTPNotFound.status_code,
)


async def only(settings: Settings, seen: Seen) -> AsyncIterator[Finding]:
    """Check Polytomic alone."""
    yield await polytomic.examine(settings, seen)


async def test_right_settings_are_well_on_each_version(given: Given) -> None:
    """With everything right, nothing is to be done."""
    for version in ("2025-09-18", "2024-02-08", "2023-04-25"):
        assert await failures(given(polytomic_api_version=version)) == {}


async def test_a_wrong_key_is_one_finding(given: Given) -> None:
    """What is wrong is named, and nothing else is."""
    failed = await failures(given(polytomic_api_key="hunter2"))
    assert set(failed) == {"Polytomic"}
    assert "API key" in failed["Polytomic"].says
    assert "POLYTOMIC_API_KEY" in failed["Polytomic"].guidance


@pytest.mark.parametrize("path", ["/api/connections", "/api/bulk/syncs", "/api/events"])
async def test_a_key_without_a_right_is_told_which(
    given: Given, polytomic_sandbox: Running, path: str
) -> None:
    """A key of a role that may look at nothing passes for right until the first beat."""
    fault = {"path": path, "status": 403, "body": {"message": "forbidden"}}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{polytomic_sandbox.url}/_sandbox/faults", json=fault) as ordered,
    ):
        assert ordered.ok
    failed = await failures(given(), only)
    assert "is not allowed to list the" in failed["Polytomic"].says
    assert "role" in failed["Polytomic"].guidance


@pytest.mark.parametrize("status", REFUSALS)
async def test_a_version_that_the_server_refuses_is_told_with_those_it_takes(
    given: Given, status: int
) -> None:
    """A server of one's own may be older than this program; the key is not to blame."""

    def answer(request: web.Request) -> web.Response:
        if request.headers["X-Polytomic-Version"] == "2025-09-18":
            return web.json_response({"message": "unknown version"}, status=status)
        return json({"data": []} if "me" not in request.path else ME)

    async with answering(answer) as url:
        failed = await failures(given(polytomic_api_url=url), only)
        assert "API version 2025-09-18" in failed["Polytomic"].says
        for word in ("POLYTOMIC_API_VERSION", "2024-02-08", "2023-04-25"):
            assert word in failed["Polytomic"].guidance
        assert await failures(given(polytomic_api_url=url, polytomic_api_version="2024-02-08"), only) == {}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("<html>Sign in</html>", "text/html", 200),
        ("<html>No such page</html>", "text/html", 404),
        ('{"message": "no such page"}', "application/json", 404),
        ("", "text/plain", 200),
    ],
)
async def test_an_address_of_something_else_is_told(given: Given, body: str, kind: str, status: int) -> None:
    """A web page in place of an answer says nothing of the key."""

    def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type=kind, status=status)

    async with answering(answer) as url:
        failed = await failures(given(polytomic_api_url=url), only)
    assert "POLYTOMIC_API_URL" in failed["Polytomic"].guidance


async def test_nobody_there_is_told_with_the_address(given: Given) -> None:
    """Most often it is a firewall, or a letter too many."""
    failed = await failures(given(polytomic_api_url="http://127.0.0.1:1"), only)
    assert "cannot be reached" in failed["Polytomic"].says
    assert "http://127.0.0.1:1" in failed["Polytomic"].guidance
    (found,) = await findings(given(), only)
    assert "Sandbox Inc" in found.says
