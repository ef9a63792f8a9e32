"""The look at every connection's health, by any replica, over any number of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import httpx
import pytest
from builders import NOON, a_plan, a_setup, an_end
from job_doubles import Jobs
from polytomic_doubles import API_KEY, said
from pydantic import SecretStr

from bot.models import Setup, State
from bot.poller.health import HealthWatch, concerned
from bot.polytomic import Polytomic
from bot.store import Beats, Database, KnownConnections, Setups, Watches

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class There:
    """A Polytomic that lists connections as they are now."""

    def __init__(self, number: int) -> None:
        self.connections = [self.healthy(at) for at in range(number)]
        self.asked = 0

    @staticmethod
    def healthy(at: int) -> dict[str, Any]:
        """Describe a connection that works."""
        kind = {"id": "salesforce", "name": "Salesforce"}
        return {"id": f"c-{at}", "name": f"C {at}", "type": kind, "status": "healthy"}

    def break_(self, at: int) -> None:
        """Let one stop working."""
        self.connections[at] |= {"status": "unhealthy", "status_error": "token revoked"}

    def heal(self, at: int) -> None:
        """Let one work again."""
        self.connections[at] = self.healthy(at)

    def __call__(self, _: httpx.Request) -> httpx.Response:
        """List them."""
        self.asked += 1
        return said(self.connections)


class Replica:
    """One copy of the bot, as far as it looks at connections."""

    def __init__(self, database: Database, there: There) -> None:
        self.jobs = Jobs()
        self.polytomic = Polytomic(
            url="https://a.example", key=SecretStr(API_KEY), transport=httpx.MockTransport(there)
        )
        self.known = KnownConnections(database)
        jobs: Any = self.jobs
        self.watch = HealthWatch(
            Beats(database),
            self.known,
            Setups(database),
            Watches(database),
            self.polytomic,
            jobs,
            every_seconds=0.0,
        )

    async def look(self) -> list[UUID]:
        """Look once; returns what is to be told."""
        self.jobs.deferred.clear()
        await self.watch.notice()
        return self.jobs.row_ids


@pytest.fixture
async def there() -> There:
    """Return a Polytomic with three connections."""
    return There(3)


@pytest.fixture
async def replicas(database: Database, there: There) -> AsyncIterator[tuple[Replica, Replica]]:
    """Run two copies of the bot on one database, in which a sync from c-0 is announced."""
    await Setups(database).add(synced(source=an_end("c-0")))
    both = Replica(database, there), Replica(database, there)
    yield both
    for one in both:
        await one.polytomic.aclose()


def synced(**fields: object) -> Setup:
    """Make a setup whose bulk sync exists."""
    return a_setup(plan=a_plan(), state=State.CREATED, sync_id="s-1", **fields)


async def test_what_one_replica_noted_the_other_goes_on_from(
    replicas: tuple[Replica, Replica], there: There
) -> None:
    """The first finds the list as it saw it before the break, and must notice the recovery all the same."""
    first, second = replicas
    assert await first.look() == []
    there.break_(0)
    (told,) = await second.look()
    there.heal(0)
    assert await first.look() == [told]
    assert await second.look() == []


async def test_only_a_change_from_healthy_is_told(replicas: tuple[Replica, Replica], there: There) -> None:
    """Broken at first sight, or used by nobody here: silence. Healthy in between: it is news."""
    first, _ = replicas
    there.break_(0)
    there.break_(1)
    assert await first.look() == []
    there.heal(0)
    there.heal(1)
    assert await first.look() == []
    there.break_(0)
    there.break_(1)
    (told,) = await first.look()
    known = await first.known.get(told)
    assert known is not None
    assert (known.name, known.type_name, known.reason) == ("C 0", "Salesforce", "token revoked")
    assert (known.recipients, known.syncs, known.episode) == (("C1",), ("Salesforce to Snowflake",), 1)


async def test_a_deleted_connection_is_forgotten(replicas: tuple[Replica, Replica], there: There) -> None:
    """Nobody can repair it, so nobody is told; one of the same id would be new."""
    first, _ = replicas
    await first.look()
    del there.connections[0]
    assert await first.look() == []
    assert (await first.known.health()).keys() == {"c-1", "c-2"}


async def test_ten_thousand_connections_cost_one_request(database: Database) -> None:
    """An unchanged list is not even read again; a change in it is found among all the others."""
    there = There(10_000)
    await Setups(database).add(synced(source=an_end("c-9999")))
    replica = Replica(database, there)
    assert await replica.look() == []
    mark = await replica.known.mark()
    for _ in range(3):
        assert await replica.look() == []
    assert await replica.known.mark() == mark
    there.break_(9999)
    assert len(await replica.look()) == 1
    assert there.asked == 5
    await replica.polytomic.aclose()


def test_a_break_concerns_the_maker_and_the_channels_once_each() -> None:
    """Not who only used it, not a channel whose sync never came to be, and nobody twice."""
    end, other = an_end("c-0", made_here=True), an_end("c-9", made_here=True)
    made = synced(source=end, destination=other)
    used = synced(requester=Setup.model_validate(made.model_dump()).requester, source=an_end("c-0"))
    unfinished = a_setup(source=an_end("c-0"), plan=a_plan().model_copy(update={"channel_id": "C2"}))
    assert concerned("c-0", [made, used, unfinished]) == ("UANNA", "C1")
    assert concerned("c-1", [made, used, unfinished]) == ()
    waits = made.model_copy(
        update={"id": uuid4(), "state": State.AWAITING_AUTHORIZATION, "sync_id": None, "waiting_since": NOON}
    )
    assert concerned("c-0", [made, waits]) == ("C1",), "the card tells whoever waits"
