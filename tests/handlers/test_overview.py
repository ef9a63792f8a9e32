"""How an organization of ten thousand stands: three requests for everybody who looks."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
from polytomic_doubles import API_KEY, said
from pydantic import SecretStr

from bot.handlers.overview import AT_ONCE, Overviews
from bot.models import Every, Few
from bot.polytomic import Polytomic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MANY = 10_000
SYNCS, STATUS, CONNECTIONS = "/api/bulk/syncs", "/api/bulk/syncs/status", "/api/connections"
NOW = datetime.now(UTC)
RAN = {"completed": 0, "failed": 1, "running": 2, "canceled": 3}


def ran(at: int, status: str, *, hours: float = 1, **more: Any) -> dict[str, Any]:
    """Describe what a sync does, or did last."""
    ended = None if status == "running" else (NOW - timedelta(hours=hours, seconds=at)).isoformat()
    began = (NOW - timedelta(hours=hours + 1, seconds=at)).isoformat()
    part = {"schema": "A", "status": status, "execution_id": f"e-{at}", "started_at": began}
    return {"sync_id": f"s-{at}", "status": status, "schemas": [part | {"completed_at": ended} | more]}


class Organization:
    """A Polytomic with many syncs of every kind; it counts what it is asked, and parts of it may be down."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.down: set[str] = set()
        self.syncs = [{"id": f"s-{at}", "name": f"Sync {at:05}", "active": True} for at in range(MANY)]
        self.statuses = [ran(at, list(RAN)[at % 4]) for at in range(MANY)]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer everything at once."""
        path = request.url.path
        self.asked[path] += 1
        if path in self.down:
            return httpx.Response(404, json={"message": "no"})
        if path == CONNECTIONS:
            ill = {"type": {"id": "postgresql", "name": "PostgreSQL"}, "status": "unhealthy"}
            well = {"type": {"id": "postgresql", "name": "PostgreSQL"}, "status": "healthy"}
            return said(
                [
                    {"id": "c-1", "name": "One", "status_error": "No.", **ill},
                    {"id": "c-2", "name": "Two", **well},
                ]
            )
        return said(self.syncs if path == SYNCS else self.statuses)


@asynccontextmanager
async def looking_at(
    organization: Organization, *, version: str = "2025-09-18", seconds: float = 20
) -> AsyncIterator[Overviews]:
    """Look at an organization."""
    url, key = "https://polytomic.example", SecretStr(API_KEY)
    transport = httpx.MockTransport(organization)
    async with Polytomic(url=url, key=key, version=version, transport=transport) as polytomic:
        yield Overviews(polytomic, seconds=seconds)


async def test_everybody_who_looks_at_once_shares_three_requests() -> None:
    """Two hundred people with an open Home tab must not cost more than one."""
    organization = Organization()
    async with looking_at(organization) as overviews:
        assert overviews.last is None
        looks = await asyncio.gather(*(overviews.look() for _ in range(200)))
    assert organization.asked == {SYNCS: 1, STATUS: 1, CONNECTIONS: 1}
    assert overviews.last is looks[0]
    assert looks[0].syncs == MANY
    assert looks[0].running
    assert looks[0].failed
    assert (looks[0].running.total, looks[0].failed.total) == (MANY // 4, MANY // 4)
    assert [one.name for one in looks[0].failed.shown] == [f"Sync {at:05}" for at in (1, 5, 9, 13, 17)]
    assert len(looks[0].running.shown) == AT_ONCE
    assert looks[0].care
    assert [(one.name, one.reason) for one in looks[0].care.shown] == [("One", "No.")]


async def test_what_is_not_answered_is_left_open() -> None:
    """An outage of one list must not hide the others; the next look fills the gap."""
    organization = Organization()
    async with looking_at(organization, seconds=0) as overviews:
        organization.down = {CONNECTIONS, STATUS}
        partly = await overviews.look()
        assert (partly.syncs, partly.connections, partly.running, partly.failed) == (MANY, None, None, None)
        organization.down = {SYNCS}
        partly = await overviews.look()
        assert (partly.syncs, partly.connections, partly.running) == (None, 2, None)
        organization.down = set()
        assert (await overviews.look()).failed


async def test_a_paused_sync_s_old_failure_is_no_news() -> None:
    """What somebody paused last year because it failed would stay on the Home tab for ever."""
    organization = Organization()
    organization.syncs = [{"id": f"s-{at}", "name": str(at), "active": at > 1} for at in range(5)]
    organization.statuses = [
        ran(0, "failed", hours=25),
        ran(1, "failed", hours=23),
        ran(2, "failed", hours=25),
        ran(3, "completed", error_count=7),
        {"sync_id": "s-4", "status": "", "schemas": []},
    ]
    async with looking_at(organization) as overviews:
        look = await overviews.look()
    assert look.failed
    assert [one.name for one in look.failed.shown] == ["3", "1", "2"]


async def test_scheduled_syncs_that_did_not_run_are_noticed() -> None:
    """A schedule that silently stopped fails nothing, so that no alert tells of it."""
    organization = Organization()
    daily, weekly, manual = ({"frequency": one} for one in ("daily", "weekly", "manual"))
    known: list[tuple[str, dict[str, str], int, dict[str, Any]]] = [
        ("Quiet", daily, 30, {}),
        ("Ran", daily, 3, {}),
        ("Weekly", weekly, 24 * 9, {}),
        ("By hand", manual, 24 * 9, {}),
        ("Paused", daily, 30, {"active": False}),
        ("New", daily, 30, {"created_at": NOW.isoformat()}),
    ]
    organization.syncs = [
        {"id": f"s-{at}", "name": name, "active": True, "default_schedule": schedule} | more
        for at, (name, schedule, _, more) in enumerate(known)
    ]
    organization.syncs.append({"id": "s-99", "name": "Never", "active": True, "default_schedule": daily})
    organization.statuses = [ran(at, "completed", hours=one[2]) for at, one in enumerate(known)]
    day, week = NOW - timedelta(days=1), NOW - timedelta(days=7)
    async with looking_at(organization) as overviews:
        assert await overviews.silent(Every.DAY, day, None) == Few[str](shown=("Never", "Quiet"), total=2)
        assert await overviews.silent(Every.DAY, day, ["s-0", "s-1"]) == Few[str](shown=("Quiet",), total=1)
        assert await overviews.silent(Every.WEEK, week, None) == Few[str](shown=("Never", "Weekly"), total=2)
        assert organization.asked[SYNCS] == 1
    organization.down = {STATUS}
    async with looking_at(organization) as overviews:
        assert await overviews.silent(Every.DAY, day, None) is None


async def test_an_old_api_version_tells_what_it_can() -> None:
    """It has no status of all syncs: asking for each would cost ten thousand requests."""
    organization = Organization()
    async with looking_at(organization, version="2023-04-25") as overviews:
        look = await overviews.look()
    assert not look.has_status
    assert (look.syncs, look.running) == (MANY, None)
    assert organization.asked == {SYNCS: 1, CONNECTIONS: 1}
