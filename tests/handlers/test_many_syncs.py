"""An organization with ten thousand bulk syncs: every page costs the same, and every sync is found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import httpx
import pytest
from polytomic_doubles import API_KEY, said
from pydantic import SecretStr

from bot.handlers.directory import Directory
from bot.handlers.sync_list import AT_ONCE, SyncList
from bot.models import Place
from bot.polytomic import Polytomic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MANY, PAGE = 10_000, 500
SYNCS = "/api/bulk/syncs"


class Organization:
    """A Polytomic with many bulk syncs, which counts what it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a page of syncs, their status, or the connections."""
        path, query = request.url.path, request.url.params
        self.asked[path] += 1
        if path == f"{SYNCS}/status":
            return said([{"sync_id": one, "status": "running"} for one in query.get_list("sync_id")])
        if path != SYNCS:
            return said([])
        first = int(query.get("page_token") or 0)
        found = [{"id": f"s-{at}", "name": f"Sync {at:05}"} for at in range(first, first + PAGE)]
        more = {"pagination": {"next_page_token": str(first + PAGE)}} if first + PAGE < MANY else {}
        return said(found, **more)


@pytest.fixture
async def organization() -> Organization:
    """Return the organization that is asked."""
    return Organization()


@pytest.fixture
async def syncs(organization: Organization) -> AsyncIterator[SyncList]:
    """Return the list of its bulk syncs."""
    url, key = "https://polytomic.example", SecretStr(API_KEY)
    async with Polytomic(url=url, key=key, transport=httpx.MockTransport(organization)) as polytomic:
        yield SyncList(polytomic, Directory(polytomic))


async def test_a_page_costs_one_request_however_many_syncs_there_are(
    syncs: SyncList, organization: Organization
) -> None:
    """Whoever leafs through the list asks for the status of one page at a time, and for nothing else."""
    first = await syncs.list(Place())
    assert (len(first.shown), first.total, first.pages) == (AT_ONCE, MANY, MANY // AT_ONCE)
    organization.asked.clear()
    last = await syncs.turn(Place(page=10**6))
    assert last.place.page == last.pages - 1
    assert last.shown[-1].name == "Sync 09999"
    assert all(one.activity and one.activity.is_running for one in last.shown)
    assert organization.asked == {f"{SYNCS}/status": 1}


async def test_one_of_ten_thousand_is_found(syncs: SyncList, organization: Organization) -> None:
    """By its name or a part; what is misspelt is helped with; and nobody asks for the list twice."""
    assert await syncs.the_one("SYNC 00042") == "s-42"
    assert await syncs.the_one("9998") == "s-9998"
    assert await syncs.the_one("0004") is None, "several have it"
    assert organization.asked[SYNCS] == MANY // PAGE
    picker = await syncs.turn(Place(words="0004", wish="run"))
    assert (picker.found, picker.near) == (11, None)
    lost = await syncs.turn(Place(words="synk 00042", wish="run"))
    assert (lost.found, lost.near) == (0, "Sync 00042")
